"""A month as an Excel workbook, out and in: one line per place, found again by its number (B58).

Only the person's column is read back. One wrong cell and nothing is taken in.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import IO, Any
from zipfile import BadZipFile

import xlsxwriter
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.models import Assignment, DutyCategory, DutyMember, Roster
from duty.month import Month, Place, month_of
from duty.permissions import may_change_roster
from regions.csvfile import BrokenFile, Problem
from regions.wording import short_day, weekday

DAY, SHIFT, START, END, KIND, PRESENCE, PERSON, NUMBER = COLUMNS = (
    "日期",
    "班次",
    "从",
    "到",
    "位置",
    "在岗或备勤",
    "值班人",
    "编号",
)
NOBODY = ("", "缺", "缺人", "空", "没有人")
MOST_ROWS = 2000
WIDTHS = (12, 12, 8, 8, 18, 10, 14, 10)


def workbook_of(center: Center, first: date, reader: User) -> bytes:
    """Two sheets: the places to change, and the month as it hangs on the wall.

    Whoever may bring the file back gets what is planned in the first, so that it is not lost.
    """
    month = month_of(center, first, reader)
    planned = may_change_roster(reader, center)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, closed = book.add_format({"bold": True}), book.add_format({"font_color": "#666666"})
        sheet = book.add_worksheet("值班")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, COLUMNS, bold)
        sheet.freeze_panes(1, 0)
        for line, place in enumerate(month.places, start=1):
            sheet.write_row(line, 0, _cells(place, month, planned), closed)
        sheet.data_validation(
            1, COLUMNS.index(PERSON), MOST_ROWS, COLUMNS.index(PERSON),
            {"validate": "list", "source": _names(month.people), "error_type": "warning"},
        )  # fmt: skip
        _wall(book.add_worksheet("月表"), month, bold)
        book.add_worksheet("说明").write_column(
            0,
            0,
            [
                _("只改“值班人”这一列，别的列和“编号”不要动。空着或者写“缺人”，就是没有人。"),
                _("两个人同名的，在名字后面写上手机后四位，比如：王伟0061。"),
                _("改好以后从值班表页面的“导入”传回来，看过再公布。"),
            ],
        )
    return out.getvalue()


def _names(people: list[User]) -> list[str]:
    """What Excel lets one choose from: at most 255 characters in all."""
    names: list[str] = []
    for person in people:
        if len(",".join([*names, person.name])) > 250:
            break
        names.append(person.name)
    return names or [_("缺人")]


def _cells(place: Place, month: Month, planned: bool) -> list[Any]:
    row = place.assignment
    person = place.coming if planned else row.user
    start, end = timezone.localtime(row.start), timezone.localtime(row.end)
    return [
        short_day(row.shift.duty_date) + weekday(row.shift.duty_date)[-1],
        row.shift.template.name,
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        place.kind + (_("，窗口") if row.counter else "") + (_("，带班") if row.lead else ""),
        str(row.get_presence_display()),
        named(person, month.people) if person else _("缺人"),
        row.pk,
    ]


def named(person: User, people: list[User]) -> str:
    """The name, with the end of the phone where another bears it too."""
    twins = sum(other.name == person.name for other in people)
    return f"{person.name}{tail(person)}" if twins > 1 else person.name


def tail(person: User) -> str:
    return (person.phone or "")[-4:]


def _wall(sheet: Any, month: Month, bold: Any) -> None:
    sheet.write_row(0, 0, ["姓名", *(day.date.day for day in month.days), "合计"], bold)
    sheet.set_column(1, len(month.days), 4)
    sheet.freeze_panes(1, 1)
    for number, line in enumerate(month.lines, start=1):
        letters = ["".join(place.letter for place in cell) for cell in line.cells]
        sheet.write_row(number, 0, [line.user.name, *letters, line.total])
    holes = ["、".join(place.words for place in day.holes) for day in month.days]
    sheet.write_row(len(month.lines) + 1, 0, ["缺人", *holes])


def read_plan(file: IO[bytes], roster: Roster) -> dict[int, DutyMember | None]:
    """Place -> who, of the places that the file names; BrokenFile with every wrong cell at once."""
    reading = _Reading(roster)
    for line, cells in _lines(file):
        reading.line(line, cells)
    if reading.problems:
        raise BrokenFile(reading.problems)
    if not reading.wanted:
        raise Refusal(_("表里一行也没有"))
    return reading.wanted


class _Reading:
    """The lines of one workbook against the places and people of one month."""

    def __init__(self, roster: Roster) -> None:
        self.problems: list[Problem] = []
        self.wanted: dict[int, DutyMember | None] = {}
        self.seen: dict[int, int] = {}
        rows = Assignment.objects.active().filter(shift__roster=roster).select_related("shift")
        self.places = {row.pk: row for row in rows}
        self.members: dict[str, list[DutyMember]] = defaultdict(list)
        members = DutyMember.objects.filter(center=roster.center).filter(
            Q(active_until=None) | Q(active_until__gt=roster.month)
        )
        for member in members.select_related("user"):
            self.members[_tidy(member.user.name)].append(member)

    def line(self, line: int, cells: dict[str, str]) -> None:
        place = self._place(line, cells[NUMBER])
        before = len(self.problems)
        member = self._member(line, cells[PERSON], place)
        if place is not None and len(self.problems) == before:
            self.wanted[place.pk] = member

    def _place(self, line: int, number: str) -> Assignment | None:
        place = self.places.get(int(number)) if number.isdecimal() and len(number) < 16 else None
        if place is None:
            self._wrong(
                line, NUMBER, _("这个月没有编号“%(number)s”的位置") % {"number": number[:20]}
            )
        elif place.pk in self.seen:
            self._wrong(line, NUMBER, _("跟第%(line)d行重复了") % {"line": self.seen[place.pk]})
            return None
        else:
            self.seen[place.pk] = line
        return place

    def _member(self, line: int, text: str, place: Assignment | None) -> DutyMember | None:
        if text in NOBODY:
            return None
        name, digits = re.fullmatch(r"(.*?)[（(]?(\d{4})?[)）]?", text, re.DOTALL).groups()  # type: ignore[union-attr]  # it matches any text
        found = [
            one for one in self.members.get(name, []) if not digits or tail(one.user) == digits
        ]
        if not found:
            self._wrong(line, PERSON, _("“%(name)s”不在这个中心的值班人员里") % {"name": text[:20]})
            return None
        if len(found) > 1:
            self._wrong(line, PERSON, self._which(name, found))
            return None
        return self._fitting(line, found[0], place)

    def _fitting(
        self, line: int, member: DutyMember, place: Assignment | None
    ) -> DutyMember | None:
        if place is None or place.user_id == member.user_id:
            return member
        if place.category and member.category != place.category:
            self._wrong(
                line,
                PERSON,
                _("%(name)s是%(is)s，这个位置要%(needs)s")
                % {
                    "name": member.user.name,
                    "is": DutyCategory(member.category).label,
                    "needs": DutyCategory(place.category).label,
                },
            )
        elif not member.may_stand(place.shift.duty_date):
            self._wrong(line, PERSON, _("%(name)s那天不值班") % {"name": member.user.name})
        return member

    def _which(self, name: str, found: list[DutyMember]) -> str:
        """The question that only a person can answer."""
        each = _("、").join(
            _("%(name)s%(tail)s（%(kind)s）")
            % {
                "name": one.user.name,
                "tail": tail(one.user),
                "kind": DutyCategory(one.category).label,
            }
            for one in found
        )
        return _("叫“%(name)s”的有%(count)d个人，是哪一个？请写成：%(each)s") % {
            "name": name,
            "count": len(found),
            "each": each,
        }

    def _wrong(self, line: int, column: str, text: str) -> None:
        self.problems.append(Problem(line, column, text))


def _lines(file: IO[bytes]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 1))
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError, IndexError) as error:
        raise Refusal(_("打不开这个文件，要 .xlsx 表格")) from error
    headings = [_tidy(cell) for cell in rows[0]] if rows else []
    if missing := [column for column in (PERSON, NUMBER) if column not in headings]:
        raise Refusal(
            _("第1行少了这几列：%(columns)s。请用导出的表来改") % {"columns": "、".join(missing)}
        )
    for line, cells in enumerate(rows[1:], start=2):
        texts = {heading: _tidy(cell) for heading, cell in zip(headings, cells, strict=False)}
        if any(texts.values()):
            yield line, {PERSON: texts.get(PERSON, ""), NUMBER: texts.get(NUMBER, "")}


def _tidy(cell: Any) -> str:
    """A cell as somebody meant it: numbers whole, full-width digits and spaces as usual ones."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "" if cell is None else str(cell)))
