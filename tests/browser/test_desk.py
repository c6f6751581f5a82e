"""The desk on a phone: three taps for an ordinary matter, one screen to record one, and how it looks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from centers.models import Center
from config import clock as portal_clock
from regions.models import CalendarDay
from services import actions
from services.models import Category, ServiceItem, Ticket
from tests.browser.test_look import SMALL, TARGETS, overflow, photograph, serious

MORE = [
    "村西变压器那边电线掉地上了，直冒火星",
    "俺家门口水管子崩了，水流了一路",
    "广场上那健身器材坏俩了",
    "存折上俺名字里的“红”写成“洪”了，银行叫村里开个证明",
    "去后沟那段路叫雨冲塌半边了，拉玉米的车过不去",
    "俺降压药吃完了，下雪路滑，卫生室能不能给俺送一盒？",
]


@pytest.fixture
def village_ready(units, cadre, duty_person, clerk, liaison, county_officer):
    Center.objects.create(
        unit=units.village, kind="village", name="柳泉村党群服务中心", duty_phone="0379-00000011"
    )
    CalendarDay.objects.create(
        date=date(2026, 10, 1), kind="statutory", name="国庆节", confirmed=True
    )
    category = Category.objects.create(name="基础设施与人居环境", order=8)
    ServiceItem.objects.create(
        code="101",
        category=category,
        name="路灯报修",
        also_called="路灯 灯不亮",
        level="village",
        mode="direct",
        ticket_class="basic",
        promised_amount=3,
    )


@pytest.fixture
def at(village_ready):
    return portal_clock.now()


@pytest.fixture
def ask(village, at):
    def ask(text, at=at, **said):
        said = {"requester_name": "周铁牛", "requester_phone": "16000000101", "place": "2组"} | said
        return actions.submit(intake=actions.Intake(region=village, text=text, **said), at=at)

    return ask


@pytest.fixture
def full_list(ask, cadre, duty_person, liaison, units, at):
    """A morning with something in nearly every group."""
    tickets = [
        ask(text, at=at - timedelta(days=20 if number in {2, 4} else 0), urgent=number == 0)
        for number, text in enumerate(MORE)
    ]
    for number in (2, 3, 4, 5):
        actions.accept(
            ticket=tickets[number], by=cadre, at=at - timedelta(days=19 if number in {2, 4} else 0)
        )
    actions.resolve(ticket=tickets[3], result="说清了", outcome="done", by=cadre, at=at)
    actions.transfer(ticket=tickets[4], unit=units.department, reason="路归你们管", by=cadre, at=at)
    actions.ask_for_materials(
        ticket=ask("申请低保"), items=["户口本（原件）", "身份证（复印件）"], by=cadre, at=at
    )
    return tickets


def test_an_ordinary_matter_takes_three_taps(ask, cadre, page_375, log_in):
    ticket = ask("村东头小桥那儿的路灯坏有半个月了")
    page, taps = page_375, 0
    log_in(page, cadre)
    page.goto("/desk/")
    for name in ("接收", "已换好", "已告诉"):
        page.get_by_role("button", name=name).click()
        taps += 1
        page.wait_for_load_state()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.answered_at is not None, taps) == ("answered", True, 3)
    said = [event.words.text for event in ticket.events.filter(verb="resolve")]
    assert said == ["已换好"]


def test_the_same_three_taps_without_script(ask, cadre, page_no_script, log_in):
    ticket = ask("村东头小桥那儿的路灯坏有半个月了")
    log_in(page_no_script, cadre)
    page_no_script.goto("/desk/")
    for name in ("接收", "已修好", "已告诉"):
        page_no_script.get_by_role("button", name=name).click()
    ticket.refresh_from_db()
    assert ticket.status == "answered"


@pytest.mark.parametrize("width", [375, 1280])
def test_the_list_is_accessible_and_fits(full_list, cadre, new_page, log_in, width):
    page = new_page(width)
    log_in(page, cadre)
    page.goto("/desk/")
    photograph(page, f"desk-{width}")
    assert serious(page) == []
    assert overflow(page) <= 0


def test_targets_on_the_list_are_large_enough_for_a_thumb(full_list, cadre, page_375, log_in):
    log_in(page_375, cadre)
    page_375.goto("/desk/")
    assert page_375.eval_on_selector_all(TARGETS, SMALL % (44, 44)) == []
    assert (
        page_375.eval_on_selector_all(
            ".rows .acts > .one .btn, .rows .acts > details > summary", SMALL % (48, 48)
        )
        == []
    )


@pytest.mark.parametrize("width", [375, 1280])
def test_the_page_of_a_matter_is_accessible_and_fits(full_list, cadre, new_page, log_in, width):
    page = new_page(width)
    log_in(page, cadre)
    for number, ticket in enumerate(full_list[:5]):
        page.goto(f"/desk/tickets/{ticket.number}/")
        photograph(page, f"ticket-{number}-{width}")
        assert serious(page) == []
        assert overflow(page) <= 0


@pytest.mark.parametrize("act", ["ask-for-materials", "transfer", "decline", "resolve", "contact"])
def test_the_page_of_an_act_is_accessible_and_fits(full_list, cadre, page_375, log_in, act):
    log_in(page_375, cadre)
    row = full_list[2] if act == "resolve" else full_list[1]
    page_375.goto(f"/desk/tickets/{row.number}/{act}/")
    photograph(page_375, f"act-{act}")
    assert serious(page_375) == []
    assert overflow(page_375) <= 0


def test_a_phone_call_is_recorded_on_one_screen(ask, cadre, page_375, log_in):
    ask("村东头小桥那儿的路灯坏有半个月了")
    page = page_375
    log_in(page, cadre)
    page.goto("/desk/")
    page.get_by_role("link", name="登记一件事").click()
    page.get_by_label("谁", exact=True).fill("刘小满")
    page.get_by_label("电话", exact=True).fill("16000000101")
    page.get_by_label("在哪儿").fill("3组")
    page.get_by_label("什么事").fill("村西头也有一盏灯不亮")
    page.get_by_text("像是同一件").wait_for()
    photograph(page, "register-375")
    assert serious(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="要接着办").click()
    page.get_by_text("登记好了").wait_for()
    photograph(page, "receipt-375")
    assert serious(page) == []
    assert Ticket.objects.count() == 2
    page.get_by_role("link", name="打印纸条").click()
    page.get_by_text("扫码，写查询码").wait_for()
    photograph(page, "slip-375")
    assert overflow(page) <= 0


def test_a_stamp_takes_one_screen(at, cadre, page_no_script, log_in):
    page = page_no_script
    log_in(page, cadre)
    page.goto("/desk/new/")
    page.get_by_label("谁", exact=True).fill("刘小满")
    page.get_by_label("什么事").fill("学校要的居住说明盖章")
    page.get_by_text("当场办好了").click()
    photograph(page, "register-instant")
    page.get_by_role("button", name="已盖章").click()
    assert "登记好了" in page.inner_text("main")
    assert Ticket.objects.get().instant


def test_a_double_click_makes_one(at, cadre, page_no_script, log_in):
    page = page_no_script
    log_in(page, cadre)
    page.goto("/desk/new/")
    page.get_by_label("电话", exact=True).fill("16000000101")
    page.get_by_label("什么事").fill("门口水管子崩了")
    page.get_by_role("button", name="要接着办").dblclick()
    page.wait_for_url("**/receipt/")
    assert Ticket.objects.count() == 1


def test_a_slip_fits_one_page_of_paper(at, cadre, page_1280, log_in):
    page = page_1280
    log_in(page, cadre)
    page.goto("/desk/new/")
    page.get_by_label("电话", exact=True).fill("16000000101")
    page.get_by_label("什么事").fill("门口水管子崩了")
    page.get_by_role("button", name="要接着办").click()
    page.get_by_role("link", name="打印纸条").click()
    photograph(page, "slip")
    assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_somebody_slower_sees_what_changed(ask, cadre, duty_person, page_375, log_in, troubles, at):
    ticket = ask("村东头小桥那儿的路灯坏有半个月了")
    page = page_375
    log_in(page, cadre)
    page.goto("/desk/")
    actions.accept(ticket=ticket, by=duty_person, at=at)
    page.get_by_role("button", name="接收").click()
    page.get_by_text("李秀英受理").wait_for()
    photograph(page, "conflict-375")
    assert serious(page) == []
    troubles.clear()


def test_a_call_from_the_list_is_written_down(ask, cadre, page_375, log_in):
    ask("村东头小桥那儿的路灯坏有半个月了")
    log_in(page_375, cadre)
    page_375.goto("/desk/")
    with page_375.expect_response("**/call/") as answer:
        page_375.get_by_role("link", name="打电话").click()
    assert answer.value.status == 204
