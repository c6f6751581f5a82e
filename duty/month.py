"""A centre's month as people read it: day by day, holes in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from duty.coverage import rank_of
from duty.models import Assignment, DutyCategory, DutyPresence, Shift


@dataclass(frozen=True)
class Place:
    assignment: Assignment
    mine: bool

    @property
    def is_open(self) -> bool:
        return self.assignment.user_id is None

    @property
    def words(self) -> str:
        """王来顺（村干部，窗口） or 缺镇干部."""
        row = self.assignment
        kind = DutyCategory(row.category).label if row.category else _("值班人员")
        if row.user is None:
            return _("缺%(kind)s") % {"kind": kind}
        marks = [kind, *([_("窗口")] if row.counter else []), *([_("带班")] if row.lead else [])]
        return _("%(name)s（%(marks)s）") % {
            "name": row.user.name,
            "marks": _("，").join(str(mark) for mark in marks),
        }


@dataclass(frozen=True)
class ShiftOfDay:
    shift: Shift
    places: list[Place]

    @property
    def presence(self) -> str:
        return str(DutyPresence(self.places[0].assignment.presence).label)

    @property
    def is_hole(self) -> bool:
        return all(place.is_open for place in self.places)


@dataclass(frozen=True)
class Day:
    date: date
    shifts: list[ShiftOfDay]

    @property
    def mine(self) -> bool:
        return any(place.mine for shift in self.shifts for place in shift.places)

    @property
    def kind(self) -> str:
        return str(self.shifts[0].shift.get_day_kind_display())


@dataclass(frozen=True)
class Month:
    first: date
    days: list[Day] = field(default_factory=list)

    @property
    def last(self) -> date:
        return next_month(self.first) - timedelta(days=1)

    @property
    def open_places(self) -> int:
        return sum(
            place.is_open for day in self.days for shift in day.shifts for place in shift.places
        )

    @property
    def totals(self) -> list[tuple[str, int]]:
        """How many shifts each person has, the most first."""
        names = Counter(
            place.assignment.user
            for day in self.days
            for shift in day.shifts
            for place in shift.places
            if place.assignment.user
        )
        return [
            (person.name, number)
            for person, number in sorted(names.items(), key=lambda item: (-item[1], item[0].pk))
        ]


def month_of(center: Center, first: date, reader: User) -> Month:
    """One query."""
    month = Month(first)
    rows = (
        Assignment.objects.active()
        .published()
        .of_month(first, month.last)
        .filter(shift__center=center)
    )
    rows = rows.select_related("user", "shift__template").order_by(
        "shift__duty_date", "shift__start", "shift", "start", "pk"
    )
    for day, of_day in groupby(rows, key=lambda row: row.shift.duty_date):
        month.days.append(Day(day, _shifts(of_day, reader)))
    return month


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _shifts(rows: Iterable[Assignment], reader: User) -> list[ShiftOfDay]:
    return [
        ShiftOfDay(
            shift,
            [Place(row, row.user_id == reader.pk) for row in sorted(of_shift, key=rank_of)],
        )
        for shift, of_shift in groupby(rows, key=lambda row: row.shift)
    ]
