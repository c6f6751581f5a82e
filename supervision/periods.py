"""Spans of whole local days: today, the half month, the month, the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from config.clock import LOCAL
from regions.wording import short_day

ONE_DAY = timedelta(days=1)
# The first half of every month has 15 days, the second the rest.
HALF = 15
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Period:
    """Whole local days, `until` not included."""

    since: date
    until: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.since, time(0), LOCAL)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.until, time(0), LOCAL)

    @property
    def last(self) -> date:
        return self.until - ONE_DAY

    @property
    def query(self) -> dict[str, str]:
        """As addresses name it: first and last day."""
        return {"from": self.since.isoformat(), "to": self.last.isoformat()}


def one_day(day: date) -> Period:
    return Period(day, day + ONE_DAY)


def half_month(day: date) -> Period:
    """1-15 or 16-end, whichever holds the day."""
    middle = day.replace(day=HALF + 1)
    return Period(day.replace(day=1), middle) if day < middle else Period(middle, _next_first(day))


def month(day: date) -> Period:
    return Period(day.replace(day=1), _next_first(day))


def year(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def choices(today: date) -> dict[str, Period]:
    """The three buttons of the page, each with its period."""
    return {_("今天"): one_day(today), _("这半月"): half_month(today), _("今年"): year(today)}


def title_of(period: Period, today: date) -> str:
    """这半月 where it is one of the buttons, else its days."""
    for words, known in choices(today).items():
        if known == period:
            return words
    return days_of(period, today)


def days_of(period: Period, today: date) -> str:
    """11月16日到30日; the year is said where it is not this one."""
    first = short_day(period.since)
    if period.since.year != today.year:
        first = _("%(year)d年%(day)s") % {"year": period.since.year, "day": first}
    if period.last == period.since:
        return first
    same_month = (period.since.year, period.since.month) == (period.last.year, period.last.month)
    last = _("%(day)d日") % {"day": period.last.day} if same_month else short_day(period.last)
    if period.last.year != period.since.year:
        last = _("%(year)d年%(day)s") % {"year": period.last.year, "day": last}
    return _("%(first)s到%(last)s") % {"first": first, "last": last}


def asked(query: Mapping[str, str], default: Period) -> Period:
    """from and to of an address, both days included; nonsense is the default."""
    try:
        since = date.fromisoformat(query.get("from", ""))
        last = date.fromisoformat(query.get("to", ""))
    except ValueError:
        return default
    if last < since or since.year not in YEARS or last.year not in YEARS:
        return default
    return Period(since, last + ONE_DAY)


def _next_first(day: date) -> date:
    return (day.replace(day=28) + 4 * ONE_DAY).replace(day=1)
