"""What the page, the print and the export show alike: numbers with their addresses, and tables of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from regions.models import Level
from supervision.bases import Slice
from supervision.children import Family
from supervision.figures import FIGURES
from supervision.links import page_link, rows_link
from supervision.rates import RATES, rate_of


class Number(NamedTuple):
    """A number and the address of its rows."""

    label: str
    value: int
    href: str = ""
    state: str = "ok"
    note: str = ""


class RateLine(NamedTuple):
    label: str
    part: Number
    whole: Number
    percent: str


class Cell(NamedTuple):
    """`by` is what a column is sorted by."""

    text: str | int
    href: str = ""
    by: Decimal | int = 0


@dataclass(frozen=True)
class Table:
    caption: str
    headers: list[Any]
    rows: list[list[Cell]]
    total: list[Cell] | None = None
    columns: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[list[Cell]]:
        return [*self.rows, *([self.total] if self.total else [])]

    @property
    def drawn(self) -> list[list[Any]]:
        """As the component table_card takes it."""
        return [
            [(cell.text, cell.href) if cell.href else cell.text for cell in row]
            for row in self.lines
        ]


# The columns of the table of townships, in the officer's order (screens.md 1.5 line 4).
COLUMNS = (
    "received",
    "overdue",
    "on_time_rate",
    "satisfaction_rate",
    "uncovered",
    "supplemented_again",
    "returned",
    "gaps",
    "projects_done",
)


def heading(key: str) -> str:
    """The word of a figure or a rate."""
    words = {
        "on_time_rate": _("按时率"),
        "satisfaction_rate": _("满意率"),
        "uncovered": _("现在没人值班"),
        "projects_done": _("改造进度"),
        "finish_rate": _("办结率"),
        "response_rate": _("响应率"),
        "solution_rate": _("解决率"),
    }
    return words.get(key) or str(FIGURES[key].label)


def percent(name: str, counted: Mapping[str, int]) -> str:
    """96.48%, or 件少 where the cases are under twenty."""
    found = rate_of(name, counted)
    return _("件少") if found is None else f"{found}%"


def number(key: str, counted: Mapping[str, int], cut: Slice, state: str = "ok") -> Number:
    return Number(str(FIGURES[key].label), counted[key], rows_link(key, cut), state)


def rate_line(name: str, counted: Mapping[str, int], cut: Slice) -> RateLine:
    part, whole = RATES[name]
    return RateLine(
        heading(name),
        number(part, counted, cut),
        number(whole, counted, cut),
        percent(name, counted),
    )


def cell(key: str, counted: Mapping[str, int], cut: Slice, code: str) -> Cell:
    """One value of a region's row; a rate leads to the rows above its line."""
    if key == "projects_done":
        return _progress_cell(counted, rows_link(key, cut, region=code))
    if key not in RATES:
        return Cell(counted[key], rows_link(key, cut, region=code), counted[key])
    part, whole = RATES[key]
    found = rate_of(key, counted)
    words = percent(key, counted)
    if key == "satisfaction_rate":
        words = _("%(rate)s（%(reached)s）") % {"rate": words, "reached": counted[whole]}
    return Cell(words, rows_link(part, cut, region=code), Decimal(-1) if found is None else found)


def _progress_cell(counted: Mapping[str, int], href: str) -> Cell:
    """So many of so many done; where nothing is renovated there is nothing to open."""
    done, entered = counted["projects_done"], counted["projects"]
    if not entered:
        return Cell("—", by=-1)
    return Cell(f"{done}/{entered}", href, Decimal(done) / entered)


def _column(key: str) -> str:
    return _("满意率（打通几个）") if key == "satisfaction_rate" else heading(key)


def children_table(family: Family, cut: Slice, sort: str) -> Table:
    """A row for every township or village, what is nobody's of them, and the sum."""
    is_county = cut.region.level == Level.COUNTY
    first = _("乡镇") if is_county else _("村（社区）")
    rows = [
        [
            Cell(child.name, page_link(child.code, cut.period)),
            *(cell(key, child.counted, cut, child.code) for key in COLUMNS),
        ]
        for child in family.children
    ]
    own = [
        Cell(_("%(place)s本级") % {"place": cut.region.short_name}),
        *(_own_cell(key, family, cut) for key in COLUMNS),
    ]
    sums = [Cell(_("合计")), *(cell(key, family.total, cut, cut.region.code) for key in COLUMNS)]
    has_own = any(family.rest[key] for key in COLUMNS if key not in RATES)
    shown = sort_rows(rows, COLUMNS, sort) + ([own] if has_own else [])
    caption = _("各乡镇") if is_county else _("各村（社区）")
    return Table(caption, [first, *map(_column, COLUMNS)], shown, sums, ["", *COLUMNS])


def _own_cell(key: str, family: Family, cut: Slice) -> Cell:
    """What falls to the region itself; its rates would compare an office with villages."""
    if key in RATES:
        return Cell("—")
    return Cell(family.rest[key], rows_link(key, cut, alone=1))


def sort_rows(rows: list[list[Cell]], columns: tuple[str, ...], sort: str) -> list[list[Cell]]:
    """By a column, the largest first; with a minus the smallest; else in the order of the regions."""
    key = sort.removeprefix("-")
    if key not in columns:
        return rows
    place = columns.index(key) + 1
    return sorted(rows, key=lambda row: row[place].by, reverse=not sort.startswith("-"))
