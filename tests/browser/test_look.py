"""The living page and the error pages: photographed, weighed, measured, read by axe."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

SHOTS = Path(__file__).parent / "shots"
STATIC = Path(settings.BASE_DIR) / "static"
SMALL = """elements => elements.filter(one => one.getClientRects().length)
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < %d || box.width < %d).map(([what, box]) => what + ' ' + box.height)"""
TARGETS = "main .btn, header a, header button, header .btn, main summary, main input:not([type=hidden], [type=checkbox], [type=radio]), main select, main textarea, .tick, .foot a, .bar .btn"


def photograph(page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def serious(page) -> list[str]:
    """What axe finds serious or critical, with the places."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture
def open_styles(county_officer, log_in):
    def go(page, name: str, *, elder: bool = False, scheme: str = "light"):
        log_in(page, county_officer)
        page.emulate_media(color_scheme=scheme)
        page.goto("/styles/")
        assert page.locator("h1").inner_text() == "样式"
        if elder:
            page.evaluate("document.documentElement.classList.add('elder')")
        photograph(page, f"styles-{name}")
        return page

    return go


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_living_page_is_accessible_in_both_modes(open_styles, new_page, width, scheme) -> None:
    page = open_styles(new_page(width), f"{width}-{scheme}", scheme=scheme)
    assert serious(page) == []
    assert overflow(page) <= 0


def test_big_letters_fit_a_phone(open_styles, page_375) -> None:
    page = open_styles(page_375, "375-elder", elder=True)
    assert serious(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize(("elder", "least"), [(False, 44), (True, 60)])
def test_targets_are_large_enough_for_a_thumb(open_styles, page_375, elder, least) -> None:
    page = open_styles(page_375, f"targets-{least}", elder=elder)
    assert page.locator(TARGETS).evaluate_all(SMALL % (least, least)) == []


@pytest.mark.parametrize(("elder", "least"), [(False, 18), (True, 24)])
def test_public_text_is_large(page_375, troubles, elder, least) -> None:
    page_375.goto("/nowhere/")
    if elder:
        page_375.get_by_role("button", name="大字").click()
    size = page_375.locator("main p").first.evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize)"
    )
    photograph(page_375, f"missing-{least}")
    assert size >= least
    assert serious(page_375) == []
    troubles.clear()


def test_big_letters_work_without_script(page_no_script, troubles) -> None:
    page_no_script.goto("/nowhere/?q=1")
    page_no_script.get_by_role("button", name="大字").click()
    assert page_no_script.url.endswith("/nowhere/?q=1")
    assert page_no_script.locator("html.elder").count() == 1
    troubles.clear()


def test_what_needs_a_script_is_absent_without_one(page_no_script, troubles) -> None:
    page_no_script.goto("/nowhere/")
    assert not page_no_script.get_by_text("念给我听").is_visible()
    troubles.clear()


@pytest.mark.parametrize(("name", "most"), [("css/shouwen.css", 6000), ("js/shouwen.js", 4000)])
def test_public_files_stay_small(name, most) -> None:
    assert len((STATIC / name).read_bytes()) <= most
