"""Rosters made by rotation, and kept filled ahead (B22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.models import (
    Assignment,
    DutyMember,
    DutyPresence,
    Leave,
    Roster,
    Shift,
    ShiftTemplate,
)
from duty.rotation import Filled, Planned, Rotation, plan_shift
from duty.shift_sets import in_force
from regions.models import DayKind, Level, Region
from regions.workdays import Workdays

ONE_DAY = timedelta(days=1)
AHEAD = 60
MEMORY = timedelta(days=62)  # how far back the queues remember who stood
MANY = 500  # shifts of one township at once
BATCH = 5000


def build_roster(*, center: Center, month: date, at: datetime, by: User | None = None) -> Roster:
    """Shifts and people of one centre's month; published at once.

    Days that already have shifts stay as they are. The whole township is planned with it, so
    that a person shared by several villages keeps days for each of them.
    Raises Refusal where no shift of the centre or county is valid in that month.
    """
    first = month.replace(day=1)
    last = (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY
    build_rosters(centers=[center], first=first, last=last, at=at, by=by)
    roster = Roster.objects.filter(center=center, month=first).first()
    if roster is None:
        raise Refusal(_("这个中心这个月没有可用的班次，请先设置班次"))
    return roster


def extend_rosters(*, at: datetime, days: int = AHEAD, below: Region | None = None) -> int:
    """Every centre filled from yesterday, whose night is still running, to `days` ahead; how many shifts were added."""
    centers = Center.objects.below(below) if below is not None else Center.objects.all()
    today = timezone.localdate(at)
    return build_rosters(
        centers=centers.filter(unit__region__retired_on=None),
        first=today - ONE_DAY,
        last=today + days * ONE_DAY,
        at=at,
    )


def build_rosters(
    *, centers: Iterable[Center], first: date, last: date, at: datetime, by: User | None = None
) -> int:
    """The shifts of these days for these centres, township by township, one transaction each.

    1. Locks the township's centres in key order, so that two builders cannot cross.
    2. Leaves alone every day of a centre that already has a shift.
    3. Fills by rotation; a place that nobody can take is written as an open row.
    4. New months are published, by nobody when the portal did it.
    """
    wanted = [center.pk for center in centers]
    calendars: dict[int, Workdays] = {}
    added = 0
    for _township, group in groupby(_with_neighbours(wanted), key=_township_of):
        neighbours = list(group)
        county = _county_of(neighbours[0])
        workdays = calendars.get(county) or calendars.setdefault(
            county, Workdays.for_county(Region.objects.get(pk=county))
        )
        new = _build(neighbours, set(wanted), workdays, first, last, at, by)
        if new >= MANY:
            _count_rows()
        added += new
    return added


def _count_rows() -> None:
    """Rows of an open transaction are unknown to the planner, which then reads a table once per row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE duty_shift, duty_assignment, duty_dutymember")


@transaction.atomic
def _build(
    centers: list[Center],
    wanted: set[int],
    workdays: Workdays,
    first: date,
    last: date,
    at: datetime,
    by: User | None,
) -> int:
    list(
        Center.objects.filter(pk__in=[center.pk for center in centers])
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk")
    )
    shifts = _missing_shifts(centers, workdays, first, last)
    if not any(shift.center_id in wanted for shift in shifts):
        return 0
    rotation = _rotation(centers, first, last)
    filled = [row for row in rotation.fill(shifts) if row.shift.center_id in wanted]
    return _write(filled, _rosters(filled, at, by))


def _missing_shifts(
    centers: Sequence[Center], workdays: Workdays, first: date, last: date
) -> list[Planned]:
    done = set(
        Shift.objects.filter(center__in=centers, duty_date__range=(first, last))
        .values_list("center_id", "duty_date")
        .distinct()
    )
    templates = ordered_templates(centers)
    kinds = {
        day: workdays.day_kind(day)
        for day in (first + n * ONE_DAY for n in range((last - first).days + 1))
    }
    return [
        plan_shift(center.pk, template, day, kind, rank)
        for center in centers
        for day, kind in kinds.items()
        if (center.pk, day) not in done
        for rank, template in enumerate(in_force(center, templates, day))
        if template.runs_on(day, kind)
    ]


def ordered_templates(centers: Iterable[Center]) -> list[ShiftTemplate]:
    """Those that any of the centres may take, the working day's first; two queries."""
    found = ShiftTemplate.objects.of_centers([center.pk for center in centers])
    return sorted(
        found.prefetch_related("requirements"),
        key=lambda template: (
            DayKind.WORK not in template.day_kinds,
            template.starts_at,
            template.pk,
        ),
    )


def _rotation(centers: Sequence[Center], first: date, last: date) -> Rotation:
    members: dict[int, list[DutyMember]] = defaultdict(list)
    for member in (
        DutyMember.objects.filter(center__in=centers).select_related("user").order_by("pk")
    ):
        members[member.center_id].append(member)
    begin, end = (
        timezone.make_aware(datetime.combine(day, datetime.min.time()))
        for day in (first, last + 2 * ONE_DAY)
    )
    stood = (
        Assignment.objects.active()
        .filter(member__center__in=centers, start__gte=begin - MEMORY, start__lt=begin)
        .order_by()
        .values_list("member_id", "shift__template_id", "shift__day_kind")
        .annotate(last=Max("start"))
    )
    users = {member.user_id for group in members.values() for member in group}
    bound = Assignment.objects.active().filter(
        user__in=users, presence=DutyPresence.ONSITE, start__lt=end, end__gt=begin
    )
    busy: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for user, start, until in bound.order_by().values_list("user_id", "start", "end"):
        busy[user].append((start, until))
    away: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for leave in Leave.objects.away(begin, end).filter(user__in=users):
        away[leave.user_id].append((leave.start, leave.end))
    last_stood = {(member, template, kind): last for member, template, kind, last in stood}
    return Rotation(members, last_stood, busy, away)


def _rosters(filled: list[Filled], at: datetime, by: User | None) -> dict[tuple[int, date], Roster]:
    keys = dict.fromkeys(_month_key(row.shift) for row in filled)
    known = {
        (roster.center_id, roster.month): roster
        for roster in Roster.objects.filter(
            center__in={center for center, _month in keys},
            month__in={month for _center, month in keys},
        )
    }
    new = [
        Roster(
            center_id=center,
            month=month,
            status=Roster.Status.PUBLISHED,
            published_at=at,
            published_by=by,
        )
        for center, month in keys
        if (center, month) not in known
    ]
    return known | {
        (roster.center_id, roster.month): roster
        for roster in Roster.objects.bulk_create(new, batch_size=BATCH)
    }


def _write(filled: list[Filled], rosters: dict[tuple[int, date], Roster]) -> int:
    shifts = {
        plan: Shift(
            roster_id=rosters[_month_key(plan)].pk,
            center_id=plan.center_id,
            template_id=plan.template.pk,
            duty_date=plan.duty_date,
            start=plan.start,
            end=plan.end,
            day_kind=plan.day_kind,
        )
        for plan in dict.fromkeys(row.shift for row in filled)
    }
    Shift.objects.bulk_create(shifts.values(), batch_size=BATCH)
    Assignment.objects.bulk_create(
        (_assignment(row, shifts[row.shift]) for row in filled), batch_size=BATCH
    )
    return len(shifts)


def _assignment(row: Filled, shift: Shift) -> Assignment:
    return Assignment(
        shift_id=shift.pk,
        member_id=row.member.pk if row.member else None,
        user_id=row.member.user_id if row.member else None,
        category=row.place.category,
        presence=row.place.presence,
        counter=row.place.counter,
        lead=row.place.lead,
        start=shift.start,
        end=shift.end,
    )


def _month_key(shift: Planned) -> tuple[int, date]:
    return shift.center_id, shift.duty_date.replace(day=1)


def _with_neighbours(wanted: Sequence[int]) -> list[Center]:
    """The centres and all others of their townships, ordered by township."""
    regions = Region.objects.filter(units__center__in=wanted).select_related("parent")
    townships = {_township_path(region) for region in regions}
    everybody = Center.objects.filter(unit__region__retired_on=None).select_related(
        "unit__region__parent"
    )
    return sorted(
        (center for center in everybody if _township_of(center) in townships),
        key=lambda center: (_township_of(center), center.pk),
    )


def _township_of(center: Center) -> str:
    return _township_path(center.unit.region)


def _township_path(region: Region) -> str:
    """The path of the township that a region is or lies in; a county's own centre stands for itself."""
    if region.level == Level.VILLAGE and region.parent is not None:
        return (
            region.parent.path
            if region.parent.level == Level.TOWNSHIP
            else region.path.rsplit("/", 3)[0] + "/"
        )
    return region.path


def _county_of(center: Center) -> int:
    counties = Region.objects.filter(pk__in=center.unit.region.ancestor_ids, level=Level.COUNTY)
    return counties.values_list("pk", flat=True).first() or center.unit.region.ancestor_ids[0]
