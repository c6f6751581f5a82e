from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.clock import LOCAL
from regions.hours import OpeningHours, Span
from regions.workdays import Workdays
from regions.workingtime import WorkingTime

HOURS = OpeningHours()
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(LOCAL))  # noqa: DTZ001 - bounds


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.fixture
def working(workdays) -> WorkingTime:
    return WorkingTime(workdays)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("2026-11-23T07:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T11:59", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T14:29", False),
        ("2026-11-23T14:30", True),
        ("2026-11-23T17:30", False),
        ("2026-07-01T14:45", False),
        ("2026-07-01T17:45", True),
        ("2026-07-01T18:00", False),
    ],
)
def test_the_door_is_open_from_the_first_minute_to_the_last(text, is_open):
    assert HOURS.open_at(local(text)) is is_open


@pytest.mark.parametrize(
    ("month", "closing"), [(5, time(17, 30)), (6, time(18)), (9, time(18)), (10, time(17, 30))]
)
def test_summer_is_june_to_september(month, closing):
    assert HOURS.closing(date(2026, month, 1)) == closing
    assert HOURS.day_length(date(2026, month, 1)) == timedelta(hours=7)


@pytest.mark.parametrize(("clock", "late"), [("17:00", False), ("17:01", True)])
def test_after_the_cut_off_is_later_than_five(clock, late):
    assert HOURS.is_after_cut_off(local(f"2026-11-23T{clock}")) is late


def test_a_county_may_have_one_span_a_day():
    hours = OpeningHours(usual=(Span(time(9), time(17)),))
    assert hours.day_length(date(2026, 1, 5)) == timedelta(hours=8)
    assert hours.open_at(local("2026-01-05T12:30"))


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-11-23T09:00", "2026-11-23T10:00", 3600),
        ("2026-11-23T11:30", "2026-11-23T15:00", 3600),  # over noon
        ("2026-11-23T17:00", "2026-11-24T08:30", 3600),  # over night
        ("2026-11-20T17:00", "2026-11-23T08:30", 3600),  # over a weekend
        ("2026-09-30T17:00", "2026-10-08T08:30", 5400),  # over National Day, summer closing
        ("2026-10-10T00:00", "2026-10-11T00:00", 7 * 3600),  # a makeup Saturday
        ("2026-11-21T00:00", "2026-11-23T00:00", 0),
        ("2026-11-23T10:00", "2026-11-23T09:00", 0),
    ],
)
def test_working_time_is_the_opening_hours_of_working_days(working, start, end, seconds):
    assert working.working_seconds(local(start), local(end)) == seconds


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-23T09:12", "2026-11-23T09:12"),
        ("2026-11-23T02:00", "2026-11-23T08:00"),
        ("2026-11-23T12:00", "2026-11-23T14:30"),
        ("2026-11-23T17:30", "2026-11-24T08:00"),
        ("2026-09-30T18:00", "2026-10-08T08:00"),
    ],
)
def test_what_waits_for_working_time_waits_for_the_next_opening(working, at, opens):
    assert working.next_working_instant(local(at)) == local(opens)


@given(instants, instants, instants)
def test_working_time_adds_up(first, second, third):
    a, b, c = sorted(instant.replace(microsecond=0) for instant in (first, second, third))
    working = WorkingTime(Workdays())
    whole = working.working_seconds(a, c)
    assert whole == working.working_seconds(a, b) + working.working_seconds(b, c)
