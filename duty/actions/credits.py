"""What people really stood, written down once a shift is over (B22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.fairness import LONG_LEAVE
from duty.models import Assignment, Credit, DutyMember, Leave, Roster
from duty.month_problem import points_of
from duty.permissions import may_change_roster
from duty.substitutes import stint_of
from regions.models import DayKind

CENT = Decimal("0.01")
BATCH = 2000
# How long a change of who stood, made afterwards, is still followed by the nightly work.
LOOK_BACK = timedelta(days=45)
MEASURES = ("points", "nights", "rest_days", "statutory_days")
MOST = Decimal(99)


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
    counted = Credit.objects.exclude(kind=Credit.Kind.LEAVE).values("member")
    new = list(members.filter(weight__gt=0).exclude(pk__in=counted))
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
def credit_long_leave(*, at: datetime) -> int:
    """Whoever is away for a week or longer counts as having stood what the others did meanwhile.

    Per share of the category, less what they stood themselves: nobody catches up afterwards.
    Reckoned anew while the leave runs and for LOOK_BACK after it; leave that was taken back loses
    its row. Answers how many rows stand.
    """
    Credit.objects.filter(kind=Credit.Kind.LEAVE).exclude(
        leave__status=Leave.Status.APPROVED
    ).delete()
    leaves = Leave.objects.filter(
        status=Leave.Status.APPROVED,
        start__lt=at,
        end__gt=at - LOOK_BACK,
        end__gte=F("start") + LONG_LEAVE,
    )
    return sum(_credit_leave(leave, at) for leave in leaves.order_by("pk"))


@transaction.atomic
def adjust_credit(
    *,
    member: DutyMember,
    points: Decimal,
    note: str,
    by: User,
    at: datetime,
    nights: Decimal = Decimal(0),
    rest_days: Decimal = Decimal(0),
    statutory_days: Decimal = Decimal(0),
) -> Credit:
    """A correction by hand, with its reason: somebody stood what no roster knows; below nothing takes away."""
    amounts = {
        "points": points,
        "nights": nights,
        "rest_days": rest_days,
        "statutory_days": statutory_days,
    }
    if not may_change_roster(by, member.center):
        raise Refusal(_("只有站长和镇里能调整"))
    if not note.strip():
        raise Refusal(_("请写明为什么调整"), field="note")
    if not any(amounts.values()):
        raise Refusal(_("请写要加或者要减多少"), field="points")
    for name, amount in amounts.items():
        if abs(amount) > MOST:
            raise Refusal(_("一次最多加减99"), field=name)
    credit = Credit.objects.create(
        member=member,
        kind=Credit.Kind.ADJUSTMENT,
        date=timezone.localdate(at),
        note=note.strip(),
        by=by,
        **amounts,
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
    total = {name: Decimal(0) for name in MEASURES}
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


def _credit_leave(leave: Leave, at: datetime) -> int:
    first, last = timezone.localdate(leave.start), timezone.localdate(min(leave.end, at))
    members = DutyMember.objects.filter(user=leave.user, weight__gt=0, active_from__lte=first)
    written = 0
    for member in members.exclude(active_until__lte=first):
        amounts = _missed(member, first, last)
        if any(amounts.values()):
            Credit.objects.update_or_create(
                member=member,
                leave=leave,
                defaults={"kind": Credit.Kind.LEAVE, "date": last, **amounts},
            )
            written += 1
    return written


def _missed(member: DutyMember, first: date, last: date) -> dict[str, Decimal]:
    """What the others of the category stood on those days, for this share, less the own."""
    same = DutyMember.objects.filter(center=member.center_id, category=member.category)
    others = same.filter(weight__gt=0, active_from__lte=first).exclude(pk=member.pk)
    shares = {one.pk: one.weight for one in others.exclude(active_until__lte=first)}
    total = sum(shares.values())
    amounts = {name: Decimal(0) for name in MEASURES}
    served = Credit.objects.filter(kind=Credit.Kind.SERVED, date__gte=first, date__lt=last)
    for credit in served.filter(member__in=[*shares, member.pk]) if total else ():
        for name in amounts:
            amount = getattr(credit, name)
            own = credit.member_id == member.pk
            amounts[name] += -amount if own else amount * member.weight / total
    return {
        name: max(amount, Decimal(0)).quantize(CENT, ROUND_HALF_UP)
        for name, amount in amounts.items()
    }
