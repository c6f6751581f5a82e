"""Who is answerable at an instant: the one answer for tickets, public page, board and API (B12, B23).

A hole is said with the number of the level above, never hidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Role
from centers.models import Center, Closure
from centers.opening import LOOK_AHEAD, Door, door, hours_of
from duty.models import Assignment, DutyCategory
from duty.wording import people_until, post_word, whose
from regions.models import Level, Region
from regions.wording import clock_time, phone_number
from regions.workdays import Workdays

# Who is asked first among those on duty; somebody at the counter comes before them all.
FIRST_ASKED = (DutyCategory.VILLAGE, DutyCategory.OTHER, DutyCategory.TOWNSHIP)

# What `fallback_of` reads of a unit.
LINE = (
    "superior__center",
    "superior__region",
    "superior__superior__center",
    "superior__superior__region",
)

# From 7 in the evening to 6 in the morning people say 夜里.
EVENING, MORNING = 19, 6


@dataclass(frozen=True)
class Standing:
    """One person on duty; `post` is the word that villagers read."""

    user: User
    category: str
    presence: str
    counter: bool
    lead: bool
    until: datetime
    post: str

    @property
    def phone(self) -> str:
        """The person's own number, with consent only."""
        return (self.user.phone or "") if self.user.phone_public else ""


@dataclass(frozen=True)
class Fallback:
    """The number that answers when this unit does not: the township's, of a township the county's."""

    unit: Unit
    name: str
    phone: str
    said: str

    @property
    def sentence(self) -> str:
        return _("请打%(whose)s电话 %(phone)s") % {
            "whose": self.said,
            "phone": phone_number(self.phone),
        }


@dataclass(frozen=True)
class OnDuty:
    unit: Unit
    center: Center | None
    at: datetime
    door: Door
    fallback: Fallback
    people: list[Standing] = field(default_factory=list)

    @property
    def is_hole(self) -> bool:
        """Nobody stands there; as a query: `uncovered`."""
        return not self.people

    @property
    def open(self) -> bool:
        return self.door.open and not self.is_hole

    @property
    def phone(self) -> str:
        own = (self.center.duty_phone if self.center else "") or self.unit.phone
        return self.fallback.phone if self.is_hole else own or self.fallback.phone

    @property
    def sentence(self) -> str:
        """The second line of the centre's page: one of five sentences, no other."""
        if self.is_hole:
            return _("门关了，现在没人值班，") + self.fallback.sentence
        if self.door.open and self.door.until:
            return _("现在开着门，到%(closing)s") % {"closing": clock_time(self.door.until)}
        if self.door.noon and self.door.opens_at:
            return _("中午休息，%(opening)s开门。急事打电话") % {
                "opening": clock_time(self.door.opens_at)
            }
        if self.door.closed_reason and not self.is_night:
            return _("今天不开门（%(reason)s），打电话就接") % {"reason": self.door.closed_reason}
        return _("门关了，有人值班，打电话就接")

    @property
    def line(self) -> str:
        """The third line: who it is, and until when."""
        if self.is_hole:
            return _("%(name)s：%(phone)s") % {
                "name": self.fallback.name,
                "phone": phone_number(self.fallback.phone),
            }
        shifts = [
            people_until(people, end, self.at)
            for end, people in groupby(self.people, key=lambda person: person.until)
        ]
        return (_("夜里值班：") if self.is_night else _("今天值班：")) + _("；").join(shifts)

    @property
    def is_night(self) -> bool:
        return not MORNING <= timezone.localtime(self.at).hour < EVENING


def on_duty(unit: Unit, at: datetime, workdays: Workdays | None = None) -> OnDuty:
    """Everybody who stands at the unit's centre at that instant, in first-contact order; at most four queries."""
    today = timezone.localdate(at)
    unit = _with_line(today).prefetch_related("center__hours").get(pk=unit.pk)
    center: Center | None = getattr(unit, "center", None)
    fallback = fallback_of(unit)
    if center is None:
        return OnDuty(unit, None, at, Door(open=False), fallback)
    closures = {date.fromisoformat(row["date"]): row["reason"] for row in unit.coming_closures}  # type: ignore[attr-defined]  # annotated above
    calendar = workdays or Workdays.for_county(unit.region)
    people = [
        _standing(row, center, unit.region)
        for row in _once_each(_answering(at).filter(shift__center=center))
    ]
    return OnDuty(
        unit, center, at, door(hours_of(center), closures, calendar, at), fallback, people
    )


def unit_answering(region: Region) -> Unit | None:
    """The unit behind a region's page: a village's station, of a township its centre, of the county its desk."""
    if region.level == Level.VILLAGE:
        return Unit.objects.station_of(region)
    if region.level == Level.COUNTY:
        return Unit.objects.county_desk_of(region)
    return Unit.objects.township_center_of(region)


def fallback(unit: Unit, at: datetime) -> Fallback:
    """Whom to phone when the unit does not answer; one query."""
    return fallback_of(_with_line(timezone.localdate(at)).get(pk=unit.pk))


def uncovered(region: Region, at: datetime) -> QuerySet[Unit]:
    """The village stations at or below a region at which nobody stands; as a predicate: `OnDuty.is_hole`."""
    there = Assignment.objects.covering(at).published().filter(shift__center__unit=OuterRef("pk"))
    stations = Unit.objects.filter(
        kind=UnitKind.VILLAGE_STATION, region__path__startswith=region.path, region__retired_on=None
    )
    return (
        stations.exclude(region__kind="enclave")
        .filter(~Exists(there))
        .select_related("center", "region__parent", *LINE)
    )


def answerable(unit: Unit, at: datetime) -> list[User]:
    """Who stands at the unit now, in the order in which they are asked; one query."""
    return [
        row.user for row in _once_each(_answering(at).filter(shift__center__unit=unit)) if row.user
    ]


def first_contact_candidates(unit: Unit, at: datetime) -> list[list[User]]:
    """Tiers of people of equal rank, the first to be asked first; empty tiers are left out (B12).

    On duty at the unit: the counter, then village, other, township people. In a hole the station
    head, then who is on duty at the township, then the county desk.
    """
    rows = _once_each(_answering(at).filter(shift__center__unit__in=[unit.pk, unit.superior_id]))
    here = [row for row in rows if row.shift.center.unit_id == unit.pk]
    above = [row for row in rows if row.shift.center.unit_id != unit.pk]
    heads, desk = _heads_and_desk(unit, timezone.localdate(at))
    return [tier for tier in [*_tiers(here), heads, *_tiers(above), desk] if tier]


def _tiers(rows: list[Assignment]) -> list[list[User]]:
    return [[row.user for row in group if row.user] for _rank, group in groupby(rows, key=rank_of)]


def _heads_and_desk(unit: Unit, day: date) -> tuple[list[User], list[User]]:
    head_role = Role.STATION_HEAD if unit.kind == UnitKind.VILLAGE_STATION else Role.TOWNSHIP_LEAD
    heads = Q(unit=unit, role=head_role)
    desk = Q(
        role=Role.COUNTY_DESK,
        unit__kind=UnitKind.COUNTY_DESK,
        unit__region__in=unit.region.ancestor_ids,
    )
    posts = (
        Post.objects.active_on(day)
        .filter(heads | desk, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    found: dict[bool, dict[int, User]] = {True: {}, False: {}}
    for post in posts:
        found[post.role == Role.COUNTY_DESK][post.user_id] = post.user
    return list(found[False].values()), list(found[True].values())


def _answering(at: datetime) -> QuerySet[Assignment]:
    return (
        Assignment.objects.covering(at)
        .published()
        .select_related("user", "shift__center")
        .order_by("pk")
    )


def rank_of(row: Assignment) -> int:
    """How soon somebody in this place is asked: the counter, then village, other, township."""
    if row.counter:
        return 0
    return 1 + (FIRST_ASKED.index(DutyCategory(row.category)) if row.category else len(FIRST_ASKED))


def _once_each(rows: Iterable[Assignment]) -> list[Assignment]:
    """In first-contact order; who stands twice at once stands in the better place."""
    kept: dict[tuple[int, int | None], Assignment] = {}
    for row in sorted(rows, key=lambda row: (rank_of(row), row.pk)):
        kept.setdefault((row.shift.center_id, row.user_id), row)
    return list(kept.values())


def _standing(row: Assignment, center: Center, region: Region) -> Standing:
    user = cast("User", row.user)  # `covering` leaves open places out
    return Standing(
        user,
        row.category,
        row.presence,
        row.counter,
        row.lead,
        row.end,
        post_word(row.category, center.kind, region),
    )


def _with_line(today: date) -> QuerySet[Unit]:
    """Units with what `on_duty` asks of them: centre, line of superiors, closures of the coming days."""
    closures = Closure.objects.filter(
        center__unit=OuterRef("pk"), date__range=(today, today + timedelta(days=LOOK_AHEAD))
    )
    return Unit.objects.select_related("center", "region__parent", *LINE).annotate(
        coming_closures=ArraySubquery(closures.values(row=JSONObject(date="date", reason="reason")))
    )


def fallback_of(unit: Unit) -> Fallback:
    """The nearest superior with a number, of a unit whose `LINE` was read; the top of the line falls back on itself."""
    line = [
        office
        for office in (unit.superior, unit.superior.superior if unit.superior else None)
        if office
    ]
    office = next((office for office in line if _number_of(office)), line[0] if line else unit)
    return Fallback(office, office.name, _number_of(office), whose(office))


def _number_of(unit: Unit) -> str:
    center: Center | None = getattr(unit, "center", None)
    return (center.duty_phone if center else "") or unit.phone
