"""What people really stood, written down once a shift is over (B22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.models import Assignment, Credit, DutyMember, Roster
from duty.month_problem import points_of
from duty.permissions import may_change_roster
from duty.substitutes import stint_of
from regions.models import DayKind

CENT = Decimal("0.01")
BATCH = 2000
# How long a change of who stood, made afterwards, is still followed by the nightly work.
LOOK_BACK = timedelta(days=45)


@transaction.atomic
def credit_shifts(*, at: datetime, center: Center | None = None) -> int:
    """Every place that somebody stood and whose time is over gets its row; how many were written.

    Whoever stood a part gets that part. A place that was changed afterwards loses the row of the
    one who did not stand there. Run twice it writes nothing twice.
    """
    since = at - LOOK_BACK
    written = Credit.objects.filter(kind=Credit.Kind.SERVED, assignment__end__gt=since)
    over = Assignment.objects.filter(end__lte=at, end__gt=since)
    if center is not None:
        written = written.filter(member__center=center)
        over = over.filter(shift__center=center)
    written.exclude(_served("assignment__")).delete()
    return _write(over.filter(_served(), credit=None))


@transaction.atomic
def recredit(*, center: Center, at: datetime) -> int:
    """Count a centre's served places anew from the rosters; gives the same numbers (how many rows)."""
    Credit.objects.filter(member__center=center, kind=Credit.Kind.SERVED).delete()
    return _write(Assignment.objects.filter(_served(), shift__center=center, end__lte=at))


@transaction.atomic
def credit_newcomers(*, center: Center, at: datetime) -> int:
    """Who joins others who have stood already starts at their average for a full share, times their own.

    Not at nothing, else the newcomer would get every night; not again: one opening row each.
    """
    members = DutyMember.objects.filter(center=center, active_until=None)
    new = list(members.filter(credits=None, weight__gt=0))
    written = []
    for category in {member.category for member in new}:
        average = _average(members.filter(category=category, credits__isnull=False))
        if average is not None:
            written += [
                _opening(member, average, at) for member in new if member.category == category
            ]
    Credit.objects.bulk_create(written)
    return len(written)


@transaction.atomic
def adjust_credit(
    *, member: DutyMember, points: Decimal, note: str, by: User, at: datetime
) -> Credit:
    """A correction by hand, with its reason: somebody stood what no roster knows."""
    if not may_change_roster(by, member.center):
        raise Refusal(_("只有站长和镇里能调整"))
    if not note.strip():
        raise Refusal(_("请写明为什么调整"), field="note")
    credit = Credit.objects.create(
        member=member,
        kind=Credit.Kind.ADJUSTMENT,
        date=timezone.localdate(at),
        points=points,
        note=note,
        by=by,
    )
    record_audit(
        verb="adjust_credit", actor=by, at=at, subject=f"duty_member:{member.pk}", reason=note
    )
    return credit


def _served(of: str = "") -> Q:
    return Q(
        **{
            f"{of}status": Assignment.Status.ACTIVE,
            f"{of}shift__cancelled": False,
            f"{of}shift__roster__status": Roster.Status.PUBLISHED,
            f"{of}member__isnull": False,
        }
    )


def _write(rows: QuerySet[Assignment]) -> int:
    whole = rows.select_related("shift__template").order_by("pk")
    written = Credit.objects.bulk_create(map(_credit, whole), batch_size=BATCH)
    return len(written)


def _credit(row: Assignment) -> Credit:
    """A part of a shift counts as that part of everything."""
    shift = row.shift
    part = Decimal((row.end - row.start) / (shift.end - shift.start))
    kind = DayKind(shift.day_kind)

    def share(worth: int) -> Decimal:
        return (worth * part).quantize(CENT, ROUND_HALF_UP)

    return Credit(
        member_id=cast("int", row.member_id),
        assignment=row,
        date=shift.duty_date,
        points=share(points_of(row)),
        nights=share(stint_of(row).is_night),
        rest_days=share(kind != DayKind.WORK),
        statutory_days=share(kind == DayKind.STATUTORY),
    )


def _average(members: Iterable[DutyMember]) -> dict[str, Decimal] | None:
    """Per full share, over the people who have stood."""
    keys = {member.pk: member.weight or Decimal(1) for member in members}
    if not keys:
        return None
    total = {name: Decimal(0) for name in ("points", "nights", "rest_days", "statutory_days")}
    for credit in Credit.objects.filter(member__in=keys):
        for name in total:
            total[name] += getattr(credit, name) / keys[credit.member_id]
    return {name: amount / len(keys) for name, amount in total.items()}


def _opening(member: DutyMember, average: dict[str, Decimal], at: datetime) -> Credit:
    amounts = {
        name: (amount * member.weight).quantize(CENT, ROUND_HALF_UP)
        for name, amount in average.items()
    }
    return Credit(member=member, kind=Credit.Kind.OPENING, date=timezone.localdate(at), **amounts)
