"""What a survey says of one centre, written in one go (B2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from accounts.models import User
from centers import permissions
from centers.actions.place import change_center
from centers.actions.reckoning import reckon
from centers.actions.record import allow, lock_in_use, record
from centers.actions.walls import survey_wall
from centers.models import Building, Center, Equipment, Function, Room, Standard


class RoomSaid(NamedTuple):
    house: str
    floor: int
    name: str
    area: Decimal | None
    functions: tuple[Function, ...]
    hours: str


class EquipmentSaid(NamedTuple):
    name: str
    number: int
    paid_by: str
    giver: str
    since: date | None


class WallSaid(NamedTuple):
    state: str
    gate: str
    reason: str
    removed_on: date | None
    gate_removed_on: date | None


@dataclass
class SurveySaid:
    """The rows of a workbook that speak of one centre."""

    about: dict[str, Any] = field(default_factory=dict)
    rooms: list[RoomSaid] = field(default_factory=list)
    equipment: list[EquipmentSaid] = field(default_factory=list)
    wall: WallSaid | None = None


@transaction.atomic
def bring_survey(
    *,
    center: Center,
    said: SurveySaid,
    by: User,
    at: datetime,
    standards: Sequence[Standard] | None = None,
) -> None:
    """Write what a survey says of one centre; what it does not name stays as it is.

    Consequences: rooms and equipment of the same name are changed, new ones added, a house gets
    the floors its rooms stand on; then the standards' items are reckoned once. One entry in the
    history says how much came, beside those of the place and the wall.
    """
    allow(permissions.may_edit_center(by, center))
    center = lock_in_use(center)
    if said.about:
        change_center(center=center, by=by, at=at, **said.about)
    rooms = _bring_rooms(center, said.rooms)
    equipment = _bring_equipment(center, said.equipment)
    if rooms:
        reckon(center, by, at, standards)
    if rooms or equipment:
        record("bring_survey", center, by, at, after={"rooms": rooms, "equipment": equipment})
    if said.wall and not _stands_already(center, said.wall):
        survey_wall(center=center, by=by, at=at, **said.wall._asdict())


def _bring_rooms(center: Center, said: Sequence[RoomSaid]) -> int:
    """How many rooms are new or other than before."""
    if not said:
        return 0
    houses = {house.name: house for house in center.buildings.all()}
    for name in {one.house for one in said}:
        floors = max(one.floor for one in said if one.house == name)
        house = houses.setdefault(name, Building(center=center, name=name, floors=floors))
        house.floors = max(house.floors, floors)
        house.save()
    known = {
        (room.building_id, room.floor, room.name): room
        for room in Room.objects.filter(building__center=center).prefetch_related("functions")
    }
    changed = 0
    for one in said:
        house = houses[one.house]
        room = known.get((house.pk, one.floor, one.name))
        if room is None:
            room = Room.objects.create(
                building=house, floor=one.floor, name=one.name, area=one.area, hours=one.hours
            )
            room.functions.add(*one.functions)
            changed += 1
        else:
            changed += _change_room(room, one)
    return changed


def _change_room(room: Room, said: RoomSaid) -> bool:
    """An empty cell changes nothing."""
    before = (room.area, room.hours, {one.pk for one in room.functions.all()})
    functions = {one.pk for one in said.functions} or before[2]
    room.area, room.hours = said.area or room.area, said.hours or room.hours
    if before == (room.area, room.hours, functions):
        return False
    room.save(update_fields=["area", "hours"])
    room.functions.set(functions)
    return True


def _bring_equipment(center: Center, said: Sequence[EquipmentSaid]) -> int:
    if not said:
        return 0
    known = {(one.name, one.paid_by, one.giver): one for one in center.equipment.all()}
    new, changed = [], 0
    for one in said:
        row = known.get((one.name, one.paid_by, one.giver))
        if row is None:
            new.append(Equipment(center=center, **one._asdict()))
        elif (row.number, row.since) != (one.number, one.since or row.since):
            row.number, row.since = one.number, one.since or row.since
            row.save(update_fields=["number", "since"])
            changed += 1
    return changed + len(Equipment.objects.bulk_create(new))


def _stands_already(center: Center, said: WallSaid) -> bool:
    wall = getattr(center, "wall", None)
    return wall is not None and all(
        getattr(wall, name) == value for name, value in said._asdict().items()
    )
