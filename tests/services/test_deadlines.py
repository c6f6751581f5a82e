"""When a clock is due (B13, C2; domain.md F4): tables for the rules, Hypothesis for what must always hold."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.clock import LOCAL
from regions.models import CalendarDay
from regions.workdays import Workdays
from regions.workingtime import WorkingTime
from services.choices import Basis
from services.deadlines import Span, deadline, due_at, warn_at
from services.terms import BASIC_CUT_OFF, CUT_OFF, Term

OFF = [
    "2026-02-15",
    "2026-02-16",
    "2026-02-17",
    "2026-02-18",
    "2026-02-19",
    "2026-02-20",
    "2026-02-23",
    "2026-09-25",
]
OFF += ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07", "2026-01-01"]
MAKEUP = ["2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"]
ROWS = [CalendarDay(date=date.fromisoformat(day), kind="statutory", confirmed=True) for day in OFF]
ROWS += [
    CalendarDay(date=date.fromisoformat(day), kind="work", makeup=True, confirmed=True)
    for day in MAKEUP
]
CALENDAR = WorkingTime(Workdays.from_rows(ROWS))

instants = st.integers(0, 335 * 24 * 60).map(
    lambda minutes: local("2026-01-01 00:00") + timedelta(minutes=minutes)
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def days(amount: int, cut_off=CUT_OFF) -> Term:
    return Term(Decimal(amount), Basis.WORKING_DAY, cut_off)


@pytest.mark.parametrize(
    ("accepted", "amount", "due"),
    [
        pytest.param("2026-09-24 10:00", 3, "2026-09-30 18:00", id="F4-2026-09-24-plus-3"),
        pytest.param("2026-09-29 10:00", 3, "2026-10-09 17:30", id="F4-2026-09-29-plus-3"),
        pytest.param("2026-09-30 10:00", 5, "2026-10-13 17:30", id="F4-2026-09-30-plus-5"),
        pytest.param("2026-02-13 10:00", 3, "2026-02-25 17:30", id="F4-2026-02-13-plus-3"),
    ],
)
def test_working_days_go_round_holidays_and_count_makeup_days(accepted, amount, due):
    assert due_at(days(amount), local(accepted), CALENDAR) == local(due)


@pytest.mark.parametrize("day", [pytest.param(day, id=f"F4-makeup-days-{day}") for day in MAKEUP])
def test_makeup_days_are_worked(day):
    assert CALENDAR.workdays.is_working_day(date.fromisoformat(day))


def test_a_year_without_an_official_calendar_answers_and_is_marked():
    """F4-2026-12-25-plus-5"""
    answer = deadline(days(5), local("2026-12-25 10:00"), CALENDAR)
    assert answer.due_at == local("2027-01-04 17:30")
    assert answer.provisional


@pytest.mark.parametrize(
    ("asked", "cut_off", "due"),
    [
        ("2026-11-23 09:12", BASIC_CUT_OFF, "2026-11-23 17:30"),
        ("2026-11-23 02:00", BASIC_CUT_OFF, "2026-11-23 17:30"),
        ("2026-11-23 15:00", BASIC_CUT_OFF, "2026-11-23 17:30"),
        ("2026-11-23 15:01", BASIC_CUT_OFF, "2026-11-24 12:00"),
        ("2026-11-23 16:59", CUT_OFF, "2026-11-23 17:30"),
        ("2026-11-23 17:25", CUT_OFF, "2026-11-24 12:00"),
        ("2026-11-21 10:00", CUT_OFF, "2026-11-23 12:00"),
    ],
)
def test_zero_days_end_with_the_day_or_next_noon(asked, cut_off, due):
    assert due_at(days(0, cut_off), local(asked), CALENDAR) == local(due)


def test_after_the_cut_off_a_matter_counts_from_the_next_working_day():
    assert due_at(days(1), local("2026-11-23 16:59"), CALENDAR) == local("2026-11-24 17:30")
    assert due_at(days(1), local("2026-11-23 17:25"), CALENDAR) == local("2026-11-25 17:30")


@pytest.mark.parametrize(
    ("start", "end", "grows"),
    [
        ("2026-11-24 08:00", "2026-11-24 11:00", 0),
        ("2026-11-24 08:00", "2026-11-24 11:30", 1),
        ("2026-11-24 08:00", "2026-11-26 08:00", 2),
        ("2026-11-27 17:30", "2026-11-30 08:00", 0),
    ],
)
def test_a_pause_adds_whole_days_rounded_half_up(start, end, grows):
    plain = due_at(days(3), local("2026-11-23 10:00"), CALENDAR)
    paused = due_at(
        days(3), local("2026-11-23 10:00"), CALENDAR, pauses=[Span(local(start), local(end))]
    )
    assert CALENDAR.workdays.working_days_between(plain.date(), paused.date()) == grows


def test_urgent_hours_run_round_the_clock():
    assert due_at(
        Term(Decimal("0.25"), Basis.HOUR, None), local("2026-11-22 02:00"), CALENDAR
    ) == local("2026-11-22 02:15")


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day():
    assert due_at(
        Term(Decimal(15), Basis.CALENDAR_DAY), local("2026-11-06 10:00"), CALENDAR
    ) == local("2026-11-23 17:30")


def test_yellow_comes_one_working_day_before_due():
    start = local("2026-11-23 10:00")
    due = due_at(days(3), start, CALENDAR)
    assert warn_at(days(3), start, due, CALENDAR) == due - timedelta(days=1)


@given(start=instants, amount=st.integers(0, 40))
def test_a_due_instant_never_falls_on_a_day_off_nor_before_its_start(start, amount):
    due = due_at(days(amount), start, CALENDAR)
    assert CALENDAR.workdays.is_working_day(due.date())
    assert due > start or amount == 0


@given(start=instants, first=st.integers(1, 20), then=st.integers(1, 20))
def test_n_days_and_then_m_days_are_n_plus_m_days(start, first, then):
    together = due_at(days(first + then), start, CALENDAR)
    halfway = due_at(days(first), start, CALENDAR).replace(hour=10, minute=0)
    assert due_at(days(then), halfway, CALENDAR).date() == together.date()


@given(start=instants, amount=st.integers(1, 20), added=st.integers(0, 10))
def test_an_extension_is_that_many_days_more(start, amount, added):
    extended = due_at(days(amount), start, CALENDAR, added=Decimal(added))
    assert extended == due_at(days(amount + added), start, CALENDAR)


@given(start=instants, amount=st.integers(1, 20))
def test_the_warning_lies_between_start_and_due(start, amount):
    due = due_at(days(amount), start, CALENDAR)
    assert start <= warn_at(days(amount), start, due, CALENDAR) <= due
