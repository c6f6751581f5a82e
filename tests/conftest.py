"""The small county that every test may use, and its named cast. Everybody is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Engagement, Role
from config import clock as portal_clock
from regions.models import Kind, Level, Region, RegionCode
from tests.leaks import WatchedClient
from tests.routes import CAST
from tests.world import World

SINCE = date(2025, 1, 1)


class Clock:
    """The portal's clock, standing still until a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def set(self, at: datetime) -> datetime:
        self.at = at
        return at

    def forward(self, **delta: float) -> datetime:
        return self.set(self.at + timedelta(**delta))


@pytest.fixture
def clock(monkeypatch, settings) -> Clock:
    """Monday 23 November 2026, 9:12 in the morning, a working day."""
    settings.CLOCK_SHIFT = timedelta(0)
    stopped = Clock(datetime(2026, 11, 23, 9, 12, tzinfo=portal_clock.LOCAL))
    monkeypatch.setattr(portal_clock, "system_now", stopped.now)
    return stopped


@pytest.fixture
def at(clock) -> datetime:
    return clock.now()


def make_region(
    code: str,
    name: str,
    level: str,
    parent: Region | None = None,
    kind: str = "",
    short_name: str = "",
    pinyin: str = "",
) -> Region:
    """A region with its code in force, as the import makes it."""
    syllables = pinyin.split()
    region = Region.objects.create(
        parent=parent,
        level=level,
        kind=kind,
        code=code,
        name=name,
        short_name=short_name or name,
        sort_key="".join(syllables),
        initials="".join(syllable[0] for syllable in syllables),
    )
    RegionCode.objects.create(region=region, code=code, valid_from=SINCE)
    region.refresh_from_db()  # the database writes the path
    return region


@pytest.fixture
def county(db) -> Region:
    province = make_region("410000000000", "河南省", Level.PROVINCE, pinyin="he nan sheng")
    city = make_region("410300000000", "洛阳市", Level.CITY, province, pinyin="luo yang shi")
    return make_region("410327000000", "宜阳县", Level.COUNTY, city, pinyin="yi yang xian")


@pytest.fixture
def township(county) -> Region:
    return make_region("410327102000", "柳泉镇", Level.TOWNSHIP, county, pinyin="liu quan zhen")


@pytest.fixture
def other_township(county) -> Region:
    return make_region("410327103000", "韩城镇", Level.TOWNSHIP, county, pinyin="han cheng zhen")


@pytest.fixture
def village(township) -> Region:
    return make_region(
        "410327102200",
        "柳泉村村民委员会",
        Level.VILLAGE,
        township,
        Kind.VILLAGE,
        "柳泉村",
        "liu quan cun",
    )


@pytest.fixture
def neighbour_village(township) -> Region:
    return make_region(
        "410327102201",
        "鱼泉村村民委员会",
        Level.VILLAGE,
        township,
        Kind.VILLAGE,
        "鱼泉村",
        "yu quan cun",
    )


@pytest.fixture
def other_village(other_township) -> Region:
    """In another township of the same county."""
    return make_region(
        "410327103201",
        "阁北村村民委员会",
        Level.VILLAGE,
        other_township,
        Kind.VILLAGE,
        "阁北村",
        "ge bei cun",
    )


@dataclass(frozen=True)
class Units:
    village: Unit
    neighbour: Unit
    other: Unit
    township: Unit
    township_desk: Unit
    township_oversight: Unit
    other_township: Unit
    department: Unit
    inspectorate: Unit
    county_desk: Unit
    confidential_desk: Unit


@pytest.fixture
def units(county, township, other_township, village, neighbour_village, other_village) -> Units:
    """Stations below their townships' centres below the county's desk; a department beside them."""

    def unit(
        region: Region, kind: str, name: str, phone: str, superior: Unit | None = None
    ) -> Unit:
        return Unit.objects.create(
            region=region, kind=kind, name=name, phone=phone, superior=superior
        )

    desk = unit(county, UnitKind.COUNTY_DESK, "宜阳县综合协调办公室", "0379-00000001")
    center = unit(township, UnitKind.TOWNSHIP_CENTER, "柳泉镇党群服务中心", "0379-00000010", desk)
    other_center = unit(
        other_township, UnitKind.TOWNSHIP_CENTER, "韩城镇党群服务中心", "0379-00000020", desk
    )
    return Units(
        village=unit(
            village, UnitKind.VILLAGE_STATION, "柳泉村党群服务中心", "0379-00000011", center
        ),
        neighbour=unit(
            neighbour_village,
            UnitKind.VILLAGE_STATION,
            "鱼泉村党群服务中心",
            "0379-00000012",
            center,
        ),
        other=unit(
            other_village,
            UnitKind.VILLAGE_STATION,
            "阁北村党群服务中心",
            "0379-00000021",
            other_center,
        ),
        township=center,
        township_desk=unit(
            township, UnitKind.TOWNSHIP_DESK, "柳泉镇服务部", "0379-00000013", center
        ),
        township_oversight=unit(
            township, UnitKind.TOWNSHIP_DESK, "柳泉镇督察部", "0379-00000014", center
        ),
        other_township=other_center,
        department=unit(county, UnitKind.DEPARTMENT, "县住建局", "0379-00000002", desk),
        inspectorate=unit(county, UnitKind.DEPARTMENT, "县督查局", "0379-00000003", desk),
        county_desk=desk,
        confidential_desk=unit(
            county, UnitKind.CONFIDENTIAL_DESK, "县委组织部干部反映专办", "0379-00000004"
        ),
    )


def hire(
    username: str,
    name: str,
    number: int,
    unit: Unit,
    *roles: str,
    region: Region | None = None,
    starts: date = SINCE,
) -> User:
    """A person with an invented phone and one post per role, without a password."""
    person = User.objects.create_user(username, name, phone=f"{16000000000 + number}")
    for role in roles:
        Post.objects.create(
            user=person,
            unit=unit,
            role=role,
            region=region,
            engagement=Engagement.FULL_TIME,
            starts=starts,
        )
    return person


@pytest.fixture
def cadre(units) -> User:
    return hire("cadre", "王来顺", 1, units.village, Role.STATION_HEAD, Role.AGENT)


@pytest.fixture
def duty_person(units) -> User:
    return hire("duty", "李秀英", 2, units.village, Role.MEMBER)


@pytest.fixture
def neighbour(units) -> User:
    """Station head of the next village in the same township."""
    return hire("neighbor", "赵春生", 3, units.neighbour, Role.STATION_HEAD)


@pytest.fixture
def clerk(units) -> User:
    return hire(
        "township",
        "孙建国",
        4,
        units.township,
        Role.TOWNSHIP_CLERK,
        Role.TOWNSHIP_OVERSIGHT,
        Role.TOWNSHIP_LEAD,
    )


@pytest.fixture
def liaison(units) -> User:
    return hire("liaison", "周卫东", 5, units.department, Role.LIAISON)


@pytest.fixture
def county_officer(units) -> User:
    return hire("county", "陈慧", 6, units.county_desk, Role.COUNTY_DESK)


@pytest.fixture
def confidential_officer(units) -> User:
    return hire("confidential", "郑洁", 7, units.confidential_desk, Role.COUNTY_CONFIDENTIAL)


@pytest.fixture
def inspector(units) -> User:
    return hire("inspector", "冯立", 8, units.inspectorate, Role.COUNTY_INSPECTOR)


@pytest.fixture
def auditor(units) -> User:
    return hire("auditor", "褚文静", 9, units.county_desk, Role.AUDITOR)


@pytest.fixture
def security(units) -> User:
    return hire("security", "卫平安", 10, units.county_desk, Role.SECURITY_ADMIN)


@pytest.fixture
def admin_person(units) -> User:
    return hire("admin", "蒋诚", 11, units.county_desk, Role.SYSTEM_ADMIN)


@pytest.fixture
def villager() -> None:
    """Somebody without an account: stands in tables beside the others."""


@pytest.fixture
def world(
    at, county, township, village, neighbour_village, other_village, units,
    villager, neighbour, cadre, duty_person, clerk, liaison, county_officer, confidential_officer, inspector, auditor, security, admin_person,
) -> World:  # fmt: skip
    """The county with its whole cast; further rows are made when a test asks for them."""
    places = {
        "county_region": county,
        "township_region": township,
        "village": village,
        "neighbour_village": neighbour_village,
    }
    people = (
        villager,
        neighbour,
        cadre,
        duty_person,
        clerk,
        liaison,
        county_officer,
        confidential_officer,
        inspector,
        auditor,
        security,
    )
    return World(
        at=at,
        units=units,
        other_village=other_village,
        **places,
        **dict(zip(CAST, (*people, admin_person), strict=True)),
    )


def log_in(client: Client, person: User | None) -> Client:
    """The client as that person, without asking a password; as a villager for None."""
    client.logout()
    if person is not None:
        client.force_login(person, backend="accounts.backends.PhoneOrNameBackend")
    return client


@pytest.fixture
def watched():
    """A client of that person whose every answer is searched for what lies outside the scope."""

    def client_of(person: User) -> WatchedClient:
        client = WatchedClient()
        log_in(client, person)
        client.person = person
        return client

    return client_of


@pytest.fixture(scope="session", autouse=True)
def uploads_apart(tmp_path_factory) -> None:
    """Pictures of tests lie in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("uploads")
