"""The first and the fourth journey of domain.md E on a phone: from a call to papers given back; a missing paper."""

# ruff: noqa: F811 - fixtures are asked for by the names under which they are imported
from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.uploads.pictures import redrawn
from services import actions
from services.models import Material, Ticket
from services.numbers import code_for
from tests.accounts.test_uploads import photo
from tests.browser.test_look import overflow, photograph, serious
from tests.services.conftest import allowance, ask, calendar  # noqa: F401 - the same matters


@pytest.fixture
def papers(allowance):
    """What the allowance takes: an original and a copy."""
    for order, (text, form) in enumerate([("户口本", "original"), ("身份证", "copy")], 1):
        Material.objects.create(item=allowance, order=order, text=text, form=form, copies=1)


@pytest.fixture
def phone_of(page_375, log_in):
    """The person's phone; no page is wider than it."""

    def open_(person):
        log_in(page_375, person)
        return page_375

    return open_


def seen(page, name: str) -> None:
    """Photographed, no wider than the phone, and readable for everybody."""
    photograph(page, f"papers-{name}")
    assert overflow(page) <= 0
    assert serious(page) == []


def shows(page, words: str) -> None:
    page.get_by_text(words).first.wait_for()


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("link", name=name, exact=True)
    ).first.click()


def test_from_a_call_to_the_papers_given_back(
    phone_of,
    cadre,
    county_officer,
    allowance,
    papers,
    troubles,
):
    page = phone_of(cadre)
    page.goto("/desk/new/")
    page.get_by_label("谁", exact=True).fill("马桂枝")
    page.get_by_label("电话", exact=True).fill("16000000101")
    page.get_by_label("什么事").fill("俺老伴瘫床上两年多了，能不能申请个低保？")
    page.get_by_label("办啥事项").fill(allowance.name)
    shows(page, "要带：户口本（原件，1份）、身份证（复印件，1份）")
    seen(page, "register")
    page.get_by_role("button", name="要接着办").last.click()
    shows(page, "登记好了")
    ticket = Ticket.objects.get()

    page.goto(f"/desk/tickets/{ticket.number}/")
    press(page, "接收")
    shows(page, "还没记代办授权")
    press(page, "收材料")
    page.get_by_label("户口本（原件）").check()
    page.get_by_label("身份证（复印件）").check()
    page.get_by_label("电话里说的，有人见证").check()
    page.get_by_label("谁见证").fill("邻居赵桂英")
    seen(page, "receive")
    press(page, "收下了")
    shows(page, "邻居赵桂英见证")
    seen(page, "ticket")
    press(page, "打收条")
    shows(page, "今收到 马桂枝 的材料")
    seen(page, "receipt")

    page.goto(f"/desk/tickets/{ticket.number}/resolve/")
    page.get_by_label("结果").fill("批下来了")
    press(page, "办完了")
    shows(page, "户口本原件还没还")
    seen(page, "refused")
    troubles.clear()  # Chromium reports the answer 400
    page.goto("/desk/")
    shows(page, "马桂枝 户口本原件")
    seen(page, "desk")
    press(page, "还了 户口本原件")
    page.goto(f"/desk/tickets/{ticket.number}/resolve/")
    page.get_by_label("结果").fill("批下来了")
    press(page, "办完了")
    page.goto(f"/desk/tickets/{ticket.number}/feed-back/")
    press(page, "已告诉")
    ticket.refresh_from_db()
    assert ticket.status == "answered"


def test_a_missing_paper_is_told_once_and_brought(
    phone_of,
    ask,
    cadre,
    allowance,
    papers,
):
    ticket = ask(item=allowance)
    page = phone_of(cadre)
    page.goto(f"/desk/tickets/{ticket.number}/ask-for-materials/")
    for name in ("户口本（原件，1份）", "身份证（复印件，1份）"):
        page.get_by_label(name).check()
    seen(page, "missing")
    press(page, "一次告诉群众")
    shows(page, "第1次告知缺的材料")
    press(page, "打印告知单")
    shows(page, "还差 2 样材料")
    seen(page, "notice")
    page.goto(f"/desk/tickets/{ticket.number}/")
    for box in page.locator("[name=items]").all():
        box.check()
    press(page, "勾上的收到了")
    ticket.refresh_from_db()
    assert ticket.status == "submitted"


def test_an_appointment_and_a_picture_are_seen_by_the_villager(
    phone_of,
    ask,
    cadre,
    duty_person,
    clock,
    at,
):
    ticket = actions.accept(ticket=ask(mode="accompany"), by=cadre, at=at)
    actions.add_photos(ticket=ticket, pictures=[redrawn(photo(800, 600))], at=at)
    page = phone_of(cadre)
    page.goto(f"/desk/tickets/{ticket.number}/")
    page.locator(".photos img").scroll_into_view_if_needed()
    press(page, "约时间")
    page.get_by_label("哪天").fill((at + timedelta(days=2)).date().isoformat())
    page.get_by_label("几点").fill("09:00")
    page.get_by_label("到哪儿").fill("镇派出所2号窗口")
    seen(page, "appoint")
    press(page, "约好了")
    shows(page, "王来顺领着去窗口：镇派出所2号窗口")
    seen(page, "appointed")
    page.context.clear_cookies()
    page.goto("/t/")
    page.get_by_label("编号，或者您的手机号").fill(ticket.number)
    page.get_by_label("查询码").fill(code_for(ticket.number, ticket.generation))
    press(page, "查")
    shows(page, "约好了：11月25日（星期三）上午9:00，王来顺领您去镇派出所2号窗口")
    page.get_by_text("再说两句").click()
    seen(page, "track")
    assert page.get_by_role("link", name="照片1").count() == 1
