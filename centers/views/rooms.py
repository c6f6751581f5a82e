"""A centre's houses, rooms, places near by and equipment, entered on a phone one small step at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers import actions
from centers.forms_file import BuildingForm, EquipmentForm, NearbyForm, RoomForm
from centers.models import Building, Equipment, NearbyPlace, Room
from centers.permissions import may_edit_center
from centers.views.asking import Asking, ask
from centers.views.loading import ask_or_do, center_of, editable, posted, user_of
from config import clock


@require_safe
def center_rooms(request: HttpRequest, code: str) -> HttpResponse:
    center = center_of(request, code)
    context = {
        "center": center,
        "may_edit": may_edit_center(user_of(request), center),
        "buildings": center.buildings.prefetch_related("rooms__functions"),
        "places": center.nearby_places.prefetch_related("functions"),
        "equipment": center.equipment.all(),
    }
    return render(request, "centers/rooms.html", context)


@ask_or_do
def building_new(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    form = BuildingForm(posted(request))
    asking = Asking(center, _("加一座房"), _("记下了，接着可以填房间"))
    return ask(request, form, asking, actions.put_building, center=center)


@ask_or_do
def building(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    center = editable(request, code)
    row = get_object_or_404(center.buildings, pk=pk)
    form = BuildingForm(posted(request), instance=row)
    asking = Asking(
        center, row.name, remove="building-remove", remove_words=_("去掉这座房和它的房间"), pk=pk
    )
    return ask(request, form, asking, actions.put_building, center=center, building=row)


@require_POST
def building_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = get_object_or_404(Building, pk=pk, center=editable(request, code))
    return _removed(request, code, row)


@ask_or_do
def room_new(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    center = editable(request, code)
    house = get_object_or_404(center.buildings, pk=pk)
    form = RoomForm(posted(request))
    asking = Asking(center, _("%s：加一间") % house.name)
    return ask(request, form, asking, actions.put_room, building=house)


@ask_or_do
def room(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    center = editable(request, code)
    rooms = Room.objects.select_related("building__center__unit__region")
    row = get_object_or_404(rooms, pk=pk, building__center=center)
    form = RoomForm(posted(request), instance=row)
    asking = Asking(center, row.name, remove="room-remove", remove_words=_("去掉这间"), pk=pk)
    return ask(request, form, asking, actions.put_room, building=row.building, room=row)


@require_POST
def room_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = get_object_or_404(Room, pk=pk, building__center=editable(request, code))
    return _removed(request, code, row)


@ask_or_do
def nearby_new(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    asking = Asking(center, _("加一处附近的地方"))
    return ask(
        request, NearbyForm(posted(request)), asking, actions.put_nearby_place, center=center
    )


@ask_or_do
def nearby(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    center = editable(request, code)
    row = get_object_or_404(center.nearby_places, pk=pk)
    form = NearbyForm(posted(request), instance=row)
    asking = Asking(center, row.name, remove="nearby-remove", remove_words=_("去掉这一处"), pk=pk)
    return ask(request, form, asking, actions.put_nearby_place, center=center, place=row)


@require_POST
def nearby_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = get_object_or_404(NearbyPlace, pk=pk, center=editable(request, code))
    return _removed(request, code, row)


@ask_or_do
def equipment_new(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    asking = Asking(center, _("加一种设备"))
    form = EquipmentForm(posted(request))
    return ask(request, form, asking, actions.put_equipment, center=center)


@ask_or_do
def equipment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    center = editable(request, code)
    row = get_object_or_404(center.equipment, pk=pk)
    form = EquipmentForm(posted(request), instance=row)
    asking = Asking(
        center, row.name, remove="equipment-remove", remove_words=_("去掉这种设备"), pk=pk
    )
    return ask(request, form, asking, actions.put_equipment, center=center, equipment=row)


@require_POST
def equipment_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = get_object_or_404(Equipment, pk=pk, center=editable(request, code))
    return _removed(request, code, row)


def _removed(
    request: HttpRequest, code: str, row: Building | Room | NearbyPlace | Equipment
) -> HttpResponse:
    actions.remove_part(part=row, by=user_of(request), at=clock.now())
    messages.success(request, _("去掉了"))
    return redirect("center-rooms", code=code)
