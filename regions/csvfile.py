"""A CSV file read whole before anything is written; what is wrong with it names line and column."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from config.errors import Refusal


class Problem(NamedTuple):
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        if not self.column:
            return _("第%(line)s行：%(text)s") % {"line": self.line, "text": self.text}
        return _("第%(line)s行 %(column)s 列：%(text)s") % self._asdict()


class BrokenFile(Refusal):
    """The file was refused as a whole."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Row(NamedTuple):
    line: int
    cells: dict[str, str]

    def problem(self, column: str, text: str) -> Problem:
        return Problem(self.line, column, text)


def read_rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows with their cells stripped, or BrokenFile with everything that is wrong with their form."""
    reader = csv.reader(io.StringIO(_decoded(path)), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if missing := [name for name in columns if name not in header]:
            raise BrokenFile(
                [Problem(1, "、".join(missing), _("第一行没有这一列，应有 %s") % ",".join(columns))]
            )
        lines = [
            (reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise BrokenFile(
            [Problem(reader.line_num, "", _("引号或逗号不对（%s）") % error)]
        ) from error
    problems = [
        problem for line, cells in lines for problem in _problems_of_form(line, cells, header)
    ]
    if problems:
        raise BrokenFile(problems)
    return [
        Row(line, dict(zip(header, map(str.strip, cells), strict=True))) for line, cells in lines
    ]


def _problems_of_form(line: int, cells: list[str], header: list[str]) -> Iterator[Problem]:
    if len(cells) != len(header):
        column = header[min(len(cells), len(header) - 1)]
        yield Problem(
            line,
            column,
            _("应有%(right)s格，实有%(found)s格") % {"right": len(header), "found": len(cells)},
        )
        return
    for column, cell in zip(header, cells, strict=True):
        if any(unicodedata.category(character) == "Cc" for character in cell.strip()):
            yield Problem(line, column, _("有看不见的控制字符"))


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(
            _("打不开文件 %(path)s：%(reason)s") % {"path": path, "reason": error.strerror}
        ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].split(b"\n")
        column = _("第%s格") % (before[-1].count(b",") + 1)
        raise BrokenFile(
            [Problem(len(before), column, _("不是 UTF-8 编码，请另存为 CSV UTF-8"))]
        ) from error
