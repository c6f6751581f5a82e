"""The catalogue as a file gives it, checked whole before anything is imported (B10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from regions.csvfile import BrokenFile, Problem, Row, read_rows
from services.choices import Basis, Level, Mode, PresenceNeeded, TicketClass
from services.models import Material, ServiceItem

COLUMNS = (
    "item_code",
    "category",
    "item",
    "level",
    "mode",
    "presence",
    "where",
    "promised_workdays",
    "legal_workdays",
    "legal_unit",
    "materials",
    "source",
)
# A county's own table may tell more; what the file has no column for stays as it is.
TOLD_BY_COUNTIES = ("also_called", "conditions", "steps", "fee", "phone")
PROVENANCE = ("prov_promised", "prov_legal", "prov_materials")
BASIC_NEEDS = frozenset(
    {"路灯报修", "自来水报修", "用电故障", "免费送药上门", "农业保险投保与报损"}
)
LEGAL_BASIS = {"": Basis.WORKING_DAY, "workday": Basis.WORKING_DAY, "day": Basis.CALENDAR_DAY}
LONGEST_PROMISE = 365
MOST_MATERIALS = 30


@dataclass(frozen=True)
class Paper:
    text: str
    form: str


@dataclass(frozen=True)
class ItemRow:
    line: int
    code: str
    category: str
    fields: dict[str, Any]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class CategoryRow:
    name: str
    plain_name: str
    order: int
    about_service: bool
    about_cadres: bool


def read_categories(path: Path) -> list[CategoryRow]:
    rows = read_rows(path, ("category", "plain_name", "about_service", "about_cadres"))
    return [
        CategoryRow(
            name=row.cells["category"],
            plain_name=row.cells["plain_name"],
            order=order,
            about_service=row.cells["about_service"] == "1",
            about_cadres=row.cells["about_cadres"] == "1",
        )
        for order, row in enumerate(rows, start=1)
    ]


def read_items(path: Path, categories: Collection[str]) -> list[ItemRow]:
    """The items of the file, or BrokenFile with everything that is wrong in it."""
    rows = read_rows(path, COLUMNS)
    first: dict[tuple[str, ...], Row] = {}
    problems = [] if rows else [Problem(1, "", _("没有一行数据"))]
    items = []
    for row in rows:
        item, wrong = _read(row)
        problems += wrong
        problems += _contradictions(row, categories)
        problems += _repeated(row, first)
        items.append(item)
    if problems:
        raise BrokenFile(problems)
    return items


def papers_in(cell: str) -> tuple[Paper, ...]:
    """The materials of a cell, parted by semicolons; remarks in brackets stay with their material."""
    texts = (text.strip() for text in re.split("[;；]", cell))
    return tuple(Paper(text, form_of(text)) for text in texts if text)


def form_of(text: str) -> str:
    """Original or copy only where the words say so; a register that is copied on the spot says nothing."""
    original, copy = "原件" in text, "复印件" in text
    if original and copy:
        return Material.Form.BOTH
    if original:
        return Material.Form.ORIGINAL
    return Material.Form.COPY if copy else Material.Form.UNSTATED


def _read(row: Row) -> tuple[ItemRow, list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for column, read in READERS.items():
        if column in row.cells:
            try:
                values[column] = read(row.cells[column])
            except ValueError as error:
                problems.append(row.problem(column, str(error)))
    return ItemRow(
        line=row.line,
        code=values.get("item_code", ""),
        category=row.cells["category"],
        fields=_fields(values, row),
        papers=values.get("materials", ()),
    ), problems


def _fields(values: dict[str, Any], row: Row) -> dict[str, Any]:
    """As the model names them."""
    name = values.get("item", "")
    told = {column: values[column] for column in TOLD_BY_COUNTIES if column in values}
    origin = {column.removeprefix("prov_"): row.cells.get(column, "") for column in PROVENANCE}
    return told | {
        "name": name,
        "level": values.get("level"),
        "mode": values.get("mode"),
        "presence": values.get("presence"),
        "place": values.get("where"),
        "ticket_class": TicketClass.BASIC if name in BASIC_NEEDS else TicketClass.ORDINARY,
        "promised_amount": values.get("promised_workdays"),
        "promised_basis": Basis.WORKING_DAY,
        "legal_amount": values.get("legal_workdays"),
        "legal_basis": values.get("legal_unit"),
        "source": values.get("source"),
        "provenance": {value: source for value, source in origin.items() if source},
    }


def _contradictions(row: Row, categories: Collection[str]) -> Iterator[Problem]:
    cells = row.cells
    if cells["category"] not in categories:
        yield row.problem("category", _("没有“%s”这个类别，请先在后台加上") % cells["category"])
    if cells["presence"] == PresenceNeeded.IN_PERSON and cells["mode"] == Mode.AGENT:
        yield row.problem("mode", _("要本人到场的事不能代办，只能领着去"))
    promised, legal = cells["promised_workdays"], cells["legal_workdays"]
    in_workdays = cells["legal_unit"] != "day"
    if promised.isdecimal() and legal.isdecimal() and in_workdays and int(promised) > int(legal):
        yield row.problem("promised_workdays", _("承诺的比法定的还长"))


def _repeated(row: Row, first: dict[tuple[str, ...], Row]) -> Iterator[Problem]:
    cells = row.cells
    for column, key in (
        ("item_code", ("code", cells["item_code"])),
        ("item", ("name", cells["category"], cells["item"])),
    ):
        earlier = first.setdefault(key, row)
        if earlier is not row and cells[column]:
            yield row.problem(column, _("和第%s行重复") % earlier.line)


def _longest(model: type[Model], field: str) -> int:
    """The room that the column has."""
    found = model._meta.get_field(field)
    return getattr(found, "max_length", None) or 0


def _text(longest: int, *, needed: bool = False) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if needed and not cell:
            raise ValueError(_("不能空着"))
        if len(cell) > longest:
            raise ValueError(_("最多%s个字") % longest)
        return cell

    return read


def _code(cell: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z-]{1,12}", cell):
        raise ValueError(_("编码应是1到12位数字或字母"))
    return cell


def _choice(choices: Collection[str]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if cell not in choices:
            raise ValueError(_("应是 %s 之一") % "、".join(filter(None, choices)))
        return cell

    return read


def _amount(cell: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdecimal()) or int(cell) > LONGEST_PROMISE:
        raise ValueError(_("应是0到%s的整数，不知道就空着") % LONGEST_PROMISE)
    return int(cell)


def _papers(cell: str) -> tuple[Paper, ...]:
    papers = papers_in(cell)
    longest = _longest(Material, "text")
    if len(papers) > MOST_MATERIALS:
        raise ValueError(_("材料最多%s样") % MOST_MATERIALS)
    if any(len(paper.text) > longest for paper in papers):
        raise ValueError(_("一样材料最多%s个字，几样之间用分号隔开") % longest)
    return papers


def _lines(cell: str) -> str:
    """One cell holds several lines, parted by semicolons."""
    return "\n".join(line.strip() for line in re.split("[;；]", cell) if line.strip())


READERS: dict[str, Callable[[str], Any]] = {
    "item_code": _code,
    "item": _text(_longest(ServiceItem, "name"), needed=True),
    "also_called": _text(_longest(ServiceItem, "also_called")),
    "level": _choice(Level.values),
    "mode": _choice(Mode.values),
    "presence": _choice(PresenceNeeded.values),
    "where": _text(_longest(ServiceItem, "place")),
    "promised_workdays": _amount,
    "legal_workdays": _amount,
    "legal_unit": lambda cell: LEGAL_BASIS[_choice(LEGAL_BASIS)(cell)],
    "materials": _papers,
    "source": str,
    "conditions": _lines,
    "steps": _lines,
    "fee": _text(_longest(ServiceItem, "fee")),
    "phone": _text(_longest(ServiceItem, "phone")),
}
