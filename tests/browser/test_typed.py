"""What a villager types is kept in the tab until it is answered, and goes out once."""

import pytest

from centers.models import Center
from services.models import Ticket
from tests.services.conftest import calendar  # noqa: F401 - the same year

ASK = "/c/410327102200/ask/"


@pytest.fixture
def place(units, cadre, clock) -> Center:
    return Center.objects.create(
        unit=units.village,
        kind="village",
        name="柳泉村党群服务中心",
        local_name="村室",
        duty_phone="037900000011",
    )


@pytest.fixture
def ask(place):
    def fill(page):
        page.goto(ASK)
        page.get_by_label("什么事？").fill("村东头小桥那儿的路灯坏有半个月了")
        page.get_by_label("您的电话").fill("16000000101")
        return page

    return fill


def hand_in(page) -> None:
    page.get_by_role("button", name="交给村里").click()


def test_a_page_that_was_lost_gives_the_words_back(ask, page_375):
    page = ask(page_375)
    page.goto("/t/")
    page.goto(ASK)
    assert page.get_by_label("什么事？").input_value() == "村东头小桥那儿的路灯坏有半个月了"


def test_words_that_were_answered_do_not_come_back(ask, page_375):
    page = ask(page_375)
    hand_in(page)
    page.get_by_role("heading", name="交上了").wait_for()
    page.goto(ASK)
    assert page.get_by_label("什么事？").input_value() == ""


def test_a_page_opened_before_the_cookie_was_lost_loses_nothing(ask, page_375, troubles):
    page = ask(page_375)
    page.context.clear_cookies()
    hand_in(page)
    page.get_by_role("heading", name="放得太久了").wait_for()
    assert page.get_by_text("村东头小桥那儿的路灯坏有半个月了").is_visible()
    page.get_by_role("button", name="再点一次").click()
    page.get_by_role("heading", name="交上了").wait_for()
    assert Ticket.objects.count() == 1
    troubles.clear()  # the 403 in between


def test_two_quick_clicks_send_once(ask, page_375):
    page = ask(page_375)
    sent = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    page.evaluate(
        "() => { const button = document.querySelector('form.sheet button'); button.click(); button.click(); }"
    )
    page.get_by_role("heading", name="交上了").wait_for()
    assert len(sent) == 1


def test_the_report_about_a_cadre_is_not_kept(place, page_375):
    page_375.goto("/c/410327102200/report/")
    page_375.get_by_label("什么事").fill("态度不好")
    page_375.reload()
    assert page_375.get_by_label("什么事").input_value() == ""
    assert page_375.evaluate("sessionStorage.length") == 0
