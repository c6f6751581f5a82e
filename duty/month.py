"""A centre's month as people read it: day by day on a phone, people by days on a desk and on paper.

Both are made of the same rows; what is planned and not yet published stands beside what holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from duty.coverage import rank_of
from duty.models import Assignment, DutyCategory, DutyMember, DutyPresence, PlannedChange, Shift
from duty.substitutes import stint_of
from regions.models import DayKind


@dataclass(frozen=True)
class Place:
    assignment: Assignment
    mine: bool

    @property
    def is_open(self) -> bool:
        return self.assignment.user_id is None

    @property
    def kind(self) -> str:
        row = self.assignment
        return str(DutyCategory(row.category).label if row.category else _("值班人员"))

    @property
    def words(self) -> str:
        """王来顺（村干部，窗口） or 缺镇干部."""
        row = self.assignment
        if row.user is None:
            return _("缺%(kind)s") % {"kind": self.kind}
        marks = [self.kind, *self._marks]
        return _("%(name)s（%(marks)s）") % {"name": row.user.name, "marks": _("，").join(marks)}

    @property
    def _marks(self) -> list[str]:
        row = self.assignment
        said = [(row.counter, _("窗口")), (row.lead, _("带班")), (row.locked, _("锁定"))]
        return [words for holds, words in said if holds]

    @property
    def letter(self) -> str:
        """夜 or 白 of those onsite, 备 of those reachable: what fits into a cell."""
        if self.assignment.presence == DutyPresence.STANDBY:
            return _("备")
        return _("夜") if stint_of(self.assignment).is_night else _("白")

    @property
    def planned(self) -> PlannedChange | None:
        return getattr(self.assignment, "planned_change", None)

    @property
    def coming(self) -> User | None:
        """Who stands there once the plan is published."""
        if self.planned is None:
            return self.assignment.user
        return self.planned.member.user if self.planned.member else None

    @property
    def planned_words(self) -> str:
        """要换成李秀英, while it is not published."""
        if self.planned is None:
            return ""
        member = self.planned.member
        return _("要换成%(name)s") % {"name": member.user.name if member else _("没有人")}


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
    def places(self) -> Iterator[Place]:
        return (place for shift in self.shifts for place in shift.places)

    @property
    def mine(self) -> bool:
        return any(place.mine for place in self.places)

    @property
    def kind(self) -> str:
        return str(self.shifts[0].shift.get_day_kind_display())

    @property
    def is_off(self) -> bool:
        return self.shifts[0].shift.day_kind != DayKind.WORK

    @property
    def is_makeup(self) -> bool:
        """A weekend day on which one works (调休上班)."""
        return not self.is_off and self.date.isoweekday() > 5

    @property
    def holes(self) -> list[Place]:
        return [place for place in self.places if place.is_open]


@dataclass(frozen=True)
class Line:
    """One person's month: the places of each day, in the order of the month's days."""

    user: User
    cells: list[list[Place]]

    @property
    def places(self) -> list[Place]:
        return [place for cell in self.cells for place in cell]

    @property
    def total(self) -> int:
        return len(self.places)

    @property
    def nights(self) -> int:
        return sum(stint_of(place.assignment).is_night for place in self.places)

    @property
    def days_off(self) -> int:
        return sum(place.assignment.shift.day_kind != DayKind.WORK for place in self.places)


@dataclass(frozen=True)
class Month:
    first: date
    days: list[Day] = field(default_factory=list)
    people: list[User] = field(default_factory=list)

    @property
    def last(self) -> date:
        return next_month(self.first) - timedelta(days=1)

    @property
    def places(self) -> Iterator[Place]:
        return (place for day in self.days for place in day.places)

    @property
    def open_places(self) -> int:
        return sum(place.is_open for place in self.places)

    @cached_property
    def planned(self) -> int:
        return sum(place.planned is not None for place in self.places)

    @property
    def has_holes(self) -> bool:
        return self.open_places > 0

    @property
    def totals(self) -> list[tuple[str, int]]:
        """How many shifts each person has, in the order of the list: a count, never a ranking."""
        names = Counter(place.assignment.user.pk for place in self.places if place.assignment.user)
        return [(person.name, names[person.pk]) for person in self.people]

    @cached_property
    def lines(self) -> list[Line]:
        """A row per person, those without a shift too."""
        cells: dict[int, dict[date, list[Place]]] = defaultdict(lambda: defaultdict(list))
        for day in self.days:
            for place in day.places:
                if place.assignment.user_id is not None:
                    cells[place.assignment.user_id][day.date].append(place)
        return [Line(user, [cells[user.pk][day.date] for day in self.days]) for user in self.people]


def month_of(center: Center, first: date, reader: User) -> Month:
    """Two queries, however many people and days."""
    month = Month(first)
    rows = list(rows_of_month(center, first))
    for day, of_day in groupby(rows, key=lambda row: row.shift.duty_date):
        month.days.append(Day(day, _shifts(of_day, reader)))
    members = DutyMember.objects.filter(center=center).filter(
        Q(active_until=None) | Q(active_until__gt=first), active_from__lte=month.last
    )
    in_order = {member.user_id: member.user for member in members.select_related("user")}
    in_order |= {row.user.pk: row.user for row in rows if row.user}
    month.people.extend(in_order.values())
    return month


def rows_of_month(center: Center, first: date) -> QuerySet[Assignment]:
    """The places of a month, with what is planned for them."""
    last = next_month(first) - timedelta(days=1)
    rows = Assignment.objects.active().published().of_month(first, last)
    return (
        rows.filter(shift__center=center)
        .select_related("user", "shift__template", "shift__roster", "planned_change__member__user")
        .order_by("shift__duty_date", "shift__start", "shift", "start", "pk")
    )


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
