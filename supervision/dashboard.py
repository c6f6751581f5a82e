"""The page of supervision in the order of the officer's morning (screens.md 1.5).

What can blow up, do the numbers hold, which township, which department, what are people
saying, the building. Page, print and export are made from the same `Dashboard`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from regions.models import Level
from supervision.bases import Slice
from supervision.building import Building, building_of
from supervision.children import Family, family_of
from supervision.departments import Stop, departments_table, stops
from supervision.figures import FIGURES, PARTS, counts_by, difference, rows
from supervision.links import rows_link
from supervision.permissions import sees_confidential_line
from supervision.tables import Number, RateLine, Table, children_table, number, rate_line

# 现在要管的, each with its light.
PRESSING = {
    "urgent_untaken": "urgent",
    "overdue": "overdue",
    "due_soon": "soon",
    "uncovered": "urgent",
    "parts_late": "overdue",
    "to_coordinate": "overdue",
    "to_rectify": "overdue",
}
OUTCOMES = ("explained", "planned", "referred")
# What the tables and lines count by themselves, and what only the line of a township asks.
NOT_ON_THE_PAGE = {
    "handed_over",
    "taken_in_time",
    "done_in_time",
    "handed_back",
    "stuck",
    "has",
    "told_by_many",
}
KEYS = tuple(key for key in FIGURES if key not in NOT_ON_THE_PAGE)
TOPICS = 8


@dataclass(frozen=True)
class Dashboard:
    cut: Slice
    pressing: list[Number]
    confidential: int | None
    received: Number
    parts: list[Number]
    left_over: Number
    rates: list[RateLine]
    outcomes: list[Number]
    calls: list[Number]
    called: list[RateLine]
    own: list[Number]
    children: Table | None
    departments: Table | None
    topics: list[Number]
    many: Number
    said_by_many: list[Number]
    centers: RateLine
    functions: list[Number]
    gaps: Number
    themeless: Number
    building: Building
    stops: list[Stop] = field(default_factory=list)


def dashboard_of(cut: Slice, sort: str = "", unit_sort: str = "") -> Dashboard:
    family = family_of(cut, KEYS)
    counted = family.total
    is_county = cut.region.level == Level.COUNTY
    many, most = said_by_many(cut)
    return Dashboard(
        cut=cut,
        pressing=_pressing(counted, cut),
        confidential=counted["confidential"] if sees_confidential_line(cut.region) else None,
        received=number("received", counted, cut),
        parts=[number(part, counted, cut) for part in PARTS],
        left_over=_left_over(counted, cut),
        rates=[
            rate_line(name, counted, cut)
            for name in ("finish_rate", "on_time_rate", "response_rate")
        ],
        outcomes=[number(key, counted, cut) for key in OUTCOMES],
        calls=[number(key, counted, cut) for key in ("to_call", "reached")],
        called=[rate_line(name, counted, cut) for name in ("solution_rate", "satisfaction_rate")],
        own=[number(key, counted, cut) for key in ("own_rated", "own_satisfied")],
        children=_children(family, cut, sort),
        departments=departments_table(cut, unit_sort) if is_county else None,
        topics=topics(cut),
        many=number("told_by_many", {"told_by_many": many}, cut),
        said_by_many=most,
        centers=_complete(counted, cut),
        functions=functions(cut),
        gaps=number("gaps", counted, cut),
        themeless=number("themeless", counted, cut),
        building=building_of(counted, cut),
        stops=[] if is_county else stops(cut),
    )


def _pressing(counted: Mapping[str, int], cut: Slice) -> list[Number]:
    found = []
    for key, state in PRESSING.items():
        found.append(number(key, counted, cut, state))
        if key == "overdue":
            found.append(number("overdue_long", counted, cut, state))
    return found


def _left_over(counted: Mapping[str, int], cut: Slice) -> Number:
    """差: the sum that does not hold is printed, and the matters that stand in no part open from it."""
    return Number(_("差"), difference(counted), rows_link("in_no_part", cut))


def _children(family: Family, cut: Slice, sort: str) -> Table | None:
    if cut.region.level == Level.VILLAGE:
        return None
    return children_table(family, cut, sort)


def _complete(counted: Mapping[str, int], cut: Slice) -> RateLine:
    return RateLine(
        str(FIGURES["complete"].label),
        number("complete", counted, cut),
        number("centers", counted, cut),
        "",
    )


def functions(cut: Slice) -> list[Number]:
    """How many centres have each of the seven (B4); one query."""
    if cut.standard is None:
        return []
    have = counts_by("part", cut, ["has"])
    return [
        Number(item.name, have.get(item.pk, {"has": 0})["has"], rows_link("has", cut, part=item.pk))
        for item in cut.standard.items.all()
    ]


def said_by_many(cut: Slice) -> tuple[int, list[Number]]:
    """How many matters, and the villages and things with the most of them; one query."""
    found = rows("told_by_many", cut).order_by()
    groups = found.values_list(
        "region__code", "region__parent__short_name", "region__short_name", "item", "item__name",
    ).annotate(times=Count("pk"))  # fmt: skip
    counted = list(groups.order_by("-times", "region__code"))
    most = [
        Number(
            f"{township or ''}{village} {name or _('没分类')}",
            times,
            rows_link("told_by_many", cut, region=code, item=item or 0),
        )
        for code, township, village, item, name, times in counted[:TOPICS]
    ]
    return sum(row[-1] for row in counted), most


def topics(cut: Slice) -> list[Number]:
    """What most people asked for: by item, and by category where no item is known; one query."""
    asked = rows("received", cut).order_by()
    groups = asked.values_list("item", "item__name", "category", "category__name").annotate(
        Count("pk")
    )
    found: Counter[tuple[int, int | None, str]] = Counter()
    for item, name, category, category_name, count in groups:
        topic = (item, None, name) if item else (0, category or 0, category_name or _("没分类"))
        found[topic] += count
    return [
        Number(name, count, rows_link("received", cut, item=item, category=category))
        for (item, category, name), count in found.most_common(TOPICS)
    ]
