"""A centre and the ways to plan something at it."""

from datetime import datetime

import pytest

from activities.actions import When, approve_activity, plan_activity
from activities.models import Activity
from centers.models import Center
from config.clock import LOCAL


def local(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


@pytest.fixture
def center(units) -> Center:
    return Center.objects.create(
        unit=units.village, kind="village", name="柳泉村党群服务中心", duty_phone="037900000011"
    )


@pytest.fixture
def neighbour_center(units) -> Center:
    return Center.objects.create(unit=units.neighbour, kind="village", name="鱼泉村党群服务中心")


@pytest.fixture
def plan(center, cadre, at):
    def plan(title: str = "法治大讲堂", *sessions: When, **fields) -> Activity:
        when = sessions or (When(local(23, 15), local(23, 17), "二楼"),)
        return plan_activity(
            **{
                "center": center,
                "title": title,
                "sessions": when,
                "by": cadre,
                "at": at,
                "series": "law_talk",
                **fields,
            }
        )

    return plan


@pytest.fixture
def publish(plan, cadre, at):
    def publish(*args, **fields) -> Activity:
        return approve_activity(activity=plan(*args, **fields), by=cadre, at=at)

    return publish
