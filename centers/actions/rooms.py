"""Buildings, rooms, places near by and equipment; what they are for ticks the standards' items (B2, B7)."""

from __future__ import annotations

from collections.abc import Sequence
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

Part = Building | Room | NearbyPlace | Equipment

# By the model's name: the word of its verbs, and what the history says of it.
PARTS = {
    "building": ("building", ("name", "address", "floors", "ownership", "former_use", "condition")),
    "room": ("room", ("name", "floor", "area", "hours")),
    "nearbyplace": ("nearby_place", ("name", "address", "meters")),
    "equipment": ("equipment", ("name", "number", "paid_by", "giver", "since", "condition")),
}


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
    _open(center, by)
    building = building or Building(center=center)
    if building.pk and building.rooms.filter(floor__gt=floors).exists():
        raise Refusal(_("还有房间在更高的楼层，先改房间"), "floors")
    before = _said(building)
    building.name, building.address, building.floors = name, address, floors
    building.ownership, building.former_use, building.condition = ownership, former_use, condition
    _save_once(building, _("这个中心已经有叫这个名字的房屋"))
    _record_put(building, before, by, at)
    return building


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
    _open(building.center, by)
    if area is not None and area <= 0:
        raise Refusal(_("面积要大于0；不知道就空着"), "area")
    if floor > building.floors:
        raise Refusal(_("这座房只有%s层") % building.floors, "floor")
    room = room or Room()
    before = _said(room)
    room.building, room.floor, room.name, room.area, room.hours = building, floor, name, area, hours
    _save_once(room, _("这一层已经有叫这个名字的房间"))
    room.functions.set(functions)
    _record_put(room, before, by, at)
    return room


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
    _open(center, by)
    place = place or NearbyPlace(center=center)
    before = _said(place)
    place.name, place.address, place.meters = name, address, meters
    _save_once(place, _("已经有叫这个名字的地方"))
    place.functions.set(functions)
    _record_put(place, before, by, at)
    return place


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
    _open(center, by)
    if since and since > timezone.localdate(at):
        raise Refusal(_("这一天还没到"), "since")
    equipment = equipment or Equipment(center=center)
    before = _said(equipment)
    equipment.name, equipment.number, equipment.paid_by = name, number, paid_by
    equipment.giver, equipment.since, equipment.condition = giver, since, condition
    _save_once(equipment, _("同样来源的这种设备已经有一行，改那一行的件数"))
    _record_put(equipment, before, by, at)
    return equipment


@transaction.atomic
def remove_part(*, part: Part, by: User, at: datetime) -> None:
    """Take a house, a room, a place or a line of the equipment away.

    Consequences: a house's rooms go with it; an item that only it met is missing from now on.
    """
    center = _center_of(part)
    _open(center, by)
    word, _fields = PARTS[str(part._meta.model_name)]
    record(f"remove_{word}", center, by, at, before=_said(part))
    part.delete()
    reckon(center, by, at)


def _open(center: Center, by: User) -> None:
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)


def _center_of(part: Part) -> Center:
    return part.building.center if isinstance(part, Room) else part.center


def _said(part: Part) -> dict[str, object]:
    """What the history keeps of it; nothing of one that has no row yet."""
    if part.pk is None:
        return {}
    _word, fields = PARTS[str(part._meta.model_name)]
    said = {field: getattr(part, field) for field in fields}
    if isinstance(part, Room | NearbyPlace):
        said["functions"] = [one.name for one in part.functions.all()]
    return said


def _record_put(part: Part, before: dict[str, object], by: User, at: datetime) -> None:
    """Into the history; what it is for ticks or unticks items."""
    center = _center_of(part)
    word, _fields = PARTS[str(part._meta.model_name)]
    record(f"put_{word}", center, by, at, before=before, after=_said(part))
    if isinstance(part, Room | NearbyPlace):
        reckon(center, by, at)


def _save_once(part: Part, sentence: str) -> None:
    """A name twice is a conflict in words; the database says so."""
    try:
        with transaction.atomic():
            part.save()
    except IntegrityError as error:
        if "_once" not in str(error):
            raise
        raise Conflict(sentence) from None
