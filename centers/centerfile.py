"""Centres from an Excel file: checked whole, then written; errors name row and column (B58)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from accounts.models import Unit, UnitKind, phone_number
from centers.actions import change_center, open_center
from centers.models import Center, CenterKind
from config.errors import Refusal
from regions.csvfile import BrokenFile, Problem

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Heading in the file -> field; the first three must be there.
COLUMNS = {
    "区划代码": "code",
    "名称": "name",
    "值班电话": "duty_phone",
    "当地叫法": "local_name",
    "地址": "address",
    "怎么走": "directions",
    "室内面积": "indoor_area",
    "室外面积": "outdoor_area",
    "房屋现状": "condition",
    "产权归属": "ownership",
    "这里有啥": "places",
    "纬度": "latitude",
    "经度": "longitude",
}
NEEDED = ("区划代码", "名称", "值班电话")
EXAMPLE = (
    "410327102200",
    "柳泉村党群服务中心",
    "0379-00000011",
    "村室",
    "村委会院内",
    "村小学对面",
    220,
    1000,
    "完好",
    "集体",
    "图书室 戏台",
    34.514123,
    112.179512,
)
KIND_OF_UNIT = {
    UnitKind.VILLAGE_STATION: CenterKind.VILLAGE,
    UnitKind.TOWNSHIP_CENTER: CenterKind.TOWNSHIP,
}


@dataclass(frozen=True)
class Imported:
    new: int
    known: int


@dataclass(frozen=True)
class Sheet:
    """The rows of the first sheet, each with its number and its cells by heading."""

    rows: list[tuple[int, dict[str, Any]]]


def template() -> Workbook:
    """The file to fill in: headings, one invented example, codes and phones as text."""
    book = Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = _("党群服务中心")
    sheet.append(list(COLUMNS))
    sheet.append(list(EXAMPLE))
    for number in range(1, len(COLUMNS) + 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 18
        if number in (1, 3):
            for row in range(2, 500):
                sheet.cell(row, number).number_format = "@"
    return book


def import_centers(path: Path, at: datetime) -> Imported:
    """Consequences: a unit without a centre gets one, a known one is changed where the file says
    so; an empty cell changes nothing. With one wrong cell nothing is written.
    """
    sheet = _read(path)
    units = _units([row.get("区划代码") for _number, row in sheet.rows])
    problems: list[Problem] = []
    wanted: dict[Unit, dict[str, Any]] = {}
    for number, cells in sheet.rows:
        values, wrong = values_of(number, cells)
        problems += wrong
        unit = units.get(values.get("code", ""))
        if "code" in values and unit is None:
            problems.append(Problem(number, "区划代码", _("没有这个村或镇，或者它还没有站点单位")))
        elif unit in wanted:
            problems.append(Problem(number, "区划代码", _("和上面重复了")))
        elif unit:
            wanted[unit] = {field: value for field, value in values.items() if field != "code"}
    if problems or not wanted:
        raise BrokenFile(problems or [Problem(2, "", _("没有一行数据"))])
    with transaction.atomic():
        new = sum(_write(unit, values, at) for unit, values in wanted.items())
    return Imported(new, len(wanted) - new)


def _write(unit: Unit, values: dict[str, Any], at: datetime) -> bool:
    center = Center.objects.filter(unit=unit).first()
    if center:
        change_center(center=center, by=None, at=at, **values)
        return False
    open_center(unit=unit, by=None, at=at, kind=kind_of(unit), **values)
    return True


def kind_of(unit: Unit) -> str:
    return (
        CenterKind.COMMUNITY
        if unit.region.kind == "community"
        else KIND_OF_UNIT[UnitKind(unit.kind)]
    )


def _units(codes: list[Any]) -> dict[str, Unit]:
    stations = Unit.objects.filter(
        kind__in=KIND_OF_UNIT, region__code__in=[_text(code) for code in codes]
    )
    return {unit.region.code: unit for unit in stations.select_related("region")}


def _read(path: Path) -> Sheet:
    try:
        rows = (
            load_workbook(path, read_only=True, data_only=True)
            .worksheets[0]
            .iter_rows(values_only=True)
        )
        lines = [
            (number, cells)
            for number, cells in enumerate(rows, 1)
            if number == 1 or any(cell not in (None, "") for cell in cells)
        ]
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise Refusal(_("打不开 %s：要用 .xlsx 格式的 Excel 文件") % path) from error
    headings = [_text(cell) for cell in lines[0][1]] if lines else []
    if missing := [name for name in NEEDED if name not in headings]:
        raise BrokenFile([Problem(1, "、".join(missing), _("第一行没有这一列"))])
    if unknown := [name for name in headings if name and name not in COLUMNS]:
        raise BrokenFile([Problem(1, name, _("不认识这一列")) for name in unknown])
    return Sheet(
        [(number, dict(zip(headings, cells, strict=False))) for number, cells in lines[1:]]
    )


def values_of(
    number: int, cells: dict[str, Any], needed: Collection[str] = NEEDED
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for heading, cell in cells.items():
        text = _text(cell)
        if not text and heading in needed:
            problems.append(Problem(number, heading, _("不能空着")))
        elif text:
            try:
                values[COLUMNS[heading]] = READERS.get(COLUMNS[heading], _words)(
                    text, COLUMNS[heading]
                )
            except ValidationError as error:
                problems.append(Problem(number, heading, error.messages[0]))
    if ("latitude" in values) != ("longitude" in values):
        problems.append(Problem(number, "纬度", _("纬度和经度要一起填，或者都空着")))
    return values, problems


def _text(cell: Any) -> str:
    """Excel keeps codes and phones as numbers when nobody stopped it."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _words(text: str, field: str) -> str:
    longest = getattr(Center, field).field.max_length
    if len(text) > longest:
        raise ValidationError(_("太长了，最多%s个字") % longest)
    return text


def _code(text: str, field: str) -> str:
    if not re.fullmatch(r"\d{12}", text):
        raise ValidationError(_("应是12位数字"))
    return text


def _phone(text: str, field: str) -> str:
    digits = re.sub(r"[\s\-－—]", "", text)
    phone_number(digits)
    return digits


def _area(text: str, field: str) -> Decimal:
    try:
        area = Decimal(text)
    except InvalidOperation as error:
        raise ValidationError(_("应是数字，单位平方米")) from error
    if not (area.is_finite() and 0 <= area < 10_000_000):
        raise ValidationError(_("应是数字，单位平方米"))
    return round(area, 1)


def _degrees(text: str, field: str) -> Decimal:
    lowest, highest = {"latitude": (3, 54), "longitude": (73, 136)}[field]
    try:
        degrees = Decimal(text)
    except InvalidOperation as error:
        raise ValidationError(_("应是度数，例如34.514123")) from error
    if not (degrees.is_finite() and lowest <= degrees <= highest):
        raise ValidationError(_("这个点不在国内，看看纬度和经度是不是写反了"))
    return round(degrees, 6)


def _places(text: str, field: str) -> list[str]:
    words = [word for word in dict.fromkeys(re.split(r"[\s,，、;；]+", text)) if word]
    if long := next((word for word in words if len(word) > 20), ""):
        raise ValidationError(_("“%s”太长，每样最多20个字") % long)
    return words


READERS: dict[str, Callable[[str, str], Any]] = {
    "code": _code,
    "duty_phone": _phone,
    "indoor_area": _area,
    "outdoor_area": _area,
    "places": _places,
    "latitude": _degrees,
    "longitude": _degrees,
}
