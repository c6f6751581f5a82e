"""What everybody sees of a centre: its rooms, what will be built, and two villages side by side (001-9, B2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from centers.models import BuildMode, Center, Project, Room
from centers.standards import public_sentence
from regions.models import Region
from regions.wording import day as day_in_words


@dataclass(frozen=True)
class Building:
    """What is being built at a centre, in a villager's words."""

    project: Project
    on: date

    @property
    def asking(self) -> bool:
        return self.project.is_asking(self.on)

    @property
    def words(self) -> str:
        said = {
            "plan": self.project.plan or _("重新收拾"),
            "when": f"{self.project.batch.deadline:%Y年%-m月%-d日}",
        }
        return _("%(plan)s，%(when)s前完成") % said

    @property
    def where(self) -> str:
        """How it is built, for somebody who does not know the three words for it (B7)."""
        sites = len(self.project.sites)
        match self.project.mode:
            case BuildMode.SCATTERED:
                return _("分%s处建") % sites if sites else _("分几处建")
            case BuildMode.EMBEDDED:
                host = self.project.host
                return _("建在%s") % host if host else _("和别的单位合用一处")
        return _("集中建在一处")

    @property
    def asked(self) -> str:
        """问大家意见：11月20日（星期五）到12月5日（星期六）; empty when nobody is asked now."""
        since, until = self.project.opinions_from, self.project.opinions_until
        if not (self.asking and since and until):
            return ""
        return _("问大家意见：%(since)s到%(until)s，想添啥、不想要啥都能说") % {
            "since": day_in_words(since),
            "until": day_in_words(until),
        }


def rooms_of(center: Center) -> list[Room]:
    """Every room with its house and what it is for; two queries."""
    return list(
        Room.objects.filter(building__center=center)
        .select_related("building")
        .prefetch_related("functions")
        .order_by("building__pk", "floor", "name")
    )


def rooms_in_words(rooms: list[Room]) -> list[str]:
    """2楼活动室：开会、唱戏，周三上午"""
    return [_room_in_words(room) for room in rooms]


def _room_in_words(room: Room) -> str:
    uses = [one.name for one in room.functions.all() if one.name != room.name]
    words = _("%(floor)s楼%(name)s") % {"floor": room.floor, "name": room.name}
    if uses:
        words = _("%(room)s：%(uses)s") % {"room": words, "uses": "、".join(uses)}
    return f"{words}，{room.hours}" if room.hours else words


def building_at(center: Center, on: date) -> Building | None:
    """The project that is under way there; one query."""
    found = Project.objects.active().filter(center=center).select_related("batch").first()
    return Building(found, on) if found else None


@dataclass(frozen=True)
class Side:
    """One village of two beside each other; without a centre of its own, the one that serves it."""

    region: Region
    center: Center | None
    rows: list[tuple[str, list[str]]]


def side_of(region: Region, on: date) -> Side:
    center = Center.objects.of_region(region)
    return Side(region, center, _about(center, on) if center else [])


def _about(center: Center, on: date) -> list[tuple[str, list[str]]]:
    """What a centre says of itself, line by line; what is empty has no line."""
    building = building_at(center, on)
    said = [
        (_("叫什么"), [center.name]),
        (_("地址"), [center.address]),
        (_("屋里多大"), [_square_meters(center.indoor_area)]),
        (_("院子多大"), [_square_meters(center.outdoor_area)]),
        (_("这里有啥"), ["、".join(center.places)]),
        (_("房间"), rooms_in_words(rooms_of(center))),
        (_("七个一"), [public_sentence(center, on).partition("：")[2]]),
        (_("要改造"), [building.words] if building else []),
        (_("怎么建"), [building.where, *building.project.sites] if building else []),
    ]
    return [(label, [line for line in lines if line]) for label, lines in said]


def _square_meters(area: Any) -> str:
    return _("%s平方米") % f"{area:.1f}".removesuffix(".0") if area is not None else ""
