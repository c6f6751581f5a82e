"""How the county's renovation is getting on: counted by batch and township, quantities and money summed (B6, B8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import Batch, Contribution, Project, Quantity
from centers.parts import by_part, part_key
from centers.querysets import ProjectQuerySet
from centers.reconciliation import difference
from regions.models import Region

# What a project may be, in words; all but the last stand in the batch.
STATES: dict[str, Promise] = {
    "in_time": gettext_lazy("按期完成"),
    "done_late": gettext_lazy("过期才完成"),
    "late": gettext_lazy("过期没完成"),
    "running": gettext_lazy("正在改"),
    "left": gettext_lazy("退出"),
}
STANDING = ("in_time", "done_late", "late", "running")


@dataclass(frozen=True)
class Progress:
    """So many of so many: projects that stand in a batch, by what has become of them."""

    parts: Mapping[str, int]
    entered: int

    @property
    def done(self) -> int:
        return self.parts["in_time"] + self.parts["done_late"]

    @property
    def in_time(self) -> int:
        return self.parts["in_time"]

    @property
    def late(self) -> int:
        """Unfinished after the deadline of their batch."""
        return self.parts["late"]

    @property
    def difference(self) -> int:
        return difference(self.parts.values(), self.entered)


@dataclass(frozen=True)
class PartProgress:
    """`part` None: projects that lie in none of today's parts."""

    part: Region | None
    progress: Progress


class Summed(NamedTuple):
    """One kind of thing over many projects, in its measure word."""

    kind: int
    name: str
    unit_word: str
    amount: int


class Given(NamedTuple):
    """What one county department, or one other giver, has given to many projects."""

    unit: int | None
    giver: str
    amount: Decimal
    projects: int


def yuan(amount: Decimal | None) -> str:
    """80,000.00"""
    return "" if amount is None else f"{amount:,.2f}"


def progress_of(projects: ProjectQuerySet, on: date) -> Progress:
    """Of these projects, those that left not counted; one query."""
    return _progress(projects.standing().order_by().aggregate(entered=Count("pk"), **_counts(on)))


def progress_by_part(region: Region, on: date, batch: Batch | None = None) -> list[PartProgress]:
    """Every township of a county (or county of a city), those without a project too; two queries.

    The half-month summary reads this. Without `batch` over all batches.
    """
    projects = Project.objects.standing().below(region)
    if batch is not None:
        projects = projects.filter(batch=batch)
    rows = (
        projects.order_by()
        .annotate(part=part_key(region, "center__unit__region__path"))
        .values("part")
        .annotate(entered=Count("pk"), **_counts(on))
    )
    return [PartProgress(part, _progress(found)) for part, found in by_part(region, rows, _KEYS)]


def progress_by_batch(projects: ProjectQuerySet, on: date) -> dict[int, Progress]:
    """By the batch's key; one query."""
    rows = projects.standing().order_by().values("batch")
    counted = rows.annotate(entered=Count("pk"), **_counts(on))
    return {row["batch"]: _progress(row) for row in counted}


def quantities_of(projects: ProjectQuerySet) -> list[Summed]:
    """公厕 12所, 苗木 860棵: summed from the entries of these projects; one query."""
    found = (
        Quantity.objects.filter(project__in=projects.order_by())
        .order_by("kind__order", "kind__name")
        .values_list("kind", "kind__name", "kind__unit_word")
        .annotate(total=Sum("amount"))
    )
    return [Summed(*row) for row in found]


def money_of(projects: ProjectQuerySet) -> list[Given]:
    """Who gave how much to how many of these projects, the most first; one query."""
    found = (
        Contribution.objects.filter(project__in=projects.order_by())
        .order_by()
        .values_list("unit", "unit__name", "giver")
        .annotate(total=Sum("amount"), projects=Count("project", distinct=True))
        .order_by("-total", "unit__name", "giver")
    )
    return [
        Given(unit, name or giver, total, projects) for unit, name, giver, total, projects in found
    ]


def short_of_quota(batch: Batch, townships: list[PartProgress]) -> list[str]:
    """Townships that still have too few in a batch, in words."""
    return [
        _("%(township)s还差%(count)s个")
        % {"township": row.part, "count": batch.quota_min - row.progress.entered}
        for row in townships
        if row.part is not None and row.progress.entered < batch.quota_min
    ]


def _counts(on: date) -> dict[str, Count]:
    return {name: Count("pk", filter=_state(name, on)) for name in STANDING}


def _state(name: str, on: date) -> Q:
    return Project.objects.state(name, on)


def _progress(counted: Mapping[str, Any]) -> Progress:
    return Progress({name: counted[name] for name in STANDING}, counted["entered"])


_KEYS = ("entered", *STANDING)
