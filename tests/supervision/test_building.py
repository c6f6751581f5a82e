"""Walls and renovation on line 7 of the county's page and in its columns; every number opens its rows (B5, B6)."""

# ruff: noqa: F811 - fixtures are used by their names

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from centers.actions import survey_wall
from supervision.building import Building
from supervision.tables import Number
from tests.centers.conftest import (  # noqa: F401 - fixtures are used by their names
    center,
    make_project,
    neighbour_center,
    other_center,
)
from tests.conftest import log_in
from tests.supervision.test_pages import heading, text_of

pytestmark = pytest.mark.usefixtures("clock")


def test_walls_and_batches_stand_on_line_seven_and_open_their_rows(
    client,
    county_officer,
    center,
    neighbour_center,
    other_center,
    at,
):
    survey_wall(center=center, state="kept", reason="临崖", gate="none", by=county_officer, at=at)
    make_project(center, at, finished_on=at.date())
    make_project(neighbour_center, at)
    make_project(other_center, at, order=2, deadline=date(2026, 11, 1))
    client = log_in(client, county_officer)
    page = client.get("/supervision/").content.decode()
    said = text_of(page).replace(" ", "")
    assert "围墙不具备条件1" in said
    assert "围墙还没看2" in said
    assert "2批改造第1批2/第2批1，改造进批次3，改造完成1，改造按期完成1，改造过期没完成1差0" in said
    expected = {
        "wall_kept": 1, "wall_unsurveyed": 2, "projects": 3, "projects_done": 1, "projects_late": 1,
    }  # fmt: skip
    for key, number in expected.items():
        rows_page = client.get(f"/supervision/rows/?figure={key}").content.decode()
        assert heading(rows_page).endswith(f" {number}个")
    second = re.search(r'figure=projects&amp;[^"]*part=(\d+)"><span[^>]*>第2批', page)
    assert second
    one = client.get(f"/supervision/rows/?figure=projects&part={second[1]}").content.decode()
    assert heading(one) == "宜阳县 第2批 改造进批次 1个"


def test_progress_of_renovation_is_a_column_of_the_townships(
    client,
    clerk,
    county_officer,
    center,
    neighbour_center,
    at,
):
    make_project(center, at, finished_on=at.date())
    make_project(neighbour_center, at)
    page = log_in(client, county_officer).get("/supervision/").content.decode()
    assert "改造进度" in page
    assert re.search(r'figure=projects_done[^"]*">1/2</a>', page)
    client.logout()
    own = log_in(client, clerk).get("/supervision/").content.decode()
    assert re.search(r'figure=projects_done[^"]*">0/1</a>', own)


def test_parts_that_miss_their_total_are_printed_on_the_page():
    building = Building([Number("已拆", 178), Number("提升", 132)], 2, [], 0, [])
    words = render_to_string("supervision/building.html", {"building": building})
    assert "差 2" in words
