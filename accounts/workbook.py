"""The workbook of people and posts: its template, and reading it whole before anything is written.

What is wrong names row and column; who an existing person is, is decided here too.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from accounts.models import Unit, UnitKind, User, phone_number
from accounts.roles import Role
from config.errors import Refusal
from regions.csvfile import BrokenFile, Problem
from regions.models import Region

NAME, PHONE, UNIT, ROLE, LINKED, STARTS, ENDS = COLUMNS = (
    "姓名",
    "手机",
    "单位",
    "岗位",
    "包的村",
    "从",
    "到",
)
OPTIONAL = (PHONE, LINKED, ENDS)
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
MOST_ROWS = 20_000

# The column that a refusal of `give_post` or `create_person` speaks of.
COLUMN_OF = {
    "name": NAME,
    "phone": PHONE,
    "username": PHONE,
    "unit": UNIT,
    "role": ROLE,
    "region": LINKED,
    "starts": STARTS,
    "ends": ENDS,
}


class PostRow(NamedTuple):
    """One post of one person; `ends` is the first day after it, as in the model."""

    line: int
    name: str
    phone: str
    person: User | None
    unit: Unit
    role: str
    region: Region | None
    starts: date
    ends: date | None


def write_template(path: Path) -> None:
    """An empty workbook with the headings, the roles to choose from and three lines of help."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("人员")
        bold = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, len(COLUMNS) - 1, 18, text)
        sheet.write_row(0, 0, COLUMNS, bold)
        sheet.freeze_panes(1, 0)
        sheet.data_validation(
            1,
            COLUMNS.index(ROLE),
            MOST_ROWS,
            COLUMNS.index(ROLE),
            {"validate": "list", "source": f"=岗位!$A$1:$A${len(Role)}"},
        )
        book.add_worksheet("岗位").write_column(0, 0, [str(label) for label in Role.labels])
        book.add_worksheet("说明").write_column(
            0,
            0,
            [
                _(
                    "一行写一个人的一个岗位；一个人有几个岗位就写几行。手机、包的村、到可以空着，别的都要写。"
                ),
                _("单位写全名；有同名的，写那个村或镇的12位区划代码。包的村只给包村干部写。"),
                _(
                    "从、到写成2026-01-31的样子，到是最后一天；一直干着的，到空着。两个人同名，都要写手机。"
                ),
            ],
        )


def read_people(path: Path) -> list[PostRow]:
    """The rows of the workbook, or every problem of it at once."""
    reading = _Reading(_lines(path))
    rows = [row for line, cells in reading.lines if (row := reading.row(line, cells))]
    if reading.problems:
        raise BrokenFile(reading.problems)
    if not rows:
        raise Refusal(_("表里一行也没有"))
    return rows


def _lines(path: Path) -> list[tuple[int, dict[str, Any]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise Refusal(_("打不开这个文件，要 .xlsx 表格：%(path)s") % {"path": path}) from error
    rows = book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 1)
    headings = [_text(cell) for cell in next(rows, ())]
    missing = [column for column in COLUMNS if column not in headings and column not in OPTIONAL]
    if missing:
        raise Refusal(_("第1行少了这几列：%(columns)s") % {"columns": "、".join(missing)})
    lines = [
        (line, dict(zip(headings, cells, strict=False))) for line, cells in enumerate(rows, start=2)
    ]
    return [(line, cells) for line, cells in lines if any(_text(cell) for cell in cells.values())]


def _text(cell: Any) -> str:
    """A cell as somebody meant it: full-width digits and numbers kept as numbers included."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", "" if cell is None else str(cell)).strip()


class _Reading:
    """The lines of one workbook, what they refer to, and what is wrong with them."""

    def __init__(self, lines: list[tuple[int, dict[str, Any]]]) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.units: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.select_related("region"):
            self.units[unit.name].append(unit)
            if unit.kind in (UnitKind.VILLAGE_STATION, UnitKind.TOWNSHIP_CENTER):
                self.units[unit.region.code].append(unit)
        self.phones: dict[str, str] = {}
        self.phones_of_name: dict[str, set[str]] = defaultdict(set)
        self.lines_of_name: dict[str, int] = defaultdict(int)
        for _line, cells in lines:
            self.phones_of_name[_text(cells.get(NAME))].add(_text(cells.get(PHONE)))
            self.lines_of_name[_text(cells.get(NAME))] += 1
        self.people = {user.phone: user for user in User.objects.exclude(phone=None)}
        self.people_named: dict[str, list[User]] = defaultdict(list)
        for user in User.objects.filter(name__in=self.phones_of_name):
            self.people_named[user.name].append(user)

    def row(self, line: int, cells: dict[str, Any]) -> PostRow | None:
        before = len(self.problems)
        texts = {column: _text(cells.get(column)) for column in COLUMNS}
        for column in COLUMNS:
            if not texts[column] and column not in OPTIONAL:
                self.wrong(line, column, _("没有写"))
        person = self.person(line, texts[NAME], texts[PHONE])
        unit = self.unit(line, texts[UNIT])
        role = self.role(line, texts[ROLE])
        region = self.linked(line, texts[LINKED], unit)
        starts = self.day(line, STARTS, cells.get(STARTS))
        last = self.day(line, ENDS, cells.get(ENDS))
        if starts and last and last < starts:
            self.wrong(line, ENDS, _("比“从”还早"))
        if len(self.problems) > before or not (unit and role and starts):
            return None
        ends = last + timedelta(days=1) if last else None
        return PostRow(line, texts[NAME], texts[PHONE], person, unit, role, region, starts, ends)

    def wrong(self, line: int, column: str, text: str) -> None:
        self.problems.append(Problem(line, column, text))

    def person(self, line: int, name: str, phone: str) -> User | None:
        """The existing person of this row: by phone, else by a name that only one can bear."""
        if phone:
            return self.person_with(line, name, phone)
        named = self.people_named[name]
        if (
            len(named) > 1
            or len(self.phones_of_name[name]) > 1
            or (not named and self.lines_of_name[name] > 1)
        ):
            self.wrong(line, PHONE, _("叫“%(name)s”的不止一个，要写手机才分得清") % {"name": name})
        return named[0] if named else None

    def person_with(self, line: int, name: str, phone: str) -> User | None:
        try:
            phone_number(phone)
        except ValidationError as error:
            self.wrong(line, PHONE, error.messages[0])
            return None
        person = self.people.get(phone)
        known = person.name if person else self.phones.setdefault(phone, name)
        if known != name:
            self.wrong(line, PHONE, _("这个手机是“%(name)s”的") % {"name": known})
        return person

    def unit(self, line: int, text: str) -> Unit | None:
        found = self.units.get(text, [])
        if text and not found:
            self.wrong(line, UNIT, _("没有叫“%(name)s”的单位") % {"name": text})
        if len(found) > 1:
            self.wrong(
                line,
                UNIT,
                _("有%(count)s个单位叫“%(name)s”，请写区划代码")
                % {"count": len(found), "name": text},
            )
        return found[0] if len(found) == 1 else None

    def role(self, line: int, text: str) -> str:
        labels = {str(label): value for value, label in Role.choices}
        role = labels.get(text) or (text if text in Role.values else "")
        if text and not role:
            self.wrong(
                line,
                ROLE,
                _("没有“%(name)s”这个岗位，只能是%(all)s")
                % {"name": text, "all": "、".join(labels)},
            )
        return role

    def linked(self, line: int, text: str, unit: Unit | None) -> Region | None:
        if not text or not unit:
            return None
        villages = Region.objects.below(unit.region).villages()
        found = list(
            villages.filter(short_name=text)
            or villages.filter(name=text)
            or villages.filter(code=text)
        )
        if len(found) != 1:
            self.wrong(
                line,
                LINKED,
                _("“%(place)s”没有一个叫“%(name)s”的村") % {"place": unit.region, "name": text},
            )
            return None
        return found[0]

    def day(self, line: int, column: str, cell: Any) -> date | None:
        if isinstance(cell, datetime):
            return cell.date()
        text = _text(cell)
        for form in DATE_FORMATS if text else ():
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
        if text:
            self.wrong(
                line, column, _("“%(text)s”不是日期，要写成2026-01-31的样子") % {"text": text}
            )
        return None
