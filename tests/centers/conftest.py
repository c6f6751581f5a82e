"""Centres of the small county, and its standards from the data files."""

from datetime import date, datetime
from pathlib import Path

import pytest

from centers.models import Assessment, Batch, Center, Programme, Project, Standard
from centers.standardfile import import_standards
from config.clock import LOCAL
from regions.models import Region

STANDARDS = Path(__file__).parents[2] / "data" / "standards"


def local(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


@pytest.fixture
def center(units) -> Center:
    return Center.objects.create(
        unit=units.village,
        kind="village",
        name="柳泉村党群服务中心",
        local_name="村室",
        duty_phone="037900000011",
    )


@pytest.fixture
def neighbour_center(units) -> Center:
    return Center.objects.create(unit=units.neighbour, kind="village", name="鱼泉村党群服务中心")


@pytest.fixture
def other_center(units) -> Center:
    return Center.objects.create(unit=units.other, kind="village", name="阁北村党群服务中心")


@pytest.fixture
def township_center(units) -> Center:
    return Center.objects.create(unit=units.township, kind="township", name="柳泉镇党群服务中心")


def load(name: str) -> Standard:
    import_standards(STANDARDS / f"{name}.csv")
    return Standard.objects.prefetch_related("items").get(code=name)


@pytest.fixture
def seven_ones(db) -> Standard:
    return load("qi_ge_yi")


def give(center: Center, standard: Standard, count: int, at: datetime) -> None:
    """The centre has the first `count` items of the standard and lacks the rest."""
    Assessment.objects.bulk_create(
        Assessment(center=center, item=item, presence="have" if number < count else "lack", at=at)
        for number, item in enumerate(standard.items.all())
    )


def make_project(
    center: Center, at: datetime, order: int = 1, deadline: date | None = None, **about: object
) -> Project:
    """The centre in the county's batch of that order, which is made when there is none."""
    county = Region.objects.get(level="county", pk__in=center.region.ancestor_ids)
    programme, _made = Programme.objects.get_or_create(
        region=county, name="两去双提", defaults={"starts": date(2026, 1, 1)}
    )
    batch, _made = Batch.objects.get_or_create(
        programme=programme,
        order=order,
        defaults={"name": f"第{order}批", "deadline": deadline or date(2026, 12, 31)},
    )
    return Project.objects.create(
        **{"batch": batch, "center": center, "mode": "embedded", "entered_at": at} | about
    )
