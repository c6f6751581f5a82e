"""Logging in on a phone without scripts, the page of people, and a slip on paper."""

import pytest

from tests.browser.test_look import overflow, photograph, serious
from tests.conftest import hire

PASSWORD = "liuquan-2026-ok"

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_logs_in_without_scripts_and_is_told_what_was_wrong(page_no_script, at, cadre) -> None:
    cadre.set_password(PASSWORD)
    cadre.save()
    page = page_no_script
    page.goto("/login/?next=/password/")
    page.fill("[name=username]", "16000000001")
    page.fill("[name=password]", "wrong")
    page.click("main button.btn-main")
    assert "不对" in page.inner_text("main")
    assert page.input_value("[name=username]") == "16000000001"
    page.fill("[name=password]", PASSWORD)
    page.check("[name=own_device]")
    page.click("main button.btn-main")
    assert page.url.endswith("/password/")


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("url", ["/login/", "/password/", "/people/", "/confirm/"])
def test_the_pages_of_accounts_are_accessible_and_fit(
    new_page, log_in, at, clerk, cadre, neighbour, width, url
) -> None:
    page = new_page(width)
    if url != "/login/":
        log_in(page, clerk)
    page.goto(url)
    photograph(page, f"accounts{url.replace('/', '-')}{width}")
    assert serious(page) == []
    assert overflow(page) == 0


def test_a_slip_is_one_sheet_that_says_where_to_log_in(new_page, log_in, at, clerk, cadre) -> None:
    page = new_page(1280)
    log_in(page, clerk)
    page.goto("/people/")
    page.click(f"#person-{cadre.pk} form:first-of-type button")
    assert "这一页只出现一次" in page.inner_text("main")
    assert page.inner_text("main").count("/login/") == 1
    photograph(page, "accounts-slip")
    assert serious(page) == []


def test_somebody_locked_out_is_told_when_to_come_back(page_375, troubles, at, units) -> None:
    cadre = hire("late", "钱迟", 51, units.village, "agent")
    page = page_375
    for _ in range(5):
        page.goto("/login/")
        page.fill("[name=username]", cadre.username)
        page.fill("[name=password]", "wrong")
        page.click("main button.btn-main")
    assert "以后再试" in page.inner_text("main")
    photograph(page, "accounts-locked")
    troubles.clear()  # Chromium reports the 429
