"""Lines of stations, centres and renovation projects behind the numbers of the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from centers.models import Center, Project
from centers.renovation import STATES as PROJECT_STATES
from centers.walls import STATES as WALL_STATES


def wall_cells(center: Center, at: datetime, readable: bool) -> list[Any]:
    region, wall = center.region, getattr(center, "wall", None)
    said = [wall.get_gate_display(), wall.reason, str(wall.surveyed_on)] if wall else ["", "", ""]
    return [
        region.short_name,
        region.parent.short_name if region.parent else "",
        str(WALL_STATES[center.wall_state]),
        *said,
    ]


def project_cells(project: Project, at: datetime, readable: bool) -> list[Any]:
    region = project.center.region
    return [
        region.short_name,
        region.parent.short_name if region.parent else "",
        project.batch.name,
        str(project.batch.deadline),
        str(PROJECT_STATES[project.state(timezone.localdate(at))]),
        str(project.finished_on or ""),
    ]


def station_cells(unit: Any, at: datetime, readable: bool) -> list[Any]:
    region = unit.region
    township = region.parent.short_name if region.parent else ""
    return [(region.short_name, reverse("duty-board", args=[region.code])), township, unit.phone]


def center_cells(center: Any, at: datetime, readable: bool) -> list[Any]:
    region = center.unit.region
    return [
        region.short_name,
        region.parent.short_name if region.parent else "",
        center.met_items,
        center.needed_items - center.met_items,
    ]


def function_cells(row: Any, at: datetime, readable: bool) -> list[Any]:
    region = row.center.unit.region
    township = region.parent.short_name if region.parent else ""
    return [region.short_name, township, row.item.name, row.get_presence_display()]


def themeless_cells(center: Any, at: datetime, readable: bool) -> list[Any]:
    region = center.unit.region
    return [region.short_name, region.parent.short_name if region.parent else "", center.name]
