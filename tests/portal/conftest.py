"""Centres of the small county and a matter that a villager brought."""

from __future__ import annotations

import pytest

from centers.models import Center
from tests.services.conftest import allowance, ask, calendar, cast, lamp  # noqa: F401 - the same world


@pytest.fixture
def center(units) -> Center:
    return Center.objects.create(
        unit=units.village,
        kind="village",
        name="柳泉村党群服务中心",
        local_name="村室",
        duty_phone="037900000011",
    )
