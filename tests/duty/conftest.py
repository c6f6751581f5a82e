"""Centres of the small county, the calendar of autumn 2026, and shifts that a test states one by one."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from accounts.models import Unit, User
from accounts.roles import Role
from centers.models import Center
from config.clock import LOCAL
from duty import actions
from duty.models import Assignment, DutyMember, Roster, Shift, ShiftTemplate
from regions.models import CalendarDay
from tests.conftest import hire

SINCE = date(2025, 1, 1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.fixture
def calendar(db) -> None:
    """The National Day of 2026 with its makeup Saturday, and New Year 2027, announced."""
    off = {date(2026, 10, day): "国庆节" for day in range(1, 8)} | {date(2027, 1, 1): "元旦"}
    statutory = {date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3), date(2027, 1, 1)}
    CalendarDay.objects.bulk_create(
        CalendarDay(
            date=day, kind="statutory" if day in statutory else "rest", name=name, confirmed=True
        )
        for day, name in off.items()
    )
    CalendarDay.objects.create(
        date=date(2026, 10, 10), kind="work", makeup=True, name="国庆节", confirmed=True
    )


def make_center(unit: Unit, kind: str = "village") -> Center:
    return Center.objects.create(unit=unit, kind=kind, name=unit.name, duty_phone=unit.phone)


@pytest.fixture
def center(units) -> Center:
    return make_center(units.village)


@pytest.fixture
def neighbour_center(units) -> Center:
    return make_center(units.neighbour)


@pytest.fixture
def township_center(units) -> Center:
    return make_center(units.township, "township")


@pytest.fixture
def link(units, village) -> User:
    """The township's person for the village."""
    return hire("link", "吴小军", 21, units.township, Role.VILLAGE_LINK, region=village)


@pytest.fixture
def agent(units) -> User:
    return hire("agent", "冯桂花", 22, units.village, Role.AGENT)


@pytest.fixture
def shifts(db) -> list[ShiftTemplate]:
    """The county's default shifts of the onsite style."""
    return actions.load_shift_templates(style="onsite")


def enrol(center: Center, user: User, category: str, **fields: object) -> DutyMember:
    return DutyMember.objects.create(
        center=center, user=user, category=category, active_from=SINCE, **fields
    )


def make_shift(
    center: Center, start: datetime, end: datetime, kind: str = "work", status: str = "published"
) -> Shift:
    """One concrete shift in the roster of its month."""
    day = start.astimezone(LOCAL).date()
    name = f"{start.astimezone(LOCAL):%H:%M}-{end.astimezone(LOCAL):%H:%M}"
    template, _new = ShiftTemplate.objects.get_or_create(
        center=center,
        name=name,
        defaults={
            "starts_at": time(8),
            "ends_at": time(18),
            "day_kinds": [kind],
            "valid_from": SINCE,
        },
    )
    roster, _new = Roster.objects.get_or_create(
        center=center, month=day.replace(day=1), defaults={"status": status}
    )
    return Shift.objects.create(
        roster=roster,
        center=center,
        template=template,
        duty_date=day,
        start=start,
        end=end,
        day_kind=kind,
    )


def assign(
    shift: Shift,
    user: User | None,
    category: str = "village",
    presence: str = "standby",
    **fields: object,
) -> Assignment:
    member = None
    if user is not None:
        member, _new = DutyMember.objects.get_or_create(
            center=shift.center,
            user=user,
            active_until=None,
            defaults={"category": category, "active_from": SINCE},
        )
    return Assignment.objects.create(
        shift=shift,
        member=member,
        user=user,
        category=category,
        presence=presence,
        start=shift.start,
        end=shift.end,
        **fields,
    )


def stand(
    center: Center,
    user: User | None,
    start: str,
    end: str,
    category: str = "village",
    **fields: object,
) -> Assignment:
    """A shift of its own with one person in it, between two local times."""
    begin, finish = local(start), local(end)
    running = Shift.objects.filter(center=center, start=begin, end=finish).first()
    return assign(running or make_shift(center, begin, finish), user, category, **fields)
