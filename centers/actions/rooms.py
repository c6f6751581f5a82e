"""Buildings, rooms, places near by and equipment; what they are for ticks the standards' items (B2, B7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers import permissions
from centers.actions.reckoning import reckon
from centers.actions.record import allow, lock_in_use, record
from centers.models import (
    Building,
    Center,
    Equipment,
    Function,
    NearbyPlace,
    Room,
)
from config.errors import Conflict, Refusal


@transaction.atomic
def put_building(
    *,
    center: Center,
    name: str,
    by: User,
    at: datetime,
    building: Building | None = None,
    address: str = "",
    floors: int = 1,
    ownership: str = "",
    former_use: str = "",
    condition: str = "",
) -> Building:
    """Add a house, or change one. Refuses fewer floors than its rooms stand on, and a name twice."""
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    building = building or Building(center=center)
    if building.pk and building.rooms.filter(floor__gt=floors).exists():
        raise Refusal(_("还有房间在更高的楼层，先改房间"), "floors")
    before = _said(building, ABOUT_BUILDING)
    building.name, building.address, building.floors = name, address, floors
    building.ownership, building.former_use, building.condition = ownership, former_use, condition
    _save_once(building, _("这个中心已经有叫这个名字的房屋"))
    record("put_building", center, by, at, before=before, after=_said(building, ABOUT_BUILDING))
    return building


@transaction.atomic
def remove_building(*, building: Building, by: User, at: datetime) -> None:
    """Consequences: its rooms go with it, and items that only they met are missing from now on."""
    center = building.center
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    record("remove_building", center, by, at, before=_said(building, ABOUT_BUILDING))
    building.delete()
    reckon(center, by, at)


@transaction.atomic
def put_room(
    *,
    building: Building,
    name: str,
    functions: Sequence[Function],
    by: User,
    at: datetime,
    floor: int = 1,
    area: Decimal | None = None,
    hours: str = "",
    room: Room | None = None,
) -> Room:
    """Add a room with what it is for, or change one.

    Consequences: every item of the standards in force that asks for one of its functions is met,
    with the room as evidence; an embedded centre's room with three functions meets three.
    """
    center = building.center
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    if area is not None and area <= 0:
        raise Refusal(_("面积要大于0；不知道就空着"), "area")
    if floor > building.floors:
        raise Refusal(_("这座房只有%s层") % building.floors, "floor")
    room = room or Room()
    before = _said_with_functions(room, ABOUT_ROOM) if room.pk else {}
    room.building, room.floor, room.name, room.area, room.hours = building, floor, name, area, hours
    _save_once(room, _("这一层已经有叫这个名字的房间"))
    room.functions.set(functions)
    record(
        "put_room",
        center,
        by,
        at,
        before=before,
        after=_said_with_functions(room, ABOUT_ROOM),
    )
    reckon(center, by, at)
    return room


@transaction.atomic
def remove_room(*, room: Room, by: User, at: datetime) -> None:
    """Consequences: an item that only this room met is missing from now on."""
    center = room.building.center
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    record("remove_room", center, by, at, before=_said(room, ABOUT_ROOM))
    room.delete()
    reckon(center, by, at)


@transaction.atomic
def put_nearby_place(
    *,
    center: Center,
    name: str,
    functions: Sequence[Function],
    by: User,
    at: datetime,
    address: str = "",
    meters: int | None = None,
    place: NearbyPlace | None = None,
) -> NearbyPlace:
    """Add or change a place outside; it meets items that let 附近 count, and no others."""
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    place = place or NearbyPlace(center=center)
    before = _said_with_functions(place, ABOUT_NEARBY) if place.pk else {}
    place.name, place.address, place.meters = name, address, meters
    _save_once(place, _("已经有叫这个名字的地方"))
    place.functions.set(functions)
    record(
        "put_nearby_place",
        center,
        by,
        at,
        before=before,
        after=_said_with_functions(place, ABOUT_NEARBY),
    )
    reckon(center, by, at)
    return place


@transaction.atomic
def remove_nearby_place(*, place: NearbyPlace, by: User, at: datetime) -> None:
    center = place.center
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    record("remove_nearby_place", center, by, at, before=_said(place, ABOUT_NEARBY))
    place.delete()
    reckon(center, by, at)


@transaction.atomic
def put_equipment(
    *,
    center: Center,
    name: str,
    number: int,
    paid_by: str,
    by: User,
    at: datetime,
    giver: str = "",
    since: date | None = None,
    condition: str = "",
    equipment: Equipment | None = None,
) -> Equipment:
    """Add or change a line of the equipment with its source of money."""
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    if since and since > timezone.localdate(at):
        raise Refusal(_("这一天还没到"), "since")
    equipment = equipment or Equipment(center=center)
    before = _said(equipment, ABOUT_EQUIPMENT) if equipment.pk else {}
    equipment.name, equipment.number, equipment.paid_by = name, number, paid_by
    equipment.giver, equipment.since, equipment.condition = giver, since, condition
    _save_once(equipment, _("同样来源的这种设备已经有一行，改那一行的件数"))
    record("put_equipment", center, by, at, before=before, after=_said(equipment, ABOUT_EQUIPMENT))
    return equipment


@transaction.atomic
def remove_equipment(*, equipment: Equipment, by: User, at: datetime) -> None:
    center = equipment.center
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    record("remove_equipment", center, by, at, before=_said(equipment, ABOUT_EQUIPMENT))
    equipment.delete()


ABOUT_BUILDING = ("name", "address", "floors", "ownership", "former_use", "condition")
ABOUT_ROOM = ("name", "floor", "area", "hours")
ABOUT_NEARBY = ("name", "address", "meters")
ABOUT_EQUIPMENT = ("name", "number", "paid_by", "giver", "since", "condition")


def _said(row: object, fields: Iterable[str]) -> dict[str, object]:
    return {field: getattr(row, field) for field in fields}


def _said_with_functions(row: Room | NearbyPlace, fields: Iterable[str]) -> dict[str, object]:
    return {**_said(row, fields), "functions": [one.name for one in row.functions.all()]}


def _save_once(row: Building | Room | NearbyPlace | Equipment, sentence: str) -> None:
    """A name twice is a conflict in words; the database says so."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "_once" not in str(error):
            raise
        raise Conflict(sentence) from None
