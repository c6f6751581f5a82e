"""The table of holidays and makeup workdays as a file gives it, checked whole before anything is imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from regions.csvfile import BrokenFile, Problem, Row, read_rows
from regions.models import DayKind

COLUMNS = ("date", "weekday", "type", "name", "status", "statutory")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OFFICIAL = "official"
LONGEST_NAME = 40


@dataclass(frozen=True)
class Holiday:
    """A row of the table; `announced` when the State Council has published the year's arrangement."""

    date: date
    name: str
    kind: DayKind
    announced: bool

    @property
    def makeup(self) -> bool:
        return self.kind == DayKind.WORK

    @property
    def counts(self) -> bool:
        """What is not announced counts only where the law itself names the day."""
        return self.announced or self.kind == DayKind.STATUTORY


def read_holidays(path: Path) -> list[Holiday]:
    rows = read_rows(path, COLUMNS)
    seen: dict[str, int] = {}
    problems: list[Problem] = []
    for row in rows:
        problems += _problems(row, seen)
        seen.setdefault(row.cells["date"], row.line)
    if problems:
        raise BrokenFile(problems)
    return [_holiday(row.cells) for row in rows]


def _holiday(cells: dict[str, str]) -> Holiday:
    if cells["type"] == "workday":
        kind = DayKind.WORK
    else:
        kind = DayKind.STATUTORY if cells["statutory"] == "1" else DayKind.REST
    return Holiday(
        date.fromisoformat(cells["date"]), cells["name"], kind, cells["status"] == OFFICIAL
    )


def _problems(row: Row, seen: dict[str, int]) -> Iterator[Problem]:
    cells = row.cells
    day = _date_of(cells["date"])
    if day is None:
        yield row.problem("date", _("日期应写成 2026-10-01 这样"))
    elif cells["date"] in seen:
        yield row.problem(
            "date",
            _("%(date)s 在第%(line)s行已经有了") % {"date": day, "line": seen[cells["date"]]},
        )
    elif cells["weekday"] != WEEKDAYS[day.weekday()]:
        yield row.problem(
            "weekday", _("%(date)s 是 %(right)s") % {"date": day, "right": WEEKDAYS[day.weekday()]}
        )
    if cells["type"] not in {"holiday", "workday"}:
        yield row.problem("type", _("只能是 holiday 或 workday"))
    if cells["statutory"] not in {"0", "1"}:
        yield row.problem("statutory", _("只能是 0 或 1"))
    elif cells["type"] == "workday" and cells["statutory"] == "1":
        yield row.problem("statutory", _("上班的日子不能是法定节假日"))
    if len(cells["name"]) > LONGEST_NAME:
        yield row.problem("name", _("名称超过%s个字") % LONGEST_NAME)
    if not cells["status"]:
        yield row.problem("status", _("缺状态，国务院已公布的写 official"))


def _date_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
