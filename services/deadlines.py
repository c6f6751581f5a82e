"""When a clock is due: one pure function from start, term, pauses, extensions and the calendar (B13, C2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from config.clock import LOCAL
from regions.workdays import ONE_DAY
from regions.workingtime import WorkingTime
from services.choices import Basis
from services.terms import Term

NEXT_MORNING = time(12)
LAST_FIFTH = Decimal("0.2")


class Span(NamedTuple):
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Deadline:
    due_at: datetime
    warn_at: datetime
    provisional: bool


def deadline(
    term: Term,
    start: datetime,
    calendar: WorkingTime,
    *,
    pauses: Sequence[Span] = (),
    added: Decimal = Decimal(0),
) -> Deadline:
    """Due instant, first instant of the yellow light, and whether a day of an unannounced year was counted."""
    due = due_at(term, start, calendar, pauses=pauses, added=added)
    return Deadline(
        due,
        warn_at(term, start, due, calendar),
        calendar.workdays.is_provisional(due.astimezone(LOCAL).date()),
    )


def due_at(
    term: Term,
    start: datetime,
    calendar: WorkingTime,
    *,
    pauses: Sequence[Span] = (),
    added: Decimal = Decimal(0),
) -> datetime:
    """The instant at which the clock is due; a due day never falls on a day off.

    Working-day clocks grow by whole days: paused working time over a day's working time,
    rounded half up. Calendar days that end on a day off end on the next working day.
    """
    if term.basis == Basis.HOUR:
        standing = sum((pause.end - pause.start for pause in pauses), timedelta(0))
        return start + timedelta(hours=float(term.amount + added)) + standing
    local = start.astimezone(LOCAL)
    if term.basis == Basis.CALENDAR_DAY:
        standing = sum((pause.end - pause.start for pause in pauses), timedelta(0))
        days = int(term.amount + added) + _half_up(Decimal(standing.total_seconds()) / 86400)
        return _closing(
            calendar.workdays.add_working_days(local.date() + days * ONE_DAY, 0), calendar
        )
    days = int(term.amount + added) + _paused_days(pauses, local.date(), calendar)
    counted = _first_day(local, term.cut_off, calendar)
    if days == 0:
        return _same_day(local, counted, calendar)
    return _closing(calendar.workdays.add_working_days(counted, days), calendar)


def warn_at(term: Term, start: datetime, due: datetime, calendar: WorkingTime) -> datetime:
    """Yellow: one working day before due, or a fifth of the time left, whichever is earlier (B48).

    A term of at most one day would be yellow from the start, so there only the fifth counts.
    """
    fifth = due - (due - start) * float(LAST_FIFTH)
    if term.basis != Basis.WORKING_DAY or term.amount <= 1:
        return max(fifth, start)
    local = due.astimezone(LOCAL)
    day = local.date() - ONE_DAY
    while not calendar.workdays.is_working_day(day):
        day -= ONE_DAY
    return max(min(fifth, datetime.combine(day, local.time(), LOCAL)), start)


def working_days_later(at: datetime, days: int, calendar: WorkingTime) -> datetime:
    """The same time of day so many working days on: the ladder's distance above due."""
    local = at.astimezone(LOCAL)
    return datetime.combine(
        calendar.workdays.add_working_days(local.date(), days), local.time(), LOCAL
    )


def _first_day(local: datetime, cut_off: time | None, calendar: WorkingTime) -> date:
    """The working day that counts as the day of receipt."""
    if not calendar.workdays.is_working_day(local.date()):
        return calendar.workdays.next_working_day(local.date())
    if cut_off is not None and local.time() > cut_off:
        return calendar.workdays.next_working_day(local.date())
    return local.date()


def _same_day(local: datetime, counted: date, calendar: WorkingTime) -> datetime:
    """Amount 0: the end of that day's opening; when the day is already gone, the next working day 12:00."""
    if counted == local.date():
        return _closing(counted, calendar)
    return datetime.combine(counted, NEXT_MORNING, LOCAL)


def _paused_days(pauses: Sequence[Span], day: date, calendar: WorkingTime) -> int:
    if not pauses:
        return 0
    stood = sum(calendar.working_seconds(pause.start, pause.end) for pause in pauses)
    return _half_up(Decimal(stood) / Decimal(calendar.hours.day_length(day).total_seconds()))


def _closing(day: date, calendar: WorkingTime) -> datetime:
    return datetime.combine(day, calendar.hours.closing(day), LOCAL)


def _half_up(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_HALF_UP))
