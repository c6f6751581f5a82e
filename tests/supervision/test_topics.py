"""同一件事三个人以上说: thirty days, one village, three people; each line opens exactly its rows (B60)."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from accounts.fields import blind_index
from services.models import Category, Requester, ServiceItem
from tests.conftest import log_in
from tests.supervision.conftest import matter


@pytest.fixture
def lamp(db) -> ServiceItem:
    return ServiceItem.objects.create(
        code="101", category=Category.objects.create(name="基础设施"), name="路灯报修"
    )


@pytest.fixture
def say(village, units, cadre, at, lamp):
    """Somebody says that a lamp is out; 0 left no phone."""
    said = []

    def say(phone: int = 0, region=village, unit=None, days=0, **more):
        index = blind_index(f"{16000000100 + phone}", "phone") if phone else ""
        row = matter(
            len(said) + 1, region, unit or units.village, cadre, at - timedelta(days=days),
            **{"item": lamp, "requester": Requester.objects.create(phone_index=index)} | more,
        )  # fmt: skip
        row.save()
        said.append(row)
        return row

    return say


def topics(client, person) -> list[tuple[str, str, str]]:
    """The line of topics as (words, number, address)."""
    page = log_in(client, person).get("/supervision/").content.decode()
    line = re.search(r"<p>同一件事(.*?)</p>", page, re.DOTALL)
    assert line
    found = re.findall(r'<span class="part">(.*?) <a href="(.*?)">(\d+)</a>', line[1])
    return [(words, number, unescape(address)) for words, address, number in found]


def test_three_people_about_one_thing_stand_on_both_pages_and_open_their_rows(
    client, clock, say, clerk, county_officer
):
    for phone in (1, 2, 3):
        say(phone)
    for person in (clerk, county_officer):
        ((words, number, address),) = topics(client, person)
        assert (words, number) == ("柳泉镇柳泉村 路灯报修", "3")
        page = client.get(address)
        assert "三个人以上说 3件" in page.content.decode()
        assert len(page.context["rows"]) == 3


def test_who_left_no_phone_is_somebody_else_each_time(client, clock, say, clerk):
    for _ in range(3):
        say()
    assert [number for _words, number, _address in topics(client, clerk)] == ["3"]


@pytest.mark.parametrize(
    "third", [{"phone": 2}, {"phone": 3, "days": 31}, {"phone": 3, "item": None}]
)
def test_two_people_are_no_topic(client, clock, say, clerk, third):
    say(1)
    say(2)
    say(**third)
    assert topics(client, clerk) == []


def test_two_villages_are_two_things(client, clock, say, clerk, units, neighbour_village):
    say(1)
    say(2)
    say(3, region=neighbour_village, unit=units.neighbour)
    assert topics(client, clerk) == []


def test_what_was_merged_by_a_person_is_one_thing_without_an_item(client, clock, say, clerk):
    lead = say(1, item=None)
    for phone in (2, 3):
        say(phone, item=None, status="merged", merged_into=lead)
    ((words, number, _address),) = topics(client, clerk)
    assert (words, number) == ("柳泉镇柳泉村 没分类", "3")


def test_a_report_on_cadres_is_never_a_topic(client, clock, say, clerk):
    for phone in (1, 2, 3):
        say(phone, confidential=True)
    assert topics(client, clerk) == []
