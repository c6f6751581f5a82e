"""Who takes part in the bulk: every village with its people and the line above it, read once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Engagement, Role
from portal.demonstration.sayings import SAYINGS
from regions.models import Region
from regions.workdays import Workdays
from services.models import Category, ServiceItem
from services.office import Office


class Remembering(Workdays):
    """The county's calendar, asked millions of times: each day is looked up once."""

    def is_working_day(self, day: date) -> bool:
        known: dict[date, bool] = self.__dict__.setdefault("_known", {})
        if day not in known:
            known[day] = super().is_working_day(day)
        return known[day]


def _office(county: Region) -> Office:
    office = Office.of(county)
    workdays = Remembering(**vars(office.calendar.workdays))
    return replace(office, calendar=replace(office.calendar, workdays=workdays))


@dataclass(frozen=True)
class Person:
    """Somebody, the post with which they act, and the one for which they were chosen."""

    user: User
    post: Post
    chosen: Post

    @property
    def pk(self) -> int:
        return self.user.pk


@dataclass(frozen=True)
class Village:
    region: Region
    station: Unit
    center: Unit
    head: Person
    others: tuple[Person, ...]
    clerk: Person


@dataclass
class Cast:
    """The county's villages, departments and desks; everything the bulk asks of the database."""

    county: Region
    office: Office
    villages: list[Village] = field(default_factory=list)
    departments: dict[str, tuple[Unit, Person]] = field(default_factory=dict)
    county_desk: tuple[Unit, Person] | None = None
    confidential: tuple[Unit, Person] | None = None

    @classmethod
    def of(cls, county: Region) -> Cast:
        cast = cls(county, _office(county))
        units = {
            unit.pk: unit
            for unit in Unit.objects.visible_to_region(county).select_related(
                "region", "superior__superior"
            )
        }
        posts = _first_posts(county)
        for unit in units.values():
            cast._place(unit, units, posts)
        cast.villages.sort(key=lambda village: village.region.code)
        return cast

    def _place(
        self, unit: Unit, units: dict[int, Unit], posts: dict[tuple[int, str], list[Person]]
    ) -> None:
        if unit.kind == UnitKind.VILLAGE_STATION and unit.superior_id:
            head = posts[unit.pk, Role.STATION_HEAD][0]
            others = [*posts[unit.pk, Role.AGENT], *posts[unit.pk, Role.MEMBER]]
            clerk = posts[unit.superior_id, Role.TOWNSHIP_CLERK][0]
            self.villages.append(
                Village(unit.region, unit, units[unit.superior_id], head, tuple(others), clerk)
            )
        elif unit.kind == UnitKind.DEPARTMENT and posts[unit.pk, Role.LIAISON]:
            self.departments[unit.name] = unit, posts[unit.pk, Role.LIAISON][0]
        elif unit.kind == UnitKind.COUNTY_DESK:
            self.county_desk = unit, posts[unit.pk, Role.COUNTY_DESK][0]
        elif unit.kind == UnitKind.CONFIDENTIAL_DESK:
            self.confidential = unit, posts[unit.pk, Role.COUNTY_CONFIDENTIAL][0]

    @cached_property
    def village_of(self) -> dict[int, Village]:
        return {village.region.pk: village for village in self.villages}

    @cached_property
    def items(self) -> dict[str, ServiceItem]:
        wanted = [saying.item for saying in SAYINGS]
        return {
            item.name: item
            for item in ServiceItem.objects.filter(name__in=wanted).select_related("category")
        }

    @cached_property
    def about_service(self) -> Category:
        return Category.objects.get(about_service=True)

    @cached_property
    def about_cadres(self) -> Category:
        return Category.objects.get(about_cadres=True)


def _first_posts(county: Region) -> dict[tuple[int, str], list[Person]]:
    """People by unit and role, each with the first of their posts: the one they act with."""
    found: dict[tuple[int, str], list[Person]] = defaultdict(list)
    first: dict[int, Post] = {}
    posts = Post.objects.filter(unit__region__path__startswith=county.path).exclude(
        engagement=Engagement.STAND_IN
    )
    for post in posts.select_related("user", "unit").order_by("unit", "role", "starts"):
        acting = first.setdefault(post.user_id, post)
        found[post.unit_id, post.role].append(Person(post.user, acting, post))
    for people in found.values():
        people.sort(key=lambda person: person.pk)
    return found
