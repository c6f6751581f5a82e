"""Progress, quantities and money as the pages print them: every number leads to exactly its projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import regions_of
from centers.models import Batch
from centers.querysets import ProjectQuerySet
from centers.renovation import (
    Progress,
    TownshipProgress,
    money_of,
    progress_by_township,
    quantities_of,
    short_of_quota,
    yuan,
)
from regions.models import Level, Region


def projects_link(**narrow: Any) -> str:
    """The list of projects, narrowed down: batch, region, state, kind, unit, giver."""
    return f"{reverse('projects')}?{urlencode(narrow)}" if narrow else reverse("projects")


def state_links(**narrow: Any) -> dict[str, str]:
    states = ("standing", "done", "in_time", "late", "running")
    return {name: projects_link(**narrow, state=name) for name in states}


def township_table(user: User, today: date, batch: Batch | None = None) -> dict[str, Any] | None:
    """So many of so many, in time, late; None for whoever looks over no township."""
    lines = _by_township(user, today, batch)
    if not lines:
        return None
    narrow = {"batch": batch.pk} if batch else {}
    headers = [_("乡镇（街道）"), _("进批次"), _("完成"), _("按期完成"), _("过期没完成"), _("差")]
    return {"headers": headers, "rows": [_line(line, narrow) for line in lines]}


def _line(line: TownshipProgress, narrow: dict[str, Any]) -> list[Any]:
    if line.township is None:
        numbers: list[Any] = list(_numbers(line.progress).values())
        return [_("不在乡镇里的"), *numbers, line.progress.difference]
    narrow = narrow | {"region": line.township.code}
    numbers = [
        (number, projects_link(**narrow, state=state))
        for state, number in _numbers(line.progress).items()
    ]
    return [line.township.short_name, *numbers, line.progress.difference]


def _numbers(progress: Progress) -> dict[str, int]:
    return {
        "standing": progress.entered,
        "done": progress.done,
        "in_time": progress.in_time,
        "late": progress.late,
    }


def short_townships(user: User, today: date, batch: Batch) -> list[str]:
    """Townships with fewer than the batch wants of each, in words."""
    return short_of_quota(batch, _by_township(user, today, batch)) if batch.quota_min else []


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
    for one in given:
        who = {"unit": one.unit} if one.unit else {"giver": one.giver}
        link = projects_link(**narrow, **who)
        rows.append([one.giver, yuan(one.amount), (one.projects, link)])
    total = sum((one.amount for one in given), Decimal(0))
    rows.append([_("合计"), yuan(total), "—"])
    headers = [_("谁给的"), _("多少钱（元）"), _("几个项目")]
    return {"headers": headers, "rows": rows, "total": yuan(total)}


def _widest(user: User) -> Region | None:
    """The county or township whose progress the person reads."""
    above = [one for one in regions_of(user) if one.level in {Level.COUNTY, Level.TOWNSHIP}]
    return min(above, key=lambda one: len(one.ancestor_ids), default=None)


def _by_township(user: User, today: date, batch: Batch | None) -> list[TownshipProgress]:
    region = _widest(user)
    return progress_by_township(region, today, batch) if region else []
