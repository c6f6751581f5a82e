"""What a village's public page shows, gathered once (screens.md 1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import Unit
from activities.models import ActivitySession
from centers.inside import Building, building_at, rooms_in_words, rooms_of
from centers.models import Center, Project, VillageNotice
from centers.opening import hours_of
from centers.standards import public_sentence
from config.clock import LOCAL
from duty.coverage import OnDuty, on_duty
from duty.touring import next_visits
from regions.hours import Span
from regions.models import Kind, Level, Region
from regions.wording import span
from regions.workdays import Workdays
from services.catalogue.topics import topics
from supervision.figures import MonthFigures, month_of_village

NOTICES = 3
SESSIONS = 4
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """A region that villagers may ask at: how they call it, which unit answers, under which number."""

    region: Region
    unit: Unit
    center: Center | None
    now: OnDuty

    @property
    def home(self) -> str:
        """村里 for a village, 社区 for a community; a township or street by its own name."""
        if self.region.level != Level.VILLAGE:
            return self.region.short_name
        return _("社区") if self.region.kind == Kind.COMMUNITY else _("村里")

    @property
    def title(self) -> str:
        if self.center is None:
            return self.region.short_name
        local = f"（{self.center.local_name}）" if self.center.local_name else ""
        return f"{self.center.name}{local}"

    @property
    def phone(self) -> str:
        return self.now.phone

    @property
    def township(self) -> str:
        parent = self.region.parent
        return parent.short_name if parent and self.region.level == Level.VILLAGE else ""


def place_of(region: Region, at: datetime, workdays: Workdays | None = None) -> Place | None:
    """The unit that answers for a region, and who stands there; None where the county has set up nobody."""
    if region.level == Level.VILLAGE:
        unit = Unit.objects.station_of(region) or Unit.objects.county_desk_of(region)
    elif region.level == Level.COUNTY:
        unit = Unit.objects.county_desk_of(region)
    else:
        unit = Unit.objects.township_center_of(region) or Unit.objects.county_desk_of(region)
    if unit is None:
        return None
    now = on_duty(unit, at, workdays)
    return Place(region, unit, now.center, now)


@dataclass(frozen=True)
class VillagePage:
    place: Place
    notices: list[VillageNotice]
    sessions: list[ActivitySession]
    topics: list[str]
    month: MonthFigures
    has: str
    hours: list[str]
    visits: list[str]
    rooms: list[str]
    building: Building | None

    @property
    def asking(self) -> Project | None:
        """The project on which residents are asked today."""
        return self.building.project if self.building and self.building.asking else None

    @property
    def asking_key(self) -> str:
        return str(self.asking.pk) if self.asking else ""


def village_page(place: Place, at: datetime, workdays: Workdays) -> VillagePage:
    region, center = place.region, place.center
    today = at.astimezone(LOCAL).date()
    coming = (
        ActivitySession.objects.public(at).filter(start__lt=at + WEEK).select_related("activity")
    )
    return VillagePage(
        place=place,
        notices=list(VillageNotice.objects.showing(at).for_village(region)[:NOTICES]),
        sessions=list(coming.at_center(center).order_by("start")[:SESSIONS]) if center else [],
        topics=topics(),
        month=month_of_village(region, at),
        has=public_sentence(center, today) if center else "",
        hours=_hours_in_words(center, workdays, at) if center else [],
        visits=[visit.words for visit in next_visits(center, at, workdays)] if center else [],
        rooms=rooms_in_words(rooms_of(center)) if center else [],
        building=building_at(center, today) if center else None,
    )


def _hours_in_words(center: Center, workdays: Workdays, at: datetime) -> list[str]:
    """今天 and, on a day off, the next working day: what somebody planning a walk wants to know."""
    day = at.astimezone(LOCAL).date()
    if not workdays.is_working_day(day):
        day = workdays.next_working_day(day)
    return [_said(one) for one in hours_of(center).spans(day, workdays)]


def _said(one: Span) -> str:
    return span(one.opens, one.closes)
