"""County departments in the figures (B63), and where a township's late matters stand."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Unit, UnitKind
from accounts.roles import Role
from supervision.bases import Slice
from supervision.figures import FIGURES, counts_by, rows
from supervision.links import rows_link
from supervision.tables import Cell, Table, sort_rows

COLUMNS = ("handed_over", "taken_in_time", "done_in_time", "handed_back", "overdue")


class Department(NamedTuple):
    unit: Unit
    counted: dict[str, int]
    longest: int


def departments(cut: Slice) -> list[Department]:
    """Those that were handed something in the period, or hold something late; three queries."""
    groups = counts_by("unit", cut, COLUMNS)
    held = (
        rows("handed_over", cut)
        .order_by()
        .values("unit")
        .annotate(longest=Max(Coalesce("ended_at", cut.at) - F("offered_at")))
    )
    longest = {row["unit"]: row["longest"] for row in held}
    units = Unit.objects.filter(kind=UnitKind.DEPARTMENT, pk__in=groups).order_by("name")
    return [
        Department(unit, groups[unit.pk], _days(longest.get(unit.pk, timedelta(0))))
        for unit in units
        if any(groups[unit.pk].values())
    ]


def _days(span: timedelta) -> int:
    return max(span.days, 0)


def departments_table(cut: Slice, sort: str) -> Table:
    found = [
        [
            Cell(one.unit.name),
            *(
                Cell(
                    one.counted[key],
                    rows_link(key, cut, unit=one.unit.pk),
                    one.counted[key],
                )
                for key in COLUMNS
            ),
            Cell(
                _("%(days)d天") % {"days": one.longest},
                rows_link("handed_over", cut, unit=one.unit.pk),
                one.longest,
            ),
        ]
        for one in departments(cut)
    ]
    keys = (*COLUMNS, "longest")
    headers = [_("单位"), *(str(FIGURES[key].label) for key in COLUMNS), _("最久")]
    return Table(_("县直单位"), headers, sort_rows(found, keys, sort), columns=["", *keys])


class Stop(NamedTuple):
    """Late matters that stand with one unit, and the posts of who holds them: no ranking of persons."""

    unit: str
    posts: list[str]
    number: int
    href: str


def stops(cut: Slice) -> list[Stop]:
    """卡在谁手里: the late matters of a region's people, by the unit that holds them; two queries."""
    held = rows("stuck", cut).order_by().values_list("unit", "unit__name", "holder")
    counted: dict[tuple[int, str], int] = defaultdict(int)
    holders: dict[int, set[int | None]] = defaultdict(set)
    for unit, name, holder in held:
        counted[unit, name] += 1
        holders[unit].add(holder)
    posts = (
        Post.objects.active_on(timezone.localdate(cut.at))
        .filter(unit__in=holders, user__in={pk for found in holders.values() for pk in found if pk})
        .values_list("unit", "user", "role")
    )
    words: dict[int, set[str]] = defaultdict(set)
    for unit, user, role in posts if holders else []:
        if user in holders[unit]:
            words[unit].add(str(Role(role).label))
    for unit, found in holders.items():
        if None in found:
            words[unit].add(_("还没有人接"))
    return [
        Stop(name, sorted(words[unit]), number, rows_link("stuck", cut, unit=unit))
        for (unit, name), number in sorted(counted.items(), key=lambda row: (-row[1], row[0][1]))
    ]
