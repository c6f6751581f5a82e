"""The table of division codes as a file gives it, checked whole before anything is imported."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from regions.csvfile import BrokenFile, Problem, Row, read_rows
from regions.models import Level
from regions.names import kind_of

COLUMNS = ("code", "name", "level", "parent_code")
LEVELS = [level.value for level in Level]
LONGEST_NAME = 60


@dataclass(frozen=True)
class Division:
    line: int
    code: str
    name: str
    level: str
    parent_code: str

    @property
    def kind(self) -> str:
        return kind_of(self.code) or "" if self.level == Level.VILLAGE else ""


def read_divisions(path: Path, known: dict[str, str]) -> list[Division]:
    """The file's divisions from the province down; `known` maps codes in the database to levels."""
    rows = read_rows(path, COLUMNS)
    levels = known | {row.cells["code"]: row.cells["level"] for row in rows}
    seen: dict[str, int] = {}
    problems: list[Problem] = []
    for row in rows:
        problems += _problems(row, levels, seen)
        seen.setdefault(row.cells["code"], row.line)
    if problems:
        raise BrokenFile(problems)
    divisions = [
        Division(row.line, **{column: row.cells[column] for column in COLUMNS}) for row in rows
    ]
    return sorted(divisions, key=lambda division: LEVELS.index(division.level))


def _problems(row: Row, levels: dict[str, str], seen: dict[str, int]) -> Iterator[Problem]:
    code, name, level = row.cells["code"], row.cells["name"], row.cells["level"]
    if not re.fullmatch(r"[0-9]{12}", code):
        yield row.problem("code", _("区划代码应是12位数字"))
    elif code in seen:
        yield row.problem(
            "code", _("代码 %(code)s 在第%(line)s行已经有了") % {"code": code, "line": seen[code]}
        )
    elif level == Level.VILLAGE and kind_of(code) is None:
        yield row.problem("code", _("村和社区代码的末三位应在001到599之间"))
    if not name:
        yield row.problem("name", _("名称是空的"))
    elif len(name) > LONGEST_NAME:
        yield row.problem("name", _("名称超过%s个字") % LONGEST_NAME)
    if level not in LEVELS:
        yield row.problem("level", _("层级只能是 %s") % "、".join(LEVELS))
    else:
        yield from _problems_of_parent(row, level, levels)


def _problems_of_parent(row: Row, level: str, levels: dict[str, str]) -> Iterator[Problem]:
    parent = row.cells["parent_code"]
    if not parent:
        if level != Level.PROVINCE:
            yield row.problem("parent_code", _("缺上级代码"))
    elif parent not in levels:
        yield row.problem("parent_code", _("上级 %s 不在文件里，也不在库里") % parent)
    elif level not in _levels_below(levels[parent]):
        yield row.problem("parent_code", _("上级 %s 的层级不比它高") % parent)


def _levels_below(level: str) -> Collection[str]:
    return LEVELS[LEVELS.index(level) + 1 :] if level in LEVELS else LEVELS
