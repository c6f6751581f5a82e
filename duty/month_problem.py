"""A centre's month as the generation asks for it: its places, its people, what binds them (B22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max

from centers.models import Center
from duty.fairness import LONG_LEAVE, served_of
from duty.generation import Absence, Duty, Person, Post, Problem, Tally
from duty.models import (
    Assignment,
    DutyMember,
    DutyPresence,
    Leave,
    PlannedChange,
    Roster,
    SwapRequest,
    Wish,
)
from duty.plan import month_span
from duty.substitutes import stint_of
from regions.models import DayKind

# What a place counts on a day off and on a statutory day, as multiples of half its points.
FACTORS = {DayKind.WORK: 2, DayKind.REST: 3, DayKind.STATUTORY: 6}
# Rest, seven days and nights in a row reach no further over the month's borders.
AROUND = timedelta(days=9)
ONE_DAY = timedelta(days=1)
A_LITTLE = 0.1  # days
MEMORY = timedelta(days=92)  # how far back turns remember who stood


@dataclass(frozen=True)
class MonthProblem:
    """`rows` and `members` by the numbers that the problem's posts and people have."""

    problem: Problem
    rows: list[Assignment]
    members: list[DutyMember]
    stood: dict[tuple[int, str], datetime]


def month_problem(roster: Roster, at: datetime) -> MonthProblem:
    """Places that have not begun are free unless somebody chose or locked them; about ten queries."""
    rows = list(
        Assignment.objects.active()
        .filter(shift__roster=roster)
        .select_related("shift__template", "planned_change__member")
        .order_by("start", "shift", "pk")
    )
    begin, end = month_span(roster.month)
    members = list(
        DutyMember.objects.filter(center=roster.center, active_from__lt=end.date())
        .exclude(active_until__lte=begin.date())
        .select_related("user")
        .order_by("pk")
    )
    users = {member.user_id for member in members}
    number_of = {member.user_id: number for number, member in enumerate(members)}
    people = _people(roster, members, begin, end)
    shared = _shared(roster.center, users)
    swapping = set(
        SwapRequest.objects.pending()
        .filter(assignment__shift__roster=roster)
        .values_list("assignment", flat=True)
    )
    posts = tuple(_post(row) for row in rows)
    fixed = {
        number: number_of.get(user) if user else None
        for number, row in enumerate(rows)
        for user in [_chosen(row)]
        if row.start <= at
        or _is_settled(row)
        or row.pk in swapping
        or (user in shared and not _is_away(people, number_of.get(user), posts[number]))
    }
    return MonthProblem(Problem(posts, tuple(people), fixed), rows, members, _stood(members, begin))


def _is_settled(row: Assignment) -> bool:
    """Locked, or given to somebody by a person: at once, or in what is not published yet.

    A place that leave left open was given to nobody: the draft looks for somebody.
    """
    planned: PlannedChange | None = getattr(row, "planned_change", None)
    by_hand = planned is not None and planned.by_hand
    given = row.user_id is not None and row.source != Assignment.Source.AUTO
    return row.locked or by_hand or given


def _chosen(row: Assignment) -> int | None:
    """Who has the place: by a planned change where one stays as it is, else who stands there."""
    return row.user_coming if _is_settled(row) else row.user_id


def _post(row: Assignment) -> Post:
    kind = DayKind(row.shift.day_kind)
    onsite = row.presence == DutyPresence.ONSITE
    return Post(
        shift=row.shift_id,
        day=row.shift.duty_date,
        start=row.start,
        end=row.end,
        categories=frozenset({row.category} if row.category else ()),
        onsite=onsite,
        night=stint_of(row).is_night,
        rest_day=kind != DayKind.WORK,
        statutory_day=kind == DayKind.STATUTORY,
        points=points_of(row),
        lead=row.lead and onsite,  # who answers the phone at night leads whoever it is
        queue=f"{row.shift.template_id}/{kind}/{row.category}",
    )


def points_of(row: Assignment) -> int:
    return row.shift.template.points * FACTORS[DayKind(row.shift.day_kind)] // 2


def _people(
    roster: Roster, members: list[DutyMember], begin: datetime, end: datetime
) -> list[Person]:
    users = {member.user_id for member in members}
    away: dict[int, list[Absence]] = defaultdict(list)
    for leave in Leave.objects.away(begin, end).filter(user__in=users):
        away[leave.user_id].append(Absence(leave.start, leave.end))
    bound = _bound(roster, users, begin, end)
    served = served_of(members)
    unwanted: dict[int, set[date]] = defaultdict(set)
    for member, on in Wish.objects.filter(
        member__in=members, date__gte=begin.date(), date__lt=end.date()
    ).values_list("member", "date"):
        unwanted[member].add(on)
    return [
        Person(
            key=member.pk,
            category=member.category,
            weight=float(member.weight),
            share=_share(member, begin, end, away[member.user_id]),
            can_lead=member.can_lead,
            most_in_7_days=member.max_per_7_days,
            rest=timedelta(hours=member.min_rest_hours),
            nights_in_row=member.max_nights_in_row,
            no_night_until=member.no_night_until,
            since=member.active_from,
            until=member.active_until,
            absences=tuple(away[member.user_id]),
            unwanted=frozenset(unwanted[member.pk]),
            bound=tuple(bound[member.user_id]),
            served=served.get(member.pk, Tally()),
        )
        for member in members
    ]


def _share(
    member: DutyMember, begin: datetime, end: datetime, absences: Collection[Absence]
) -> float:
    """The weight for the part of the month in which the member is there.

    Long leave is no time to catch up: its days are not expected of anybody. A little stays, for
    somebody away the whole month is on leave and not exempt.
    """
    if not member.user.is_active:
        return 0.0
    first = max(begin.date(), member.active_from)
    last = min(end.date(), member.active_until or end.date())
    there = float(max((last - first).days, 0))
    away = sum(
        ((min(one.end, end) - max(one.start, begin)) / ONE_DAY)
        for one in absences
        if one.end - one.start >= LONG_LEAVE
    )
    return float(member.weight) * max(there - away, min(there, A_LITTLE)) / (end - begin).days


def _bound(
    roster: Roster, users: Collection[int], begin: datetime, end: datetime
) -> dict[int, list[Duty]]:
    """What people stand around the month and at other centres, as it is and as it is planned."""
    rows = (
        Assignment.objects.active()
        .filter(start__lt=end + AROUND, end__gt=begin - AROUND)
        .exclude(shift__roster=roster)
        .select_related("shift")
    )
    found: dict[int, list[Duty]] = defaultdict(list)
    for row in rows.filter(user__in=users):
        if row.user_id is not None:
            found[row.user_id].append(_duty(row))
    planned = rows.filter(planned_change__member__user__in=users).annotate(
        coming=F("planned_change__member__user")
    )
    for row in planned:
        found[row.coming].append(_duty(row))
    return found


def _duty(row: Assignment) -> Duty:
    """Standby elsewhere binds nobody: one phone answers for several villages."""
    stint = stint_of(row)
    return Duty(row.shift.duty_date, row.start, row.end, stint.onsite, stint.is_night)


def _shared(center: Center, users: Collection[int]) -> set[int]:
    """People of several centres: the township-wide rotation spread them, they keep the places it gave."""
    several = (
        DutyMember.objects.filter(user__in=users, active_until=None)
        .values("user")
        .annotate(centers=Count("center", distinct=True))
        .filter(centers__gt=1)
    )
    return set(several.values_list("user", flat=True))


def _is_away(people: list[Person], number: int | None, post: Post) -> bool:
    if number is None:
        return True
    return any(
        absence.start < post.end and post.start < absence.end for absence in people[number].absences
    )


def _stood(members: list[DutyMember], before: datetime) -> dict[tuple[int, str], datetime]:
    number = {member.pk: place for place, member in enumerate(members)}
    last = (
        Assignment.objects.active()
        .filter(member__in=members, start__gte=before - MEMORY, start__lt=before)
        .order_by()
        .values_list("member", "shift__template", "shift__day_kind", "category")
        .annotate(Max("start"))
    )
    return {
        (number[member], f"{template}/{kind}/{category}"): at
        for member, template, kind, category, at in last
    }
