"""The demonstration's activities: the shown village has those of the screens."""

from random import Random

import pytest

from activities import demonstration
from activities.models import ActivitySession, MonthTheme
from regions.wording import soon
from tests.activities.conftest import local


@pytest.fixture
def dice() -> Random:
    """Falls the same way in every run."""
    return Random(7)  # noqa: S311 - plays no part in any secret


@pytest.mark.parametrize(
    ("now", "words"), [(local(23, 9, 12), "今天下午3:00"), (local(23, 23, 30), "明天下午3:00")]
)
def test_the_shown_village_has_the_two_of_its_page(county, center, cadre, clock, now, words, dice):
    at = clock.set(now)
    assert demonstration.fill(county=county, at=at, rng=dice) == 2
    sessions = ActivitySession.objects.public(at).at_center(center)
    assert [(soon(row.start, at), row.activity.title, row.place) for row in sessions] == [
        (words, "法治大讲堂", "二楼"),
        ("星期三上午9:00", "镇里来人办社保、医保", ""),
    ]
    assert MonthTheme.objects.get().center == center


def test_a_centre_without_a_head_plans_nothing(county, neighbour_center, at, dice):
    assert demonstration.fill(county=county, at=at, rng=dice) == 0
