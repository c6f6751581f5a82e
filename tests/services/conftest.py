"""A calendar, the categories and two items, and a matter in the state that a test needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace

import pytest

from accounts.models import User
from config.clock import LOCAL
from regions.models import CalendarDay, Region
from services import actions
from services.models import Category, ServiceItem, Ticket


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.fixture(autouse=True)
def calendar(db) -> None:
    """2026 is announced, with one statutory day; 2027 is not."""
    CalendarDay.objects.create(
        date=date(2026, 10, 1), kind="statutory", name="国庆节", confirmed=True
    )


@pytest.fixture
def lamp(db) -> ServiceItem:
    """Street lamps: a basic need, done in the village, promised in three working days."""
    category = Category.objects.create(name="基础设施与人居环境", order=8)
    return ServiceItem.objects.create(
        code="101",
        category=category,
        name="路灯报修",
        level="village",
        mode="direct",
        ticket_class="basic",
        promised_amount=3,
    )


@pytest.fixture
def allowance(db) -> ServiceItem:
    """Subsistence allowance: an agent's errand with papers, decided in the county."""
    category = Category.objects.create(name="社会救助与民政", order=1)
    return ServiceItem.objects.create(
        code="001",
        category=category,
        name="最低生活保障审核确认",
        level="county",
        mode="agent",
        promised_amount=30,
    )


@pytest.fixture
def ask(village, units, cadre, county_officer, at) -> Callable[..., Ticket]:
    """A villager of 柳泉村 asks in the browser."""

    def ask(
        region: Region = village, at: datetime = at, by: User | None = None, **said: object
    ) -> Ticket:
        said = {
            "text": "村东头小桥那儿的路灯坏有半个月了",
            "requester_name": "周铁牛",
            "requester_phone": "16000000101",
            "place": "2组",
        } | said
        return actions.submit(intake=actions.Intake(region=region, **said), at=at, by=by)

    return ask


@pytest.fixture
def cast(
    ask,
    units,
    cadre,
    duty_person,
    neighbour,
    clerk,
    liaison,
    county_officer,
    confidential_officer,
    at,
):
    people = SimpleNamespace(
        cadre=cadre,
        duty=duty_person,
        neighbour=neighbour,
        clerk=clerk,
        liaison=liaison,
        county=county_officer,
        confidential=confidential_officer,
    )
    return SimpleNamespace(ask=ask, units=units, at=at, **vars(people), people=vars(people))
