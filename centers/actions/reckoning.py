"""What a centre's rooms say of the standards' items: written whenever rooms or places change (B7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import (
    Assessment,
    Center,
    Measure,
    NearbyPlace,
    Presence,
    Room,
    Standard,
    StandardItem,
)


class Found(NamedTuple):
    """What rooms and places say of one item."""

    presence: str
    amount: Decimal | None = None
    evidence: str = ""


def reckon(
    center: Center, by: User, at: datetime, standards: Sequence[Standard] | None = None
) -> None:
    """Write what the rooms say of every item that asks for a function.

    `standards` are those in force, for whoever reckons hundreds of centres at once.

    What a person wrote stands where the rooms say nothing; what rooms said goes with them.
    """
    items = [
        item
        for standard in standards or Standard.objects.each_in_force(timezone.localdate(at))
        for item in standard.items_for(center.kind)
        if item.function_id
    ]
    current = {row.item_id: row for row in center.assessments.current().filter(item__in=items)}
    rooms = list(
        Room.objects.filter(building__center=center)
        .select_related("building")
        .prefetch_related("functions")
    )
    places = list(center.nearby_places.prefetch_related("functions"))
    for item in items:
        row = current.get(item.pk)
        found = _found(item, rooms, places)
        if found.presence == Presence.LACK and not (row and row.from_rooms):
            continue
        _write(center, item, row, found, by, at)


def _found(item: StandardItem, rooms: Iterable[Room], places: Iterable[NearbyPlace]) -> Found:
    inside = [room for room in rooms if _is_for(room, item)]
    if inside:
        return Found(
            Presence.HAVE,
            _amount(item, inside),
            "、".join(_("%s楼%s") % (room.floor, room.name) for room in inside)[:200],
        )
    near = [place for place in places if _is_for(place, item)]
    if near and item.nearby_counts and item.measure != Measure.AREA:
        return Found(
            Presence.NEARBY,
            Decimal(len(near)) if item.is_measured else None,
            "、".join(place.name for place in near)[:200],
        )
    return Found(Presence.LACK)


def _is_for(place: Room | NearbyPlace, item: StandardItem) -> bool:
    return any(function.pk == item.function_id for function in place.functions.all())


def _amount(item: StandardItem, rooms: Sequence[Room]) -> Decimal | None:
    """Rooms are counted or measured; an unmeasured room adds nothing to an area."""
    if item.measure == Measure.AT_LEAST:
        return Decimal(len(rooms))
    if item.measure == Measure.AREA:
        return sum((room.area or Decimal(0) for room in rooms), Decimal(0))
    return None


def _write(
    center: Center,
    item: StandardItem,
    row: Assessment | None,
    found: Found,
    by: User,
    at: datetime,
) -> None:
    if row and (row.presence, row.amount, row.evidence, row.from_rooms) == (*found, True):
        return
    promised_on = (
        row.promised_on if row and not item.is_met_by(found.presence, found.amount) else None
    )
    if row:
        row.current = False
        row.save(update_fields=["current"])
    Assessment.objects.create(
        center=center,
        item=item,
        by=by,
        at=at,
        from_rooms=True,
        promised_on=promised_on,
        **found._asdict(),
    )
