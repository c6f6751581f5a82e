"""A centre's file as a short list of small steps: what each says already, and what is still empty (B2)."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from centers.models import Center
from centers.walls import STATES


class FileStep(NamedTuple):
    """`said` empty: nobody has filled it in."""

    label: str
    href: str
    said: str
    needed: bool = True

    @property
    def is_open(self) -> bool:
        return self.needed and not self.said


def file_steps(center: Center) -> list[FileStep]:
    """Every step in the order in which a survey asks; two queries."""
    rows = Center.objects.filter(pk=center.pk).annotate(**_COUNTS).values(*_COUNTS).get()
    wall = "" if center.wall_state == "unsurveyed" else str(STATES[center.wall_state])
    point = _("填了") if center.latitude is not None else ""
    own = _("自己的时间") if rows["own_hours"] else _("跟县里的时间一样")
    return [
        _step(center, _("电话和地址"), "center-details", _details(center)),
        _step(center, _("开门时间"), "center-hours", own),
        _step(center, _("面积和房屋现状"), "center-size", _size(center)),
        _step(center, _("房间和设备"), "center-rooms", _rooms(rows)),
        _step(center, _("地图上的点"), "center-point", point),
        _step(center, _("围墙和大门"), "center-wall", wall),
        _step(center, _("照片、老物件、示范点"), "center-photos", _shown(rows))._replace(
            needed=False
        ),
    ]


_COUNTS: dict[str, Any] = {
    "own_hours": Count("hours", distinct=True),
    "own_rooms": Count("buildings__rooms", distinct=True),
    "things": Count("equipment", distinct=True),
    "pictures": Count("photos", distinct=True),
    "stories": Count("heritage", distinct=True),
}


def _step(center: Center, label: str, route: str, said: str) -> FileStep:
    return FileStep(label, reverse(route, args=[center.region.code]), said)


def _details(center: Center) -> str:
    """Both or nothing: a villager needs the number and the place."""
    return center.address if center.address and center.duty_phone else ""


def _size(center: Center) -> str:
    if center.indoor_area is None:
        return ""
    return _("屋里%s平方米") % f"{center.indoor_area:.1f}".removesuffix(".0")


def _rooms(rows: dict[str, int]) -> str:
    if not rows["own_rooms"]:
        return ""
    said = {"rooms": rows["own_rooms"], "things": rows["things"]}
    return _("%(rooms)s间屋，%(things)s种设备") % said


def _shown(rows: dict[str, int]) -> str:
    """None is ever asked for (C5)."""
    parts = [(rows["pictures"], _("%s张照片")), (rows["stories"], _("%s样老物件"))]
    return "，".join(words % number for number, words in parts if number)
