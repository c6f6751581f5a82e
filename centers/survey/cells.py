"""One row of the survey: its cells as somebody meant them, every slip named by sheet, row and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from centers.models import Function

DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
LONGEST = {"房屋": 40, "名称": 40, "开放时间": 60, "谁给的": 60, "原因": 200}


class Slip(NamedTuple):
    """One wrong cell."""

    sheet: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = _("%(sheet)s 第%(line)s行") % {"sheet": self.sheet, "line": self.line}
        return f"{place} {self.column}：{self.text}" if self.column else f"{place}：{self.text}"


@dataclass(frozen=True)
class Cells:
    """The cells of one row; what cannot be read is named and answered with nothing."""

    sheet: str
    line: int
    said: Mapping[str, str]
    known: Mapping[str, Function]
    today: date
    slips: list[Slip]

    def wrong(self, column: str, text: str) -> None:
        self.slips.append(Slip(self.sheet, self.line, column, text))

    def text(self, column: str) -> str:
        said = self.said.get(column) or ""
        longest = LONGEST.get(column, 200)
        if len(said) > longest:
            self.wrong(column, _("太长了，最多%s个字") % longest)
        return said

    def count(self, column: str, most: int) -> int:
        said = self.said.get(column) or "1"
        if not said.isdecimal() or not 1 <= int(said) <= most:
            self.wrong(column, _("应是1到%s的整数") % most)
            return 1
        return int(said)

    def area(self, column: str) -> Decimal | None:
        said = self.said.get(column) or ""
        try:
            area = Decimal(said) if said else None
        except InvalidOperation:
            area = Decimal(-1)
        if area is not None and not (area.is_finite() and 0 < area < 1_000_000):
            self.wrong(column, _("应是大于0的数，单位平方米"))
            return None
        return None if area is None else round(area, 1)

    def functions(self) -> tuple[Function, ...]:
        words = [word for word in re.split(r"[\s,，、;；]+", self.said.get("功能") or "") if word]
        known = self.known
        if unknown := [word for word in words if word not in known]:
            self.wrong("功能", _("没有“%s”这种功能，能写的在“说明”表里") % "、".join(unknown))
        return tuple(known[word] for word in dict.fromkeys(words) if word in known)

    def choice(self, column: str, choices: Any) -> str:
        said = self.said.get(column) or ""
        values = {text_of(label): value for value, label in choices.choices}
        if said and said not in values:
            self.wrong(column, _("只能写%s") % "、".join(values))
        return str(values.get(said, ""))

    def day(self, column: str) -> date | None:
        said = self.said.get(column) or ""
        found = next((day for form in DATE_FORMATS if (day := _parsed(said, form))), None)
        if said and found is None:
            self.wrong(column, _("日期应写成2026-01-31的样子"))
        elif found and found > self.today:
            self.wrong(column, _("这一天还没到"))
        return found


def text_of(cell: Any) -> str:
    """A cell as somebody meant it: full-width digits and numbers kept as numbers included."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", "" if cell is None else str(cell)).strip()


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
