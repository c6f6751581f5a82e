"""A county with one village, small enough to stand in a second. Everybody in it is invented."""

from __future__ import annotations

from datetime import date

from rest_framework.authtoken.models import Token

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Engagement, Role
from faults.asking import VILLAGE
from regions.models import Kind, Level, Region, RegionCode

SINCE = date(2020, 1, 1)


def fill() -> str:
    """Make it; answers the token of the village's cadre."""
    county = _region("990001000000", "试验县", Level.COUNTY, None)
    township = _region("990001001000", "试验镇", Level.TOWNSHIP, county)
    village = _region(VILLAGE, "试验村", Level.VILLAGE, township)
    desk = _unit(county, UnitKind.COUNTY_DESK, "试验县综合协调办公室", None)
    center = _unit(township, UnitKind.TOWNSHIP_CENTER, "试验镇党群服务中心", desk)
    station = _unit(village, UnitKind.VILLAGE_STATION, "试验村党群服务中心", center)
    cadre = _hire("cadre", "牛得草", 1, station, Role.STATION_HEAD)
    _hire("township", "马千里", 2, center, Role.TOWNSHIP_LEAD, Role.TOWNSHIP_OVERSIGHT)
    _hire("county", "杨百川", 3, desk, Role.COUNTY_DESK)
    return str(Token.objects.create(user=cadre).key)


def _region(code: str, name: str, level: str, parent: Region | None) -> Region:
    region = Region.objects.create(
        parent=parent,
        level=level,
        kind=Kind.VILLAGE if level == Level.VILLAGE else "",
        code=code,
        name=name,
        short_name=name,
    )
    RegionCode.objects.create(region=region, code=code, valid_from=SINCE)
    region.refresh_from_db()  # the database writes the path
    return region


def _unit(region: Region, kind: str, name: str, superior: Unit | None) -> Unit:
    return Unit.objects.create(
        region=region, kind=kind, name=name, phone="0379-00000001", superior=superior
    )


def _hire(username: str, name: str, number: int, unit: Unit, *roles: str) -> User:
    person = User.objects.create_user(username, name, phone=str(16_000_900_000 + number))
    for role in roles:
        Post.objects.create(
            user=person, unit=unit, role=role, engagement=Engagement.FULL_TIME, starts=SINCE
        )
    return person
