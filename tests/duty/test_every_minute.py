"""Every minute of a month has exactly the people that the roster says, asked by brute force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duty import actions
from duty.coverage import on_duty
from duty.models import Assignment
from regions.workdays import Workdays
from tests.duty.conftest import enrol, local

OCTOBER_BEGINS, OCTOBER_ENDS = local("2026-10-01T00:00"), local("2026-11-01T00:00")


@pytest.fixture
def october(calendar, shifts, center, cadre, duty_person, agent):
    for person, category in ((cadre, "village"), (duty_person, "village"), (agent, "other")):
        enrol(center, person, category)
    actions.build_rosters(
        centers=[center], first=date(2026, 9, 30), last=date(2026, 10, 31), at=OCTOBER_BEGINS
    )
    return list(
        Assignment.objects.filter(user__isnull=False).values_list("user_id", "start", "end")
    )


def test_in_every_minute_of_the_month_somebody_stands(october):
    at, moments = OCTOBER_BEGINS, 0
    while at < OCTOBER_ENDS:
        assert any(start <= at < end for _user, start, end in october), at
        at, moments = at + timedelta(minutes=1), moments + 1
    assert moments == 31 * 24 * 60


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(minute=st.integers(0, 31 * 24 * 60 - 1))
def test_at_any_minute_exactly_the_people_of_the_roster_answer(october, units, minute):
    at = OCTOBER_BEGINS + timedelta(minutes=minute)
    expected = {user for user, start, end in october if start <= at < end}
    now = on_duty(units.village, at, Workdays.for_county(None))
    assert {person.user.pk for person in now.people} == expected
    assert all(at < person.until for person in now.people)
