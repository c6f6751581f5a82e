"""The page of supervision in a browser: on a desk, on a phone, without scripts, read by axe."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_look import overflow, photograph, serious
from tests.supervision.conftest import Thirty, thirty  # noqa: F401 - the fixture is used by its name


@pytest.fixture
def board(thirty: Thirty, clock, county_officer, clerk, log_in):  # noqa: F811
    def go(page, name: str, *, person=county_officer, path: str = "/supervision/"):
        log_in(page, person)
        page.goto(path)
        photograph(page, f"supervision-{name}")
        return page

    return go


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("county", "/supervision/"),
        ("rows", "/supervision/rows/?figure=received"),
        ("print", "/supervision/print/"),
    ],
)
def test_the_pages_are_accessible_and_fit(board, new_page, width, name, path) -> None:
    page = board(new_page(width), f"{name}-{width}", path=path)
    assert serious(page) == []
    assert overflow(page) <= 0


def test_the_township_sees_where_its_matters_stand(board, clerk, page_375) -> None:
    page = board(page_375, "township-375", person=clerk)
    assert serious(page) == []
    assert overflow(page) <= 0
    expect(page.get_by_role("heading", name="卡在谁手里")).to_be_visible()


def test_a_number_opens_its_rows_without_scripts(board, page_no_script) -> None:
    page = board(page_no_script, "no-script")
    page.get_by_role("link", name="21", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("宜阳县 受理 21件")
    page.get_by_role("link", name="回督导").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("宜阳县")


def test_headers_sort_with_the_rest_of_the_address_kept(board, page_1280) -> None:
    page = board(page_1280, "sorted", path="/supervision/?from=2026-11-16&to=2026-11-30")
    page.get_by_role("columnheader", name="收到").get_by_role("link").click()
    assert "sort=received" in page.url
    assert "from=2026-11-16" in page.url
    expect(page.get_by_role("columnheader", name="收到")).to_have_attribute(
        "aria-sort", "descending"
    )
