"""The demonstration's centres: the same every time, in the proportions of a real county."""

from datetime import date
from random import Random

import pytest

from centers import demonstration
from centers.models import Assessment, Center, Standard, VillageNotice
from centers.standards import public_sentence


@pytest.fixture
def dice() -> Random:
    """Falls the same way in every run."""
    return Random(7)  # noqa: S311 - plays no part in any secret


@pytest.fixture
def filled(county, units, cadre, duty_person, clerk, county_officer, at, dice) -> int:
    return demonstration.fill(county=county, at=at, rng=dice)


def test_every_station_and_township_gets_a_centre(filled, village, at):
    assert filled == Center.objects.count() == 5
    shown = Center.objects.of_region(village)
    assert (shown.name, shown.local_name, shown.duty_phone) == (
        "柳泉村党群服务中心",
        "村室",
        "037900000011",
    )
    assert shown.places == ["图书室", "卫生室", "戏台", "广场", "健身器材"]


def test_the_shown_village_reads_as_on_the_screen(filled, village, at):
    assert (
        public_sentence(Center.objects.of_region(village), date(2026, 11, 23))
        == "七个一：有6样，还缺广播器材，明年6月底前补上"
    )
    lines = [notice.line for notice in VillageNotice.objects.showing(at).for_village(village)]
    assert "11月24日（星期二）上午8:00到12:00停电，2组、3组" in lines
    assert VillageNotice.objects.waiting(at).count() == 1


def test_shares_follow_the_county(filled):
    seven = Standard.objects.in_force("qi_ge_yi", date(2026, 11, 23))
    assert Center.objects.complete(seven).count() == round(3 * 211 / 353)
    nursery = Assessment.objects.meeting().filter(item__code="nursery")
    assert nursery.count() == round(3 * 98 / 353)


def test_filling_again_adds_no_centre(filled, county, at, dice):
    assert demonstration.fill(county=county, at=at, rng=dice) == 0
    assert Center.objects.count() == 5
