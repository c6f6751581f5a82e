"""The units of the demonstration county: stations, townships with their desks, departments, county desks."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from accounts.models import Unit, UnitKind
from regions.models import Region

DESKS = ("服务部", "督察部", "应急部", "接待室")
INSPECTORATE = "县督查局"
DEPARTMENTS = (
    "县住建局",
    "县民政局",
    "县人社局",
    "县医保局",
    "县公安局",
    "县自然资源局",
    "县农业农村局",
    "县水利局",
    "县交通运输局",
    "县生态环境局",
    "县卫健委",
    "县教体局",
    "县残联",
    "县供电公司",
    INSPECTORATE,
)


# The one on the pages that the guides show.
KNOWN_PHONES = {"410327102200": "0379-00000011"}


class Numbers:
    """Invented land lines, one after the other."""

    def __init__(self, first: int) -> None:
        self.counter = count(first)

    def next(self) -> str:
        return f"0379-{next(self.counter):08d}"


def make_units(county: Region, townships: Iterable[Region]) -> None:
    """Superiors as "one level up" means it: station, township, county desk; departments under the desk."""
    desk = Unit.objects.create(
        region=county,
        kind=UnitKind.COUNTY_DESK,
        name=f"{county.short_name}综合协调办公室",
        phone="0379-00000001",
    )
    Unit.objects.create(
        region=county,
        kind=UnitKind.CONFIDENTIAL_DESK,
        name="县委组织部干部反映专办",
        phone="0379-00000002",
    )
    numbers = Numbers(101)
    Unit.objects.bulk_create(
        Unit(
            region=county,
            kind=UnitKind.DEPARTMENT,
            name=name,
            phone=numbers.next(),
            superior=desk,
        )
        for name in DEPARTMENTS
    )
    centers = _make_townships(desk, list(townships))
    _make_stations(centers)


def _make_townships(desk: Unit, townships: list[Region]) -> list[Unit]:
    numbers = Numbers(1001)
    centers = Unit.objects.bulk_create(
        Unit(
            region=township,
            kind=UnitKind.TOWNSHIP_CENTER,
            name=f"{township.short_name}党群服务中心",
            phone=numbers.next(),
            superior=desk,
        )
        for township in townships
    )
    Unit.objects.bulk_create(
        Unit(
            region=center.region,
            kind=UnitKind.TOWNSHIP_DESK,
            name=f"{center.region.short_name}{name}",
            phone=numbers.next(),
            superior=center,
        )
        for center in centers
        for name in DESKS
    )
    return centers


def _make_stations(centers: list[Unit]) -> None:
    numbers = Numbers(2001)
    above = {center.region_id: center for center in centers}
    villages = Region.objects.villages().filter(parent__in=above).order_by("code")
    Unit.objects.bulk_create(
        Unit(
            region=village,
            kind=UnitKind.VILLAGE_STATION,
            name=f"{village.short_name}党群服务中心",
            phone=KNOWN_PHONES.get(village.code) or numbers.next(),
            superior=above[village.parent_id or 0],
        )
        for village in villages
    )
