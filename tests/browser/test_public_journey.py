# ruff: noqa: F811 - fixtures are asked for by the names under which they are imported
"""The villager's way from finding the village to saying that it is not solved (screens.md 1.1-1.3),
on a phone with scripts and on one without."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from services import actions
from services.models import Ticket
from services.numbers import code_for, spoken
from tests.browser.public_world import (  # noqa: F401
    ASK,
    VILLAGE,
    calendar,
    fill_in,
    hand_in,
    lively,
    open_matter,
    open_village,
)

WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["script", "none"])


@pytest.fixture
def phone(open_village, new_page, scripts):
    return new_page(375, has_touch=True, java_script_enabled=scripts)


@WITH_AND_WITHOUT_SCRIPTS
def test_the_village_is_found_without_typing(phone):
    phone.goto("/")
    phone.get_by_role("link", name="柳泉镇").click()
    phone.get_by_role("link", name="柳泉村", exact=True).click()
    assert phone.locator("h1").inner_text() == "柳泉村党群服务中心（村室）"


@WITH_AND_WITHOUT_SCRIPTS
def test_the_village_is_found_by_the_first_letters(phone):
    phone.goto("/")
    phone.get_by_label("您是哪个村的？").fill("lqc")
    phone.get_by_role("button", name="找").click()
    phone.get_by_role("link", name="柳泉镇 柳泉村").click()
    assert phone.url.endswith(VILLAGE)


@WITH_AND_WITHOUT_SCRIPTS
def test_one_look_tells_whether_somebody_is_there_and_which_number(phone):
    phone.goto(VILLAGE)
    assert phone.locator(".now").inner_text().strip() == "现在开着门，到中午12:00"
    assert phone.get_by_text("今天值班：王来顺").is_visible()
    call = phone.get_by_role("link", name="打电话 0379-0000 0011")
    assert call.get_attribute("href") == "tel:037900000011"
    assert call.bounding_box()["y"] < 400


def test_at_night_on_a_day_off_the_first_screen_still_answers(
    open_village, duty_person, clock, page_no_script
):
    from tests.duty.conftest import local, stand

    stand(open_village, duty_person, "2026-11-28T18:00", "2026-11-29T08:00")
    clock.set(local("2026-11-28T23:30"))
    page_no_script.goto(VILLAGE)
    assert page_no_script.locator(".now").inner_text().strip() == "门关了，有人值班，打电话就接"
    assert page_no_script.get_by_text("夜里值班：李秀英").is_visible()


@WITH_AND_WITHOUT_SCRIPTS
def test_asking_is_answered_with_number_code_who_and_when(phone, open_village):
    phone.goto(VILLAGE)
    phone.get_by_role("link", name="有事找村里").click()
    fill_in(phone)
    ticket = hand_in(phone)
    said = phone.locator("main").inner_text()
    assert spoken(ticket.number) in said
    assert spoken(code_for(ticket.number, 1)) in said
    assert "先接您这件事的人：王来顺" in said
    assert "前给您回话" in said
    phone.get_by_role("link", name="回村里首页").click()
    assert phone.url.endswith(VILLAGE)


@WITH_AND_WITHOUT_SCRIPTS
def test_a_matter_is_followed_urged_added_to_and_taken_back(phone, ask_matter):
    open_matter(phone, ask_matter)
    phone.get_by_role("button", name="催一下").click()
    assert phone.get_by_text("打镇里电话 0379-0000 0010").is_visible()
    phone.locator("summary", has_text="再说两句").click()
    phone.get_by_label("想说的话").fill("桥栏杆也松了")
    phone.get_by_role("button", name="交", exact=True).click()
    assert phone.get_by_text("您又说：桥栏杆也松了").is_visible()
    phone.locator("summary", has_text="不用办了").click()
    phone.get_by_role("button", name="真的不用办了").click()
    assert phone.locator("h1").inner_text() == "您说不用办了"


@WITH_AND_WITHOUT_SCRIPTS
def test_not_solved_is_said_with_one_tap_and_starts_it_again(phone, ask_matter, cadre, clock):
    at = clock.now()
    actions.accept(ticket=ask_matter, by=cadre, at=at)
    actions.resolve(ticket=ask_matter, by=cadre, at=at, result="灯泡已经换了", outcome="done")
    actions.feed_back(ticket=ask_matter, by=cadre, at=at, channel="phone")
    clock.forward(hours=1)
    open_matter(phone, ask_matter)
    assert phone.locator("h1").inner_text() == "办好了：灯泡已经换了"
    phone.get_by_label("没解决").check()
    phone.get_by_role("button", name="交", exact=True).first.click()
    assert phone.get_by_text("知道了，重新办。最晚").is_visible()
    assert phone.locator("h1").inner_text().startswith("重新在办")


@pytest.fixture
def ask_matter(open_village, village, clock):
    return actions.submit(
        intake=actions.Intake(
            region=village,
            text="村东头路灯坏了",
            place="2组",
            requester_name="周铁牛",
            requester_phone="16000000101",
        ),
        at=clock.now() - timedelta(minutes=5),
    )


@WITH_AND_WITHOUT_SCRIPTS
def test_somebody_who_cannot_write_leaves_a_number(phone):
    phone.goto(ASK)
    phone.get_by_role("link", name="让村里打给我").click()
    phone.get_by_label("您的电话").fill("16000000102")
    phone.get_by_role("button", name="请打给我").click()
    phone.get_by_role("heading", name="记下了").wait_for()
    assert phone.get_by_text("村里用 0379-0000 0011 打给您，别当骗子电话挂了").is_visible()


@WITH_AND_WITHOUT_SCRIPTS
def test_a_report_on_cadres_names_nobody_of_the_line(phone):
    phone.goto(VILLAGE)
    phone.get_by_role("link", name="反映干部的事").click()
    assert phone.get_by_role("link", name="12388").is_visible()
    phone.get_by_label("什么事").fill("开会没通知俺")
    phone.get_by_role("button", name="交给县里").click()
    phone.get_by_role("heading", name="交上了").wait_for()
    said = phone.locator("main").inner_text()
    assert "没留电话的，过几天凭编号和查询码来看答复" in said
    assert "王来顺" not in said


@WITH_AND_WITHOUT_SCRIPTS
def test_an_urgent_tick_puts_the_phone_above_everything(phone):
    phone.goto(ASK)
    fill_in(phone, text="电线掉地上冒火")
    phone.get_by_label("很急，今天就得有人来").check()
    hand_in(phone)
    warning = phone.get_by_text("请马上打这个电话，网上夜里可能没人看见")
    assert (
        warning.bounding_box()["y"]
        < phone.get_by_role("heading", name="交上了").bounding_box()["y"]
    )
    assert phone.get_by_role("link", name="0379-0000 0010").is_visible()


@WITH_AND_WITHOUT_SCRIPTS
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"requester_phone": "1600000010"}, "电话少了一位。手机是11位数字"),
        ({"text": "  "}, "还没写什么事。写几个字就行，或者让村里打给您"),
        ({"text": "灯" * 2001}, "最多2000个字"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_lost(phone, troubles, changed, sentence):
    phone.goto(ASK)
    fill_in(phone, **changed)
    phone.get_by_role("button", name="交给村里").click()
    (field,) = changed
    assert sentence in phone.locator(f"#id_{field}_field .err").inner_text()
    expect(phone.locator(f"[name={field}]")).to_be_focused()
    assert phone.locator("[name=place]").input_value() == "2组，小学东边"
    assert phone.locator(f"[name={field}]").input_value() == changed[field]
    assert not Ticket.objects.exists()
    troubles.clear()  # Chromium reports the 400


@WITH_AND_WITHOUT_SCRIPTS
def test_the_seventh_wrong_code_waits_and_shows_the_phone(phone, ask_matter, troubles):
    wrong = "000000" if code_for(ask_matter.number, 1) != "000000" else "000001"
    phone.goto("/t/?village=410327102200")
    for _attempt in range(7):
        phone.get_by_label("编号，或者您的手机号").fill(ask_matter.number)
        phone.get_by_label("查询码").fill(wrong)
        phone.get_by_role("button", name="查", exact=True).click()
        phone.locator(".note-warn").wait_for()
    assert "查询码错了太多次" in phone.locator(".note-warn").inner_text()
    assert phone.get_by_role("link", name="0379-0000 0011").is_visible()
    troubles.clear()


@WITH_AND_WITHOUT_SCRIPTS
def test_a_village_that_was_merged_leads_to_the_one_of_today(
    phone, village, neighbour_village, clock
):
    village.successor, village.retired_on = neighbour_village, clock.now().date()
    village.save()
    phone.goto(ASK)
    assert phone.url.endswith("/c/410327102201/ask/")


@WITH_AND_WITHOUT_SCRIPTS
def test_an_item_that_does_not_exist_does_not_stand_in_the_way(phone):
    phone.goto(f"{ASK}?item=zzz&kind=nonsense")
    fill_in(phone)
    assert hand_in(phone).item is None


def test_the_footer_leads_to_a_suggestion_for_the_county(open_village, page_no_script):
    page_no_script.goto("/t/")
    page_no_script.get_by_role("link", name="意见建议").click()
    assert page_no_script.url.endswith("/c/410327000000/ask/?kind=suggestion")
    fill_in(page_no_script, text="网页上的字再大一点")
    page_no_script.get_by_role("button", name="交给宜阳县").click()
    page_no_script.get_by_role("heading", name="交上了").wait_for()
    assert Ticket.objects.get().kind == "suggestion"
