"""Working days of a county: Monday to Friday, the holidays and makeup workdays, its own days (B27).

A year without announced days still answers: from the statutory days that are known and
Monday to Friday, marked provisional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.models import CalendarDay, DayKind, Region

ONE_DAY = timedelta(days=1)
SATURDAY = 5

# The statutory days that need no lunar calendar, for years of which nothing is known.
FIXED_DAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}

# From this month on the arrangement of the next year is missed.
ARRANGEMENT_EXPECTED = 10


@dataclass(frozen=True)
class SpecialDay:
    kind: DayKind
    name: str = ""


@dataclass(frozen=True)
class Workdays:
    """The calendar of one county, read once and passed around; pure from then on."""

    days: Mapping[date, SpecialDay] = field(default_factory=dict)
    confirmed_years: frozenset[int] = frozenset()
    known_years: frozenset[int] = frozenset()

    @classmethod
    def for_county(cls, county: Region | None) -> Workdays:
        """One query. Any region inside the county will do; None is the national calendar."""
        of_county = Q(county=None)
        if county is not None:
            of_county |= Q(county__in=county.ancestor_ids)
        return cls.from_rows(CalendarDay.objects.filter(of_county))

    @classmethod
    def from_rows(cls, rows: Iterable[CalendarDay]) -> Workdays:
        """A county's row wins; a national row that is not announced counts only if statutory."""
        rows = sorted(rows, key=lambda row: row.county_id is not None)
        national = [row for row in rows if row.county_id is None]
        confirmed = frozenset(row.date.year for row in national if row.confirmed)
        return cls(
            days={
                row.date: SpecialDay(DayKind(row.kind), row.name)
                for row in rows
                if row.county_id is not None
                or row.date.year in confirmed
                or row.kind == DayKind.STATUTORY
            },
            confirmed_years=confirmed,
            known_years=frozenset(row.date.year for row in national),
        )

    def day_kind(self, day: date) -> DayKind:
        return self._day(day).kind

    def name(self, day: date) -> str:
        """The holiday's name, empty on an ordinary day."""
        return self._day(day).name

    def is_working_day(self, day: date) -> bool:
        return self.day_kind(day) == DayKind.WORK

    def is_provisional(self, day: date) -> bool:
        """Whether the year's arrangement is still to come, so that the answer may change."""
        return day.year not in self.confirmed_years

    def next_working_day(self, day: date) -> date:
        """The first working day after this day."""
        return self._working_day_from(day + ONE_DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """The last of `count` working days that follow this day; with 0 the day itself or the next working day."""
        if count < 0:
            raise ValueError("count of working days below 0")
        if count == 0:
            return self._working_day_from(day)
        for _number in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`, the reverse of `add_working_days`; negative backwards."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(
            self.is_working_day(start + n * ONE_DAY) for n in range(1, (end - start).days + 1)
        )

    def _working_day_from(self, day: date) -> date:
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def _day(self, day: date) -> SpecialDay:
        special = self.days.get(day)
        if (
            special is None
            and day.year not in self.known_years
            and (day.month, day.day) in FIXED_DAYS
        ):
            special = SpecialDay(DayKind.STATUTORY, FIXED_DAYS[day.month, day.day])
        return special or SpecialDay(DayKind.REST if day.weekday() >= SATURDAY else DayKind.WORK)


def calendar_warnings(at: datetime) -> list[str]:
    """Sentences for the admin's first page: this year, or from October the next, has no announced days."""
    today = timezone.localdate(at)
    years = [today.year, today.year + 1] if today.month >= ARRANGEMENT_EXPECTED else [today.year]
    confirmed = Workdays.for_county(None).confirmed_years
    return [
        _(
            "%(year)s年的放假安排还没有导入，到期日先按法定节假日和周一至周五算。国务院公布后请导入。"
        )
        % {"year": year}
        for year in years
        if year not in confirmed
    ]
