# ruff: noqa: F811 - fixtures are asked for by the names under which they are imported
"""Every public page: readable for axe, wide enough for thumbs, a number to call, a way to 意见建议."""

import re

import pytest

from services import actions
from services.models import Ticket
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
from tests.browser.test_look import SMALL, TARGETS, overflow, photograph, serious

PAGES = {
    "home": "/",
    "township": "/?township=410327102000",
    "search": "/?q=quan",
    "nothing-found": "/?q=没有这个村",
    "village": VILLAGE,
    "center-of-township": "/c/410327102000/",
    "county": "/c/410327000000/ask/?kind=suggestion",
    "ask": ASK,
    "call-me": f"{VILLAGE}call-me/",
    "report": f"{VILLAGE}report/",
    "entrance": "/t/?village=410327102200",
    "accessibility": "/accessibility/",
    "public-notices": f"{VILLAGE}notices/",
    "public-activities": f"{VILLAGE}activities/",
    "public-items": f"{VILLAGE}items/",
    "login": "/login/",
}
# Width, letters, colours.
LOOKS = {
    "375": (375, False, "light"),
    "1280": (1280, False, "light"),
    "dark": (375, False, "dark"),
    "elder": (375, True, "light"),
}
# Every target of the page, links inside sentences too where they stand on a line of their own.
EVERY_TARGET = f"{TARGETS}, a[href^='tel:'], .plain a"


@pytest.fixture(params=LOOKS)
def look(request, open_village, new_page, live_server):
    """A page that draws as this look; `say` photographs it and gives what is wrong."""
    width, elder, scheme = LOOKS[request.param]
    page = new_page(width, color_scheme=scheme)
    if elder:
        page.context.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])

    def wrong(name: str) -> list[str]:
        photograph(page, f"public-{name}-{request.param}")
        least = 60 if elder else 44
        found = [f"{name}: {one}" for one in serious(page)]
        found += [
            f"{name}: small {one}"
            for one in page.locator(EVERY_TARGET).evaluate_all(SMALL % (least, least))
        ]
        if overflow(page) > 0:
            found.append(f"{name}: too wide")
        return found

    page.wrong = wrong
    return page


def test_every_page_is_accessible_and_its_targets_are_large(look):
    found = []
    for name, url in PAGES.items():
        look.goto(url)
        found += look.wrong(name)
    assert found == []


def test_the_answers_are_accessible_and_their_targets_are_large(look, cadre, clock):
    look.goto(ASK)
    look.get_by_label("很急，今天就得有人来").check()
    fill_in(look)
    ticket = hand_in(look)
    found = look.wrong("asked-urgent")
    open_matter(look, ticket)
    found += look.wrong("track")
    actions.accept(ticket=ticket, by=cadre, at=clock.forward(minutes=5))
    clock.forward(days=9)
    look.reload()
    found += look.wrong("track-overdue")
    ticket = Ticket.objects.get()
    actions.resolve(ticket=ticket, by=cadre, at=clock.now(), result="灯泡已经换了", outcome="done")
    actions.feed_back(ticket=ticket, by=cadre, at=clock.now(), channel="phone")
    look.reload()
    found += look.wrong("track-done")
    assert found == []


def test_what_goes_wrong_is_shown_accessibly(look, troubles):
    look.goto(ASK)
    fill_in(look, requester_phone="1600000010", text="灯" * 2001)
    look.get_by_role("button", name="交给村里").click()
    look.locator(".err").first.wait_for()
    found = look.wrong("ask-errors")
    look.goto("/c/410327199999/")
    found += look.wrong("missing")
    assert found == []
    troubles.clear()


@pytest.mark.parametrize("url", PAGES.values(), ids=PAGES)
def test_every_page_has_a_number_to_call_and_a_way_to_say_what_is_wrong(open_village, client, url):
    page = client.get(url).content.decode()
    assert re.search(r'<a class="btn[^>]*href="tel:(0379\d{8}|12388)"', page)
    assert re.search(r"0379-0000 00\d\d|>12388<", page)
    assert "意见建议</" in page
    assert ">找错</a>" in page
    assert ">无障碍</a>" in page


def test_full_width_call_buttons_break_between_words_in_big_letters(
    open_village, new_page, live_server
):
    page = new_page(375)
    page.context.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])
    page.goto(VILLAGE)
    word = page.locator(".call.full .btn span").first
    assert word.inner_text() == "打电话"
    assert word.evaluate("one => one.getClientRects().length") == 1
    assert word.bounding_box()["height"] < 60


def test_a_tick_stands_apart_from_its_word(open_village, page_375):
    page_375.goto(ASK)
    box = page_375.locator(".tick input").bounding_box()
    word = page_375.locator(".tick span").bounding_box()
    assert word["x"] - (box["x"] + box["width"]) >= 8


def test_pages_load_one_framework_our_style_and_one_small_script(open_village, page_375):
    asked = []
    page_375.on("request", lambda request: asked.append(request.url))
    for url in PAGES.values():
        asked.clear()
        page_375.goto(url)
        files = [one.rsplit("/", 1)[1] for one in asked if "/static/" in one]
        assert set(files) <= {"bootstrap.min.css", "shouwen.css", "shouwen.js"}
        assert len(asked) == len(files) + 1
