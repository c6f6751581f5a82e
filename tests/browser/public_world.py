"""柳泉村 on the morning of 23 November 2026, with everything that its public pages can show."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from services.models import Ticket
from services.numbers import code_for
from tests.browser.test_centers import lively  # noqa: F401 - the village's centre
from tests.duty.conftest import stand
from tests.services.conftest import calendar  # noqa: F401 - the same year

VILLAGE = "/c/410327102200/"
ASK = f"{VILLAGE}ask/"


@pytest.fixture
def open_village(lively, clerk, county_officer, confidential_officer, cadre, neighbour_village):  # noqa: F811
    """Somebody stands there, notices and activities are out, and the catalogue is loaded."""
    stand(lively, cadre, "2026-11-23T08:00", "2026-11-24T08:00", presence="onsite", counter=True)
    call_command("import_catalogue", Path("data/catalogue/items.csv"), verbosity=0)
    return lively


def fill_in(page, **changed: str) -> None:
    """What a villager types into the form; `changed` by the name of a field."""
    said = {
        "text": "村东头小桥那儿的路灯坏有半个月了",
        "place": "2组，小学东边",
        "requester_name": "周铁牛",
        "requester_phone": "160 0000 0101",
    } | changed
    for name, words in said.items():
        page.locator(f"main [name={name}]").fill(words)


def hand_in(page) -> Ticket:
    page.get_by_role("button", name="交给村里").click()
    page.get_by_role("heading", name="交上了").wait_for()
    return Ticket.objects.get()


def open_matter(page, ticket: Ticket) -> None:
    page.goto("/t/")
    page.get_by_label("编号，或者您的手机号").fill(ticket.number)
    page.get_by_label("查询码").fill(code_for(ticket.number, ticket.generation))
    page.get_by_role("button", name="查", exact=True).click()
    page.get_by_text("一步一步").wait_for()
