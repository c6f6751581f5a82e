"""The centre itself: what it is, when its door is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from centers import permissions
from centers.actions.record import allow, lock, lock_in_use, record
from centers.models import Center, CenterKind, Closure, OpeningSpan
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
    "latitude",
    "longitude",
)


class Hours(NamedTuple):
    """One span of a centre's own hours; no months means all year."""

    day_kind: str
    opens: time
    closes: time
    months: tuple[int, ...] = ()


@transaction.atomic
def open_center(
    *, unit: Unit, kind: str, name: str, by: User | None, at: datetime, **about: Any
) -> Center:
    """A unit gets its centre (B2). `by` None is the import or the set-up.

    Consequences: the region's page shows it at once; it has the county's hours.
    """
    if unknown := about.keys() - set(CHANGEABLE):
        raise TypeError(f"not a field of a centre: {sorted(unknown)}")
    _refuse_impossible(about)
    center = Center(unit=unit, kind=kind, name=name, **about)
    allow(by is None or permissions.may_edit_center(by, center))
    if Center.objects.filter(unit=unit).exists():
        raise Conflict(_("这个单位已经有中心了"))
    center.save()
    record("open_center", center, by, at, kind=kind, name=name)
    return center


@transaction.atomic
def change_center(*, center: Center, by: User | None, at: datetime, **changes: Any) -> Center:
    """Consequences: the public page shows the new values at once; old and new stand in the audit.

    `by` None is the import.
    """
    allow(by is None or permissions.may_edit_center(by, center))
    center = lock_in_use(center)
    _refuse_impossible(changes)
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
        record(
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
    allow(permissions.may_edit_center(by, center))
    center = lock_in_use(center)
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
    record(
        "set_hours", center, by, at, before=before, after=[str(span) for span in center.hours.all()]
    )


@transaction.atomic
def close_for_a_day(*, center: Center, day: date, reason: str, by: User, at: datetime) -> Closure:
    """Consequences: that day the public page says 今天不开门 with the reason; duty goes on."""
    allow(permissions.may_edit_center(by, center))
    if day < timezone.localdate(at):
        raise Refusal(_("这一天已经过去了"), "date")
    lock_in_use(center)
    closure, _created = Closure.objects.update_or_create(
        center=center, date=day, defaults={"reason": reason}
    )
    record("close_for_a_day", center, by, at, day=day, reason=reason)
    return closure


@transaction.atomic
def open_again(*, closure: Closure, by: User, at: datetime) -> None:
    """Take a closure back; it may have been taken back already."""
    center = closure.center
    allow(permissions.may_edit_center(by, center))
    lock(center)
    Closure.objects.filter(pk=closure.pk).delete()
    record("open_again", center, by, at, day=closure.date)


@transaction.atomic
def match_kind(*, region: Region) -> int:
    """A village became a community or the other way round: its centre's standards and shifts follow."""
    wanted = {Kind.VILLAGE: CenterKind.VILLAGE, Kind.COMMUNITY: CenterKind.COMMUNITY}
    kind = wanted.get(Kind(region.kind))
    if kind is None:
        return 0
    return Center.objects.filter(unit__region=region).exclude(kind=kind).update(kind=kind)


def _refuse_impossible(about: Mapping[str, Any]) -> None:
    """Areas below nothing, half a point on the map or one abroad; the database would refuse them too."""
    for field in ("indoor_area", "outdoor_area"):
        if (about.get(field) or 0) < 0:
            raise Refusal(_("面积不能是负的"), field)
    if "latitude" in about or "longitude" in about:
        latitude, longitude = about.get("latitude"), about.get("longitude")
        if (latitude is None) != (longitude is None):
            raise Refusal(_("纬度和经度要一起填，或者都空着"), "latitude")
        if latitude is None or longitude is None:
            return
        if not (3 <= latitude <= 54 and 73 <= longitude <= 136):
            raise Refusal(_("这个点不在国内，看看纬度和经度是不是写反了"), "latitude")


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
