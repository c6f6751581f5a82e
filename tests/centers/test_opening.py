"""Whether the door is open, until when, and when it opens again."""

from datetime import date, time

import pytest

from centers.models import OpeningSpan
from centers.opening import CenterHours, Door, door, door_of, spans_today
from regions.models import DayKind
from regions.workdays import SpecialDay, Workdays
from tests.centers.conftest import local

COUNTY = CenterHours()
CALENDAR = Workdays(
    days={
        date(2026, 10, 1): SpecialDay(DayKind.STATUTORY, "国庆节"),
        date(2026, 10, 2): SpecialDay(DayKind.STATUTORY, "国庆节"),
        date(2026, 10, 5): SpecialDay(DayKind.REST, "国庆节"),
        date(2026, 10, 6): SpecialDay(DayKind.REST, "国庆节"),
        date(2026, 10, 10): SpecialDay(DayKind.WORK, "国庆节调休"),
    },
    confirmed_years=frozenset({2026}),
    known_years=frozenset({2026}),
)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (local(23, 7, 59), Door(False, opens_at=local(23, 8))),
        (local(23, 8), Door(True, until=local(23, 12))),
        (local(23, 11, 59), Door(True, until=local(23, 12))),
        (local(23, 12), Door(False, opens_at=local(23, 14, 30), noon=True)),
        (local(23, 14, 30), Door(True, until=local(23, 17, 30))),
        (local(23, 17, 30), Door(False, opens_at=local(24, 8))),
        (local(27, 20), Door(False, opens_at=local(30, 8))),
        (local(28, 10), Door(False, opens_at=local(30, 8), closed_reason="休息日")),
        (
            local(1, 23, 30, month=10),
            Door(False, opens_at=local(7, 8, month=10), closed_reason="国庆节"),
        ),
        (local(10, 9, month=10), Door(True, until=local(10, 12, month=10))),
    ],
    ids=[
        "early",
        "opening",
        "last minute",
        "noon",
        "afternoon",
        "closed",
        "friday night",
        "saturday",
        "holiday night",
        "makeup",
    ],
)
def test_door_on_county_hours(at, expected):
    assert door(COUNTY, {}, CALENDAR, at) == expected


def test_summer_afternoon_begins_later():
    assert door(COUNTY, {}, CALENDAR, local(1, 14, 45, month=7)).opens_at == local(1, 15, month=7)


def test_a_closure_says_its_reason_and_the_next_opening():
    closures = {date(2026, 11, 23): "集体到镇里开会"}
    assert door(COUNTY, closures, CALENDAR, local(23, 9)) == Door(
        False, opens_at=local(24, 8), closed_reason="集体到镇里开会"
    )


def own(day_kind: str, opens: int, closes: int, months: tuple[int, ...] = ()) -> OpeningSpan:
    return OpeningSpan(
        day_kind=day_kind, opens=time(opens), closes=time(closes), months=list(months)
    )


def test_own_rows_replace_the_county_hours_of_their_day_kind_only():
    hours = CenterHours(own=[own("rest", 9, 11)])
    assert door(hours, {}, CALENDAR, local(28, 10)).until == local(28, 11)
    assert door(hours, {}, CALENDAR, local(23, 9)).until == local(23, 12)


def test_own_rows_hold_in_their_months():
    hours = CenterHours(own=[own("work", 7, 20, months=(5, 6))])
    assert door(hours, {}, CALENDAR, local(23, 18, month=6)).until == local(23, 20, month=6)
    assert not door(hours, {}, CALENDAR, local(23, 18)).open


def test_spans_that_touch_are_one():
    hours = CenterHours(own=[own("work", 8, 12), own("work", 12, 18)])
    assert door(hours, {}, CALENDAR, local(23, 11)) == Door(True, until=local(23, 18))


def test_a_centre_that_never_opens_names_no_opening():
    closed_all_year = {date(2026, 11, day): "停用" for day in range(1, 31)} | {
        date(2026, 12, day): "停用" for day in range(1, 32)
    }
    assert door(COUNTY, closed_all_year, CALENDAR, local(23, 9)).opens_at is None


def test_the_door_of_a_stored_centre(center, at, django_assert_num_queries):
    center.hours.create(day_kind="work", opens=time(9), closes=time(18))
    center.closures.create(date=date(2026, 11, 24), reason="停电")
    with django_assert_num_queries(2):
        assert door_of(center, at, CALENDAR) == Door(True, until=local(23, 18))
    assert spans_today(center, local(24, 9), CALENDAR) == []
    assert spans_today(center, at, CALENDAR) == [(time(9), time(18))]
