"""The demonstration centres' files: houses, rooms, equipment, points, old things; everything invented, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import User
from centers.models import (
    Assessment,
    Building,
    Center,
    Equipment,
    Function,
    Heritage,
    MoneySource,
    NearbyPlace,
    Presence,
    Room,
    Showcase,
    Standard,
)

SEED = "files of centres"  # of its own: what others draw by lot stays as it was
AROUND = (34.53, 112.15)  # the middle of the invented points, degrees
OUTDOORS = ("square", "stage")
ROOM_NAMES = {
    "service_point": "便民服务大厅",
    "civilization_station": "实践站",
    "clinic": "卫生室",
    "training": "培训室",
    "day_care": "日间照料室",
    "nursery": "托幼室",
    "store": "便民超市",
    "activity_room": "活动室",
}
FORMER = ("", "", "", "小学", "供销社", "大队部")
THINGS = (
    ("办公桌椅", 4, 12),
    ("电脑", 1, 5),
    ("打印机", 1, 2),
    ("文件柜", 2, 6),
    ("电话", 1, 2),
    ("档案盒", 20, 80),
)
SOURCES = (
    (MoneySource.FINANCE, ""),
    (MoneySource.PARTY_DUES, ""),
    (MoneySource.PARTNER, "县住建局"),
    (MoneySource.COLLECTIVE, ""),
)
OLD_THINGS = (
    ("老犁", "村里最后一架木犁，用到通了拖拉机那年。", "马长根", True),
    ("生产队的铜钟", "上工、开会都敲它，现在挂在村室门口。", "", False),
    ("粮票和布票", "一户人家三代人攒下的，夹在账本里。", "秦玉兰", False),
)
LESSONS = (
    "围墙拆了，院子和广场连成一片，傍晚跳舞的、下棋的都来。没花多少钱：砖卖给了村里修渠的。",
    "一间大屋三样用：上午办事，下午开会，晚上读书。桌子带轮子，推开就行。",
    "老学校改的，孩子们托在东边，老人在西边，中间是卫生室，吃饭在一处。",
)
ANSWERED = ("identity_set", "plaques", "flag")


def fill_files(villages: Sequence[Center], desk: User | None, at: datetime) -> None:
    """Rooms follow what each centre says it has, so that a room entered later contradicts nothing."""
    if not villages:
        return
    rng = Random(SEED)  # noqa: S311 - invented data
    _points(villages, rng)
    _houses(villages, rng)
    Equipment.objects.bulk_create(
        Equipment(
            center=center,
            name=name,
            number=rng.randint(least, most),
            paid_by=(source := rng.choice(SOURCES))[0],
            giver=source[1],
        )
        for center in villages
        for name, least, most in rng.sample(THINGS, rng.randint(3, len(THINGS)))
    )
    Assessment.objects.bulk_create(_answers(villages, at, rng), batch_size=2000)
    if desk:
        _shown(villages, desk, at)


def _points(villages: Sequence[Center], rng: Random) -> None:
    """Villages lie around their township, townships around the county's middle."""
    middles: dict[int, tuple[float, float]] = {}
    for center in villages:
        place = (
            AROUND[0] + rng.uniform(-0.17, 0.17),
            AROUND[1] + rng.uniform(-0.26, 0.26),
        )
        middle = middles.setdefault(center.region.parent_id or 0, place)
        center.latitude = Decimal(f"{middle[0] + rng.gauss(0, 0.025):.6f}")
        center.longitude = Decimal(f"{middle[1] + rng.gauss(0, 0.03):.6f}")
    Center.objects.bulk_update(villages, ["latitude", "longitude"], batch_size=200)


def _houses(villages: Sequence[Center], rng: Random) -> None:
    houses = Building.objects.bulk_create(
        Building(
            center=center,
            name="主楼",
            floors=rng.choice((1, 2, 2, 3)),
            former_use=rng.choice(FORMER),
            ownership=center.ownership,
            condition=center.condition,
        )
        for center in villages
    )
    uses: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    said = Assessment.objects.current().filter(center__in=villages, item__function__isnull=False)
    for center, presence, function in said.values_list("center", "presence", "item__function"):
        uses[center][presence].add(function)
    functions = Function.objects.in_bulk()
    rooms, room_uses, places, place_uses = [], [], [], []
    for house in houses:
        for key in sorted(uses[house.center_id][Presence.HAVE]):
            if functions[key].code not in OUTDOORS:
                rooms.append(_room(house, functions[key], rng))
                room_uses.append(key)
        for key in sorted(uses[house.center_id][Presence.NEARBY]):
            name = f"{functions[key].name}（附近）"
            places.append(
                NearbyPlace(center=house.center, name=name, meters=rng.randint(1, 9) * 50)
            )
            place_uses.append(key)
    _tie(Room, Room.objects.bulk_create(rooms), room_uses)
    _tie(NearbyPlace, NearbyPlace.objects.bulk_create(places), place_uses)


def _room(house: Building, function: Function, rng: Random) -> Room:
    return Room(
        building=house,
        floor=rng.randint(1, house.floors),
        name=ROOM_NAMES.get(function.code, function.name),
        area=Decimal(rng.randint(15, 80)),
        hours="周三上午" if function.code == "training" else "",
    )


def _tie(
    kind: type[Room | NearbyPlace], rows: Sequence[Room | NearbyPlace], keys: Sequence[int]
) -> None:
    through: Any = kind.functions.through
    field = "room_id" if kind is Room else "nearbyplace_id"
    through.objects.bulk_create(
        through(**{field: row.pk, "function_id": key}) for row, key in zip(rows, keys, strict=True)
    )


def _answers(villages: Sequence[Center], at: datetime, rng: Random) -> list[Assessment]:
    today = timezone.localdate(at)
    rows = []
    for code in ANSWERED:
        standard = Standard.objects.in_force(code, today)
        for item in standard.items.all() if standard else []:
            for center in villages:
                there = rng.random() < 0.85
                amount = Decimal(rng.randint(1, 4)) if item.is_measured and there else None
                rows.append(
                    Assessment(
                        center=center,
                        item=item,
                        presence=Presence.HAVE if there else Presence.LACK,
                        amount=amount,
                        checked_on=today - timedelta(days=rng.randint(5, 90))
                        if item.asks_day and there
                        else None,
                        at=at - timedelta(days=20),
                    )
                )
    return rows


def _shown(villages: Sequence[Center], desk: User, at: datetime) -> None:
    """The first villages have old things and are shown to the others."""
    Heritage.objects.bulk_create(
        Heritage(
            center=villages[0],
            title=title,
            text=text,
            giver=giver,
            giver_agreed=agreed,
            added_by=desk,
            added_at=at,
        )
        for title, text, giver, agreed in OLD_THINGS
    )
    since = timezone.localdate(at) - timedelta(days=60)
    Showcase.objects.bulk_create(
        Showcase(center=center, since=since, lessons=lessons, named_by=desk)
        for center, lessons in zip(villages, LESSONS, strict=False)
    )
