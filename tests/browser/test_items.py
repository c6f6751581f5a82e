"""The one-time notice as a villager meets it: on a phone, without scripts, on paper."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from centers.models import Center
from tests.browser.test_look import SMALL, TARGETS, overflow, photograph, serious

LIST = "/c/410327102200/items/"
LONGEST_LIST = f"{LIST}?topic=低保救助"
LOADED = (
    "assets/vendor/bootstrap/bootstrap.min.css",
    "static/css/shouwen.css",
    "static/js/shouwen.js",
)


@pytest.fixture
def catalogue(units) -> None:
    Center.objects.create(
        unit=units.village, kind="village", name="柳泉村党群服务中心", duty_phone="0379-00000011"
    )
    call_command("import_catalogue", Path("data/catalogue/items.csv"), verbosity=0)


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    ("url", "name"),
    [
        (LIST, "front"),
        (LONGEST_LIST, "list"),
        (f"{LIST}001/", "notice"),
        (f"{LIST}001/print/", "sheet"),
    ],
)
def test_the_pages_of_items_are_accessible_and_fit(catalogue, new_page, width, url, name) -> None:
    page = new_page(width)
    page.goto(url)
    photograph(page, f"items-{name}-{width}")
    assert serious(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("url", [LIST, LONGEST_LIST, f"{LIST}001/"])
def test_targets_are_large_enough_for_a_thumb(catalogue, page_375, url) -> None:
    page_375.goto(url)
    assert page_375.eval_on_selector_all(TARGETS, SMALL % (44, 44)) == []


def test_a_villager_finds_the_notice_without_scripts(catalogue, page_no_script) -> None:
    page = page_no_script
    page.goto(LIST)
    page.get_by_label("要办啥事？").fill("吃低保")
    page.get_by_role("button", name="找").click()
    page.get_by_role("link", name="最低生活保障审核确认").click()
    assert page.locator("h1").inner_text() == "最低生活保障审核确认"
    assert "经济状况核对授权书" in page.inner_text("main")
    page.get_by_role("link", name="打印这张单子").click()
    assert "一次性告知单" in page.inner_text("main")
    page.get_by_role("link", name="回这件事").click()
    page.get_by_role("link", name="低保救助").click()
    assert page.get_by_role("link", name="高龄津贴", exact=True).count() == 1


def test_the_code_on_the_sheet_is_drawn_whole(catalogue, page_1280) -> None:
    """The drawing has to shrink with its box, or a part of it is cut off."""
    page_1280.goto(f"{LIST}001/print/")
    box = page_1280.locator(".qr svg").evaluate("one => one.getBBox().width")
    assert page_1280.locator(".qr svg").get_attribute("viewBox").split()[2] == f"{box:.0f}"


def test_a_page_of_items_weighs_little(catalogue, client) -> None:
    files = sum(len(gzip.compress(Path(settings.BASE_DIR, name).read_bytes())) for name in LOADED)
    for url in (LONGEST_LIST, f"{LIST}001/", LIST):
        assert files + len(client.get(url).content) <= 60_000


def test_a_sheet_fits_one_page_of_paper(catalogue, page_1280) -> None:
    page_1280.goto(f"{LIST}001/print/")
    paper = page_1280.pdf(format="A4", prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
