"""The only writers of centres, assessments and notices. Each is one transaction: guard, change, record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import Unit, User
from centers import permissions
from centers.models import (
    Assessment,
    Center,
    CenterKind,
    Closure,
    OpeningSpan,
    Presence,
    StandardItem,
    VillageNotice,
)
from config.errors import Conflict, Refusal
from regions.models import Kind, Region

CHANGEABLE = (
    "name",
    "local_name",
    "address",
    "directions",
    "duty_phone",
    "indoor_area",
    "outdoor_area",
    "condition",
    "ownership",
    "places",
)


class Hours(NamedTuple):
    """One span of a centre's own hours; no months means all year."""

    day_kind: str
    opens: time
    closes: time
    months: tuple[int, ...] = ()


@transaction.atomic
def assess(
    *,
    center: Center,
    item: StandardItem,
    presence: str,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    evidence: str = "",
    promised_on: date | None = None,
) -> Assessment:
    """Say what a centre has of one item (B4).

    Consequences: the row in force becomes history and the new one takes its place; the public
    sentence and the county's count follow at once. Saying the same again writes nothing.
    A promised date stands only beside something that is not there.
    """
    _allow(permissions.may_edit_center(by, center))
    if not item.applies_to(center.kind):
        raise Refusal(_("这一条不适用于这个中心"))
    if presence == Presence.NEARBY and not item.nearby_counts:
        raise Refusal(_("%s要在中心里才算，附近的不算") % item.name, "presence")
    if item.is_measured and presence != Presence.LACK and amount is None:
        raise Refusal(_("请填%s有多少") % item.name, "amount")
    if presence != Presence.LACK and item.is_met_by(presence, amount):
        promised_on = None
    elif promised_on and promised_on < timezone.localdate(at):
        raise Refusal(_("补上的日子已经过去了"), "promised_on")
    _lock(center)
    said = {
        "presence": presence,
        "amount": amount,
        "evidence": evidence,
        "promised_on": promised_on,
    }
    current = center.assessments.current().filter(item=item).first()
    if current:
        if all(getattr(current, field) == value for field, value in said.items()):
            return current
        current.current = False
        current.save(update_fields=["current"])
    return Assessment.objects.create(center=center, item=item, by=by, at=at, **said)


@transaction.atomic
def open_center(
    *, unit: Unit, kind: str, name: str, by: User | None, at: datetime, **about: Any
) -> Center:
    """A unit gets its centre (B2). `by` None is the import or the set-up.

    Consequences: the region's page shows it at once; it has the county's hours.
    """
    if unknown := about.keys() - set(CHANGEABLE):
        raise TypeError(f"not a field of a centre: {sorted(unknown)}")
    center = Center(unit=unit, kind=kind, name=name, **about)
    _allow(by is None or permissions.may_edit_center(by, center))
    if Center.objects.filter(unit=unit).exists():
        raise Conflict(_("这个单位已经有中心了"))
    center.save()
    _record("open_center", center, by, at, kind=kind, name=name)
    return center


@transaction.atomic
def change_center(*, center: Center, by: User | None, at: datetime, **changes: Any) -> Center:
    """Consequences: the public page shows the new values at once; old and new stand in the audit.

    `by` None is the import.
    """
    _allow(by is None or permissions.may_edit_center(by, center))
    center = _lock(center)
    if unknown := changes.keys() - set(CHANGEABLE):
        raise TypeError(f"not changeable: {sorted(unknown)}")
    before = {
        field: getattr(center, field)
        for field, value in changes.items()
        if getattr(center, field) != value
    }
    if before:
        for field in before:
            setattr(center, field, changes[field])
        center.save(update_fields=list(before))
        _record(
            "change_center",
            center,
            by,
            at,
            before=before,
            after={field: changes[field] for field in before},
        )
    return center


@transaction.atomic
def set_hours(*, center: Center, spans: Iterable[Hours], by: User, at: datetime) -> None:
    """Replace a centre's own hours; without any the county's hold again. Old and new stand in the audit."""
    _allow(permissions.may_edit_center(by, center))
    center = _lock(center)
    wanted = sorted(set(spans))
    _refuse_overlaps(wanted)
    before = [str(span) for span in center.hours.all()]
    center.hours.all().delete()
    OpeningSpan.objects.bulk_create(
        OpeningSpan(
            center=center,
            day_kind=span.day_kind,
            months=list(span.months),
            opens=span.opens,
            closes=span.closes,
        )
        for span in wanted
    )
    _record(
        "set_hours", center, by, at, before=before, after=[str(span) for span in center.hours.all()]
    )


@transaction.atomic
def close_for_a_day(*, center: Center, day: date, reason: str, by: User, at: datetime) -> Closure:
    """Consequences: that day the public page says 今天不开门 with the reason; duty goes on."""
    _allow(permissions.may_edit_center(by, center))
    if day < timezone.localdate(at):
        raise Refusal(_("这一天已经过去了"), "date")
    _lock(center)
    closure, _created = Closure.objects.update_or_create(
        center=center, date=day, defaults={"reason": reason}
    )
    _record("close_for_a_day", center, by, at, day=day, reason=reason)
    return closure


@transaction.atomic
def open_again(*, closure: Closure, by: User, at: datetime) -> None:
    """Take a closure back; it may have been taken back already."""
    center = closure.center
    _allow(permissions.may_edit_center(by, center))
    _lock(center)
    Closure.objects.filter(pk=closure.pk).delete()
    _record("open_again", center, by, at, day=closure.date)


@transaction.atomic
def publish_notice(
    *,
    region: Region,
    kind: str,
    title: str,
    text: str,
    shows_from: datetime,
    shows_until: datetime,
    by: User,
    at: datetime,
    groups: str = "",
) -> VillageNotice:
    """Write a notice for a village, or for all villages below a region (B61).

    Consequences: whoever may approve it has approved it by writing it, and it shows from its
    first instant to its last; written by anybody else it waits for the station head.
    """
    _allow(permissions.may_write_notice(by, region))
    if shows_until <= shows_from:
        raise Refusal(_("结束要晚于开始"), "shows_until")
    if shows_until <= at:
        raise Refusal(_("这个时间已经过去了，通知不会有人看到"), "shows_until")
    notice = VillageNotice(
        region=region,
        kind=kind,
        title=title,
        text=text,
        groups=groups,
        shows_from=shows_from,
        shows_until=shows_until,
        written_by=by,
    )
    if permissions.may_approve_notice(by, notice):
        notice.approved_by, notice.approved_at = by, at
    notice.save()
    _record("publish_notice", notice, by, at, approved=notice.approved_at is not None)
    return notice


@transaction.atomic
def approve_notice(*, notice: VillageNotice, by: User, at: datetime) -> VillageNotice:
    """Consequences: the notice shows from its first instant on. Approving twice changes nothing."""
    _allow(permissions.may_approve_notice(by, notice))
    notice = VillageNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.approved_at and not notice.withdrawn_at:
        return notice
    if not notice.is_waiting(at):
        raise Conflict(_("这条通知已经撤下或者过期了"))
    notice.approved_by, notice.approved_at = by, at
    notice.save(update_fields=["approved_by", "approved_at"])
    _record("approve_notice", notice, by, at)
    return notice


@transaction.atomic
def withdraw_notice(*, notice: VillageNotice, by: User, at: datetime) -> VillageNotice:
    """Consequences: the notice is gone from every page at once and stays in the list as withdrawn."""
    notice = VillageNotice.objects.select_for_update().get(pk=notice.pk)
    _allow(permissions.may_withdraw_notice(by, notice))
    if notice.withdrawn_at is None:
        notice.withdrawn_at = at
        notice.save(update_fields=["withdrawn_at"])
        _record("withdraw_notice", notice, by, at)
    return notice


@transaction.atomic
def follow(*, region: Region, successor: Region, at: datetime) -> int:
    """A region was merged: its notices that still show, or wait to be approved, are the successor's.

    Past and withdrawn ones stay where they were. Answers how many moved.
    """
    standing = VillageNotice.objects.filter(region=region, withdrawn_at=None, shows_until__gt=at)
    return standing.update(region=successor)


@transaction.atomic
def match_kind(*, region: Region) -> int:
    """A village became a community or the other way round: its centre's standards and shifts follow."""
    wanted = {Kind.VILLAGE: CenterKind.VILLAGE, Kind.COMMUNITY: CenterKind.COMMUNITY}
    kind = wanted.get(Kind(region.kind))
    if kind is None:
        return 0
    return Center.objects.filter(unit__region=region).exclude(kind=kind).update(kind=kind)


def _allow(may: bool) -> None:
    if not may:
        raise PermissionDenied


def _lock(center: Center) -> Center:
    return (
        Center.objects.select_for_update(of=("self",))
        .select_related("unit__region")
        .get(pk=center.pk)
    )


def _refuse_overlaps(spans: list[Hours]) -> None:
    for number, span in enumerate(spans):
        if span.closes <= span.opens:
            raise Refusal(_("关门要晚于开门"), "closes")
        for other in spans[:number]:
            same_months = (
                not span.months or not other.months or set(span.months) & set(other.months)
            )
            if (
                span.day_kind == other.day_kind
                and same_months
                and span.opens < other.closes
                and other.opens < span.closes
            ):
                raise Refusal(_("上午和下午的时间重叠了"), "opens")


def _record(
    verb: str, subject: Center | VillageNotice, by: User | None, at: datetime, **data: object
) -> None:
    kind = "center" if isinstance(subject, Center) else "notice"
    record_audit(verb=verb, at=at, actor=by, subject=f"{kind}:{subject.pk}", data=_plain(data))


def _plain(value: Any) -> Any:
    """What JSON can hold: decimals and dates as text."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | bool | None) else str(value)
