"""Progress, quantities and money as the pages print them: every number leads to exactly its projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Batch
from centers.parts import HEADINGS, widest_region
from centers.querysets import ProjectQuerySet
from centers.renovation import (
    PartProgress,
    Progress,
    money_of,
    progress_by_part,
    quantities_of,
    short_of_quota,
    yuan,
)
from regions.models import Level, Region

# Lines of givers on a page; the file of projects has every one.
MOST_GIVERS = 40


def projects_link(**narrow: Any) -> str:
    """The list of projects, narrowed down: batch, region, state, kind, unit, giver."""
    return f"{reverse('projects')}?{urlencode(narrow)}" if narrow else reverse("projects")


def state_links(**narrow: Any) -> dict[str, str]:
    states = ("standing", "done", "in_time", "late", "running")
    return {name: projects_link(**narrow, state=name) for name in states}


def parts_table(region: Region | None, today: date, batch: Batch | None = None) -> dict[str, Any]:
    """So many of so many, in time, late, part by part of a county or above; a township has no parts. Else empty."""
    if region is None or region.level not in HEADINGS:
        return {}
    caption, heading = HEADINGS[region.level]
    narrow = {"batch": batch.pk} if batch else {}
    lines = progress_by_part(region, today, batch)
    headers = [heading, _("进批次"), _("完成"), _("按期完成"), _("过期没完成"), _("差")]
    return {
        "caption": caption,
        "headers": headers,
        "rows": [_line(line, narrow) for line in lines],
    }


def _line(line: PartProgress, narrow: dict[str, Any]) -> list[Any]:
    if line.part is None:
        numbers: list[Any] = list(_numbers(line.progress).values())
        return [_("不在上面的"), *numbers, line.progress.difference]
    narrow = narrow | {"region": line.part.code}
    numbers = [
        (number, projects_link(**narrow, state=state))
        for state, number in _numbers(line.progress).items()
    ]
    return [_name(line.part), *numbers, line.progress.difference]


def _name(part: Region) -> Any:
    """A city or county opens its own parts."""
    if part.level not in HEADINGS:
        return part.short_name
    return part.short_name, f"{reverse('renovation')}?region={part.code}"


def _numbers(progress: Progress) -> dict[str, int]:
    return {
        "standing": progress.entered,
        "done": progress.done,
        "in_time": progress.in_time,
        "late": progress.late,
    }


def short_townships(user: User, today: date, batch: Batch) -> list[str]:
    """Townships with fewer than the batch wants of each, in words."""
    region = widest_region(user)
    if not batch.quota_min or region is None or region.level not in {Level.COUNTY, Level.TOWNSHIP}:
        return []
    return short_of_quota(batch, progress_by_part(region, today, batch))


def quantity_figures(projects: ProjectQuerySet, **narrow: Any) -> list[tuple[str, str, str]]:
    return [
        (one.name, f"{one.amount}{one.unit_word}", projects_link(**narrow, kind=one.kind))
        for one in quantities_of(projects)
    ]


def money_table(projects: ProjectQuerySet, **narrow: Any) -> dict[str, Any] | None:
    """Who gave how much to how many projects, and the sum."""
    given = money_of(projects)
    if not given:
        return None
    rows: list[list[Any]] = []
    for one in given[:MOST_GIVERS]:
        who = {"unit": one.unit} if one.unit else {"giver": one.giver}
        link = projects_link(**narrow, **who)
        rows.append([one.giver, yuan(one.amount), (one.projects, link)])
    total = sum((one.amount for one in given), Decimal(0))
    if rest := given[MOST_GIVERS:]:
        amount = sum((one.amount for one in rest), Decimal(0))
        rows.append([_("另外%s家") % len(rest), yuan(amount), "—"])
    rows.append([_("合计"), yuan(total), "—"])
    headers = [_("谁给的"), _("多少钱（元）"), _("几个项目")]
    return {"headers": headers, "rows": rows, "total": yuan(total)}
