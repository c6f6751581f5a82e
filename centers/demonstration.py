"""The demonstration county's centres: real village names, everything else invented (DESIGN 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Role
from centers import demonstration_renovation
from centers.demonstration_file import fill_files
from centers.models import (
    Assessment,
    Center,
    CenterKind,
    NoticeKind,
    Presence,
    Standard,
    StandardItem,
    VillageNotice,
)
from centers.standardfile import import_standards
from centers.standards import SEVEN_ONES
from regions import wording
from regions.models import Region

SHOWN_VILLAGE = "410327102200"  # 柳泉村, the village of the screens and of the log-ins
AREA_CODE, FIRST_NUMBER = "0379", 11

# Of 353 centres: how many have all of 七个一, and each of 七个有 in the order of its items.
ALL = 353
COMPLETE = 211
COVERED = (353, 353, 353, 273, 133, 98, 189)

PLACES = (
    "图书室",
    "卫生室",
    "戏台",
    "广场",
    "健身器材",
    "棋牌室",
    "老年食堂",
    "农家书屋",
    "调解室",
    "快递点",
)
WHERE = {
    CenterKind.VILLAGE: ("村委会院内", "文化广场北边", "村小学对面", "老供销社旁边"),
    CenterKind.COMMUNITY: ("文化广场北边", "老菜市场对面", "小区东门旁"),
    CenterKind.TOWNSHIP: ("政府路中段", "政府大院东边"),
}
HOW_TO_GET_THERE = ("大路走到底", "大槐树往东50米", "路口第一个院", "公交站牌后面")


@transaction.atomic
def fill(county: Region, at: datetime, rng: Random) -> int:
    """Centres for every station and township, what they have, and some notices; how many centres."""
    for path in sorted((Path(settings.BASE_DIR) / "data" / "standards").glob("*.csv")):
        import_standards(path)
    stations = Unit.objects.filter(
        kind__in=(UnitKind.VILLAGE_STATION, UnitKind.TOWNSHIP_CENTER),
        region__path__startswith=county.path,
        center=None,
    )
    units = sorted(
        stations.select_related("region__parent"),
        key=lambda unit: (unit.region.code != SHOWN_VILLAGE, unit.region.code),
    )
    centers = Center.objects.bulk_create(
        _center(unit, number, rng) for number, unit in enumerate(units, FIRST_NUMBER)
    )
    villages = [center for center in centers if center.kind != CenterKind.TOWNSHIP]
    Assessment.objects.bulk_create(_seven_ones(villages, at, rng), batch_size=2000)
    Assessment.objects.bulk_create(_seven_haves(villages, at, rng), batch_size=2000)
    fill_files(villages, next(iter(people_of(county, Role.COUNTY_DESK).values()), None), at)
    VillageNotice.objects.bulk_create(_notices(county, at, rng))
    demonstration_renovation.fill(county, villages, SHOWN_VILLAGE, at)
    return len(centers)


def people_of(county: Region, *roles: str) -> dict[int, User]:
    """One person with one of the roles for each unit below the county, by the unit's key."""
    posts = Post.objects.filter(
        role__in=roles, unit__region__path__startswith=county.path
    ).select_related("user")
    return {post.unit_id: post.user for post in posts.order_by("-pk")}


def _center(unit: Unit, number: int, rng: Random) -> Center:
    region = unit.region
    kind = _kind(unit)
    shown = region.code == SHOWN_VILLAGE
    some = sorted(rng.sample(range(len(PLACES)), rng.randint(3, 7)))
    return Center(
        unit=unit,
        kind=kind,
        name=f"{region.short_name}党群服务中心",
        local_name="村室" if shown else _local_name(kind, rng),
        address=f"{region.short_name}{rng.choice(WHERE[CenterKind(kind)])}",
        directions=rng.choice(HOW_TO_GET_THERE),
        duty_phone=re.sub(r"\D", "", unit.phone) or f"{AREA_CODE}{number:08d}",
        indoor_area=Decimal(rng.randint(120, 420)),
        outdoor_area=Decimal(rng.randint(300, 2000)),
        condition=rng.choice(("完好", "完好", "墙面要粉刷", "屋顶要补漏")),
        ownership="村集体" if kind == CenterKind.VILLAGE else "公有",
        places=list(PLACES[:5]) if shown else [PLACES[index] for index in some],
    )


def _kind(unit: Unit) -> str:
    if unit.kind == UnitKind.TOWNSHIP_CENTER:
        return CenterKind.TOWNSHIP
    return CenterKind.COMMUNITY if unit.region.kind == "community" else CenterKind.VILLAGE


def _local_name(kind: str, rng: Random) -> str:
    return {
        CenterKind.COMMUNITY: "社区",
        CenterKind.VILLAGE: rng.choice(("村室", "村室", "大队部")),
    }.get(CenterKind(kind), "")


def _share(part: int, centers: Sequence[Center]) -> int:
    return round(len(centers) * part / ALL)


def _seven_ones(centers: list[Center], at: datetime, rng: Random) -> Iterator[Assessment]:
    """Complete ones first by lot; the shown village lacks the loudspeakers, as on its page."""
    items = _items(SEVEN_ONES, at)
    by_lot = rng.sample(centers, len(centers))
    by_lot.sort(key=lambda center: center.unit.region.code == SHOWN_VILLAGE)
    complete = {center.pk for center in by_lot[: _share(COMPLETE, centers)]}
    for center in centers:
        if center.unit.region.code == SHOWN_VILLAGE:
            lacking = {item.code for item in items if item.code == "broadcast_set"}
        elif center.pk in complete:
            lacking = set()
        else:
            lacking = {item.code for item in rng.sample(items, rng.choice((1, 1, 2, 3)))}
        for item in items:
            yield _row(center, item, item.code not in lacking, at, rng)


def _seven_haves(centers: list[Center], at: datetime, rng: Random) -> Iterator[Assessment]:
    for item, number in zip(_items("qi_ge_you", at), COVERED, strict=True):
        have = {center.pk for center in rng.sample(centers, _share(number, centers))}
        for center in centers:
            yield _row(center, item, center.pk in have, at, rng)


def _items(code: str, at: datetime) -> list[StandardItem]:
    standard = Standard.objects.in_force(code, timezone.localdate(at))
    return list(standard.items.all()) if standard else []


def _row(center: Center, item: StandardItem, there: bool, at: datetime, rng: Random) -> Assessment:
    near = item.nearby_counts and rng.random() < 0.1
    presence = (Presence.NEARBY if near else Presence.HAVE) if there else Presence.LACK
    promised = None if there else _promise(center, timezone.localdate(at).year + 1, rng)
    assessed_at = at - timedelta(days=20)
    return Assessment(
        center=center, item=item, presence=presence, promised_on=promised, at=assessed_at
    )


def _promise(center: Center, year: int, rng: Random) -> date:
    """Mostly by the end of June, the rest by the end of the year."""
    june, december = date(year, 6, 30), date(year, 12, 31)
    by_lot = rng.choice((june, june, december))
    return june if center.unit.region.code == SHOWN_VILLAGE else by_lot


def _notices(county: Region, at: datetime, rng: Random) -> list[VillageNotice]:
    """One for the county, one for each township, one for every tenth village; the shown one has its own and a draft."""
    heads = people_of(county, Role.STATION_HEAD)
    members = people_of(county, Role.MEMBER)
    clerks = people_of(county, Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD)
    desk = people_of(county, Role.COUNTY_DESK)
    found: list[VillageNotice] = []
    for unit in (
        Unit.objects.filter(region__path__startswith=county.path)
        .select_related("region")
        .order_by("region__code", "pk")
    ):
        shown = unit.region.code == SHOWN_VILLAGE
        if unit.pk in desk:
            found.append(_notice(unit, desk[unit.pk], at, *COUNTY_WORDS))
        elif unit.kind == UnitKind.TOWNSHIP_CENTER and unit.pk in clerks:
            found.append(_notice(unit, clerks[unit.pk], at, *TOWNSHIP_WORDS))
        elif (
            unit.kind == UnitKind.VILLAGE_STATION
            and unit.pk in heads
            and (shown or rng.random() < 0.1)
        ):
            found.append(_outage(unit, heads[unit.pk], at))
        if shown and unit.pk in members:
            draft = _notice(
                unit,
                members[unit.pk],
                at,
                NoticeKind.HEALTH,
                "老年人免费体检，星期五上午在村卫生室",
                "65岁以上的都能来，空腹，带身份证。",
                "",
            )
            draft.approved_by, draft.approved_at = None, None
            found.append(draft)
    return found


COUNTY_WORDS = (
    NoticeKind.WEATHER,
    "大风降温，夜里到零下",
    "管好大棚和水管，烧煤取暖要开窗，防煤气中毒。",
    "",
)
TOWNSHIP_WORDS = (
    NoticeKind.PAYMENT,
    "城乡居民医保开始缴费",
    "手机上不会缴的，到村室找人代缴，带上身份证或社保卡。",
    "",
)


def _outage(unit: Unit, head: User, at: datetime) -> VillageNotice:
    """Tomorrow morning, in the words of the village's page."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    title = f"{wording.day(tomorrow)}上午8:00到12:00停电"
    notice = _notice(
        unit,
        head,
        at,
        NoticeKind.OUTAGE,
        title,
        "检修线路，请提前把水接好，家里有老人用氧气机的打村里电话。",
        "2组、3组",
    )
    notice.shows_until = timezone.make_aware(
        datetime.combine(tomorrow, datetime.min.time())
    ) + timedelta(hours=12)
    return notice


def _notice(
    unit: Unit, by: User, at: datetime, kind: str, title: str, text: str, groups: str
) -> VillageNotice:
    written = at - timedelta(hours=3)
    return VillageNotice(
        region=unit.region,
        kind=kind,
        title=title,
        text=text,
        groups=groups,
        shows_from=written,
        shows_until=at + timedelta(days=7),
        written_by=by,
        approved_by=by,
        approved_at=written,
    )
