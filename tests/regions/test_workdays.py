from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.clock import LOCAL
from regions.holidays import read_holidays
from regions.models import CalendarDay, DayKind
from regions.workdays import Workdays, calendar_warnings
from tests.regions.conftest import HOLIDAYS

CALENDAR = Workdays.from_rows(
    CalendarDay(date=day.date, kind=day.kind, name=day.name, confirmed=day.announced)
    for day in read_holidays(HOLIDAYS)
    if day.counts
)
days = st.dates(date(2023, 1, 1), date(2101, 12, 31))
counts = st.integers(1, 40)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("accepted", "count", "due"),
    [
        ("2026-09-24", 3, "2026-09-30"),  # 25-27 September off
        ("2026-09-29", 3, "2026-10-09"),
        ("2026-09-30", 5, "2026-10-13"),  # Saturday 10 October is a makeup day
        ("2026-02-13", 3, "2026-02-25"),  # Saturday 14 February works, 15-23 off
        ("2026-12-25", 5, "2027-01-04"),  # into a year that is not announced
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-22", 0, "2026-11-23"),
        ("2099-12-30", 3, "2100-01-05"),  # 1 January 2100 is a Friday
    ],
)
def test_working_days_count_from_the_day_after(workdays, accepted, count, due):
    assert workdays.add_working_days(day(accepted), count) == day(due)


@pytest.mark.parametrize("text", ["2026-09-20", "2026-10-10", "2026-02-14", "2026-02-28"])
def test_makeup_days_are_working_days(workdays, text):
    assert day(text).weekday() >= 5
    assert workdays.is_working_day(day(text))


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("2026-11-23", DayKind.WORK, ""),
        ("2026-11-22", DayKind.REST, ""),
        ("2026-10-01", DayKind.STATUTORY, "国庆节"),
        ("2026-10-06", DayKind.REST, "国庆节"),
        ("2026-10-10", DayKind.WORK, "国庆节"),
        ("2027-02-05", DayKind.STATUTORY, "春节"),
        ("2100-10-01", DayKind.STATUTORY, "国庆节"),
        ("2100-10-04", DayKind.WORK, ""),
    ],
)
def test_a_day_has_a_kind_and_perhaps_a_name(workdays, text, kind, name):
    assert (workdays.day_kind(day(text)), workdays.name(day(text))) == (kind, name)


def test_years_without_announced_days_are_provisional(workdays):
    provisional = [
        year for year in (2023, 2024, 2026, 2027, 2100) if workdays.is_provisional(date(year, 6, 1))
    ]
    assert provisional == [2023, 2027, 2100]


def test_days_may_not_be_taken_away(workdays):
    with pytest.raises(ValueError, match="below 0"):
        workdays.add_working_days(day("2026-11-23"), -1)


@given(days, counts, counts)
def test_n_days_then_m_days_are_n_plus_m_days(start, n, m):
    step = CALENDAR.add_working_days(CALENDAR.add_working_days(start, n), m)
    assert step == CALENDAR.add_working_days(start, n + m)


@given(days, st.integers(0, 40))
def test_the_end_never_falls_on_a_day_off(start, count):
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working_day(end)
    assert end >= start


@given(days, counts)
def test_counting_the_days_between_gives_them_back(start, count):
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.working_days_between(start, end) == count
    assert CALENDAR.working_days_between(end, start) == -count


@given(days)
def test_the_next_working_day_is_the_first_one_after(start):
    after = CALENDAR.next_working_day(start)
    between = [start + timedelta(n) for n in range(1, (after - start).days)]
    assert after > start
    assert not any(CALENDAR.is_working_day(day) for day in between)


def special(text: str, kind: DayKind, county=None, confirmed=True) -> CalendarDay:
    return CalendarDay(date=day(text), kind=kind, county=county, confirmed=confirmed)


def test_a_national_day_that_is_not_announced_counts_only_if_statutory():
    calendar = Workdays.from_rows(
        [
            special("2027-09-15", DayKind.STATUTORY, confirmed=False),
            special("2027-09-16", DayKind.REST, confirmed=False),
        ]
    )
    assert not calendar.is_working_day(day("2027-09-15"))
    assert calendar.is_working_day(day("2027-09-16"))


@pytest.mark.django_db
def test_the_countys_own_day_wins_over_the_nations(county, village):
    special("2026-11-24", DayKind.WORK).save()
    special("2026-11-24", DayKind.REST, county, confirmed=False).save()
    assert not Workdays.for_county(county).is_working_day(day("2026-11-24"))
    assert not Workdays.for_county(village).is_working_day(day("2026-11-24"))
    assert Workdays.for_county(None).is_working_day(day("2026-11-24"))


@pytest.mark.django_db
def test_a_calendar_is_read_with_one_query(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = Workdays.for_county(county)
        calendar.add_working_days(day("2026-11-23"), 30)


@pytest.mark.django_db
def test_the_admin_is_warned_of_a_year_without_announced_days():
    november = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL)
    assert [warning[:5] for warning in calendar_warnings(november)] == ["2026年", "2027年"]
    special("2026-01-01", DayKind.STATUTORY).save()
    special("2027-01-01", DayKind.STATUTORY, confirmed=False).save()
    assert [warning[:5] for warning in calendar_warnings(november)] == ["2027年"]
    assert calendar_warnings(november.replace(month=6)) == []
    special("2027-02-05", DayKind.STATUTORY).save()
    assert calendar_warnings(november) == []
