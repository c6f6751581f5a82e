"""七个一 and month themes in the figures: counts agree with the app that owns them (B4, B34)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from activities.models import MonthTheme
from centers.standards import coverage
from duty.coverage import uncovered
from supervision.dashboard import functions
from supervision.figures import counts, rows
from tests.centers.conftest import (  # noqa: F401 - fixtures are used by their names
    center,
    give,
    neighbour_center,
    other_center,
    seven_ones,
    township_center,
)
from tests.conftest import log_in
from tests.duty.conftest import stand
from tests.supervision.test_pages import heading, text_of


@pytest.fixture
def assessed(center, neighbour_center, other_center, township_center, seven_ones, at):  # noqa: F811
    """One centre with everything, one with five, one with nothing; the township's is asked nothing."""
    for one, count in ((center, 7), (neighbour_center, 5), (other_center, 0)):
        give(one, seven_ones, count, at)
    return seven_ones


def test_the_roll_up_agrees_with_the_checklists(assessed, cut, county):
    owner = coverage(assessed, county)
    counted = counts(cut, ["centers", "complete", "gaps"])
    assert counted == {"centers": 3, "complete": 1, "gaps": 9}
    assert (owner.centers, owner.complete, owner.gaps) == tuple(counted.values())
    assert [number.value for number in functions(cut)] == [2, 2, 2, 2, 2, 1, 1]
    assert {item.code: owner.met[item.code] for item in assessed.items.all()} == {
        item.code: number.value
        for item, number in zip(assessed.items.all(), functions(cut), strict=True)
    }


def test_a_township_counts_its_own_centers(assessed, cut, township):
    own = replace(cut, region=township)
    assert counts(own, ["centers", "complete", "gaps"]) == {"centers": 2, "complete": 1, "gaps": 2}
    assert [number.value for number in functions(own)] == [2, 2, 2, 2, 2, 1, 1]


def test_the_page_says_how_many_have_everything_and_opens_them(
    client, clock, county_officer, assessed
):
    client = log_in(client, county_officer)
    page = client.get("/supervision/").content.decode()
    assert "七个一齐全1/3" in text_of(page).replace(" ", "")
    for address in re.findall(
        r'href="(/supervision/rows/\?figure=(?:has|gaps|complete)[^"]+)"', page
    ):
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    lacking = client.get("/supervision/rows/?figure=gaps").content.decode()
    assert heading(lacking) == "宜阳县 七个一缺项 9项"
    assert lacking.index("阁北村") < lacking.index("鱼泉村")


def test_a_month_without_theme_shows(client, clock, county_officer, assessed, center, at):  # noqa: F811
    client = log_in(client, county_officer)
    assert "这个月没定主题3" in text_of(client.get("/supervision/").content.decode()).replace(
        " ", ""
    )
    MonthTheme.objects.create(center=center, month=at.date().replace(day=1), title="敬老月")
    assert (
        heading(client.get("/supervision/rows/?figure=themeless").content.decode())
        == "宜阳县 这个月没定主题 2个"
    )


def test_villages_where_nobody_stands_are_those_of_the_roster(center, cut, county, cadre, at):  # noqa: F811
    stand(center, cadre, "2026-11-23T08:00", "2026-11-23T17:30")
    assert set(rows("uncovered", cut)) == set(uncovered(county, at))
    assert counts(cut, ["uncovered"]) == {"uncovered": 2}


def test_the_county_page_takes_at_most_twenty_queries_with_everything_on_it(
    client, clock, county_officer, assessed, thirty, django_assert_num_queries
):
    client = log_in(client, county_officer)
    client.get("/supervision/")
    with django_assert_num_queries(19):
        client.get("/supervision/")
