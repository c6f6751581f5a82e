"""The people of the demonstration county: eleven with a log-in, and whoever can be asked or stands duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Engagement, Role
from portal.demonstration.names import STAFF_PHONES, names
from portal.demonstration.places import INSPECTORATE
from regions.models import Region

PASSWORD = "shouwen-demo"  # noqa: S105 - printed by make run, everybody is invented
LINKED_VILLAGES = 4


@dataclass(frozen=True)
class Login:
    """A person of the demonstration with a log-in; `unit` is a unit's name, in a village its code."""

    username: str
    name: str
    unit: str
    roles: tuple[str, ...]
    who: str


LOGINS = (
    Login("cadre", "王来顺", "410327102200", (Role.STATION_HEAD, Role.AGENT), "柳泉镇柳泉村的站长、代办员"),
    Login("duty", "李秀英", "410327102200", (Role.MEMBER,), "柳泉镇柳泉村的值班干部"),
    Login("neighbor", "赵春生", "410327102201", (Role.STATION_HEAD,), "邻村柳泉镇鱼泉村的站长"),
    Login(
        "township",
        "孙建国",
        "柳泉镇党群服务中心",
        (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_OVERSIGHT, Role.TOWNSHIP_LEAD),
        "柳泉镇服务部、督察部、带班领导",
    ),
    Login("liaison", "周卫东", "县住建局", (Role.LIAISON,), "县住建局的联络员"),
    Login("county", "陈慧", "宜阳县综合协调办公室", (Role.COUNTY_DESK,), "县综合协调办公室"),
    Login(
        "confidential",
        "郑洁",
        "县委组织部干部反映专办",
        (Role.COUNTY_CONFIDENTIAL,),
        "县里接“反映干部的事”的人",
    ),
    Login("inspector", "冯立", INSPECTORATE, (Role.COUNTY_INSPECTOR,), "县督查局"),
    Login("auditor", "褚文静", "宜阳县综合协调办公室", (Role.AUDITOR,), "审计员，只看日志"),
    Login("security", "卫平安", "宜阳县综合协调办公室", (Role.SECURITY_ADMIN,), "安全管理员，管人和岗位"),
    Login("admin", "蒋诚", "宜阳县综合协调办公室", (Role.SYSTEM_ADMIN,), "系统管理员，管设置"),
)  # fmt: skip


def log_ins() -> list[tuple[str, str]]:
    """What `make run` prints: user name and who that is."""
    return [(login.username, login.who) for login in LOGINS]


class Hiring:
    """Users and posts to be written at once."""

    def __init__(self, starts: date, rng: Random) -> None:
        self.starts = starts
        self.names: Iterator[str] = names(rng, {login.name for login in LOGINS})
        self.phones = count(STAFF_PHONES)
        self.users: list[User] = []
        self.posts: list[Post] = []
        self.nobody = make_password(None)

    def person(self) -> User:
        """Somebody without a log-in; some let their own number be printed."""
        phone = str(next(self.phones))
        user = User(
            username=phone,
            name=next(self.names),
            phone=phone,
            phone_public=len(self.users) % 3 == 0,
            password=self.nobody,
        )
        self.users.append(user)
        return user

    def give(
        self,
        user: User,
        unit: Unit,
        *roles: str,
        region: Region | None = None,
        engagement: str = Engagement.FULL_TIME,
    ) -> None:
        for role in roles:
            self.posts.append(
                Post(user=user, unit=unit, role=role, region=region, engagement=engagement, starts=self.starts)
            )  # fmt: skip

    def write(self) -> None:
        User.objects.bulk_create(self.users)
        for post in self.posts:
            post.user_id = post.user.pk
        Post.objects.bulk_create(self.posts)


def make_people(*, starts: date, rng: Random) -> None:
    """Everybody who can be asked, for every unit there is; posts since `starts`."""
    hiring = Hiring(starts, rng)
    units = list(
        Unit.objects.select_related("region", "region__parent").order_by("region__code", "pk")
    )
    known = _make_logins(hiring, units)
    for unit in units:
        _staff(hiring, unit, known.get(unit.pk, frozenset()))
    _link_villages(hiring, units)
    for unit in units:
        if Role.AGENT in known.get(
            unit.pk, ()
        ):  # the head is counted as the village's: one more of the others
            hiring.give(hiring.person(), unit, Role.REPRESENTATIVE)
    hiring.write()


def _make_logins(hiring: Hiring, units: list[Unit]) -> dict[int, frozenset[str]]:
    """The eleven, with the same password; answers which roles of which unit they fill."""
    password = make_password(PASSWORD)
    by_name = {unit.name: unit for unit in units} | {
        unit.region.code: unit for unit in units if unit.kind == UnitKind.VILLAGE_STATION
    }
    filled: dict[int, frozenset[str]] = {}
    for number, login in enumerate(LOGINS, start=1):
        user = User(
            username=login.username,
            name=login.name,
            phone=str(16_000_000_000 + number),
            password=password,
        )
        hiring.users.append(user)
        unit = by_name.get(login.unit)
        if unit is not None:
            hiring.give(user, unit, *login.roles)
            filled[unit.pk] = filled.get(unit.pk, frozenset()) | set(login.roles)
    return filled


# What a unit of each kind needs; a person with two of the roles holds them together.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    UnitKind.VILLAGE_STATION: (
        (Role.STATION_HEAD,),
        (Role.AGENT, Role.MEMBER),
        (Role.MEMBER,),
        (Role.MEMBER,),
        (Role.REPRESENTATIVE,),
    ),
    UnitKind.TOWNSHIP_CENTER: ((Role.TOWNSHIP_LEAD,), (Role.TOWNSHIP_CLERK,)),
    UnitKind.TOWNSHIP_DESK: ((Role.TOWNSHIP_CLERK,),),
    UnitKind.DEPARTMENT: ((Role.LIAISON,),),
    UnitKind.COUNTY_DESK: ((Role.COUNTY_DESK,),),
}
# Of these one is enough, and a log-in may be the one.
ONLY_ONE = frozenset({Role.STATION_HEAD, Role.AGENT, Role.LIAISON})


def _staff(hiring: Hiring, unit: Unit, filled: frozenset[str]) -> None:
    if unit.name == INSPECTORATE:
        return
    for roles in NEEDED.get(unit.kind, ()):
        if roles[0] in filled & ONLY_ONE:
            continue
        oversight = unit.name.endswith("督察部")
        hiring.give(hiring.person(), unit, *((Role.TOWNSHIP_OVERSIGHT,) if oversight else roles))
    if unit.kind == UnitKind.DEPARTMENT and unit.pk % 3 == 0:
        hiring.give(hiring.person(), unit, Role.LIAISON, engagement=Engagement.STAND_IN)


def _link_villages(hiring: Hiring, units: list[Unit]) -> None:
    """Some villages share a team of the township (包村干部): one for each of them on every working day, and one over."""
    centers = {unit.region_id: unit for unit in units if unit.kind == UnitKind.TOWNSHIP_CENTER}
    below: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.kind == UnitKind.VILLAGE_STATION and unit.region.parent_id is not None:
            below[unit.region.parent_id].append(unit)
    for township, stations in below.items():
        for first in range(0, len(stations), LINKED_VILLAGES):
            linked = stations[first : first + LINKED_VILLAGES]
            for _number in range(len(linked) + 1):
                person = hiring.person()
                for station in linked:
                    hiring.give(person, centers[township], Role.VILLAGE_LINK, region=station.region)
