"""Reading the survey whole: every slip is named by sheet, row and column, and nothing is half taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from accounts.models import Unit, User
from centers import centerfile
from centers.actions.survey import EquipmentSaid, RoomSaid, SurveySaid, WallSaid
from centers.models import Center, Function, GateState, MoneySource, WallState
from centers.permissions import EDITORS, looks_after
from centers.survey.cells import Cells, Slip, text_of
from centers.survey.sheets import (
    CENTERS,
    CODE,
    EQUIPMENT,
    HEADINGS,
    HOUSE,
    MOST_ROWS,
    NEEDED,
    ROOMS,
    SHEETS,
    WALLS,
)
from config.errors import Refusal
from regions.models import Region


@dataclass
class Survey:
    """What the workbook says of each unit's centre, or what is wrong with it."""

    said: dict[Unit, SurveySaid] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)


def read_survey(path: Path, by: User, today: date) -> Survey:
    """Raises Refusal when the file cannot be opened or holds no row; else all slips at once."""
    sheets = _sheets(path)
    reading = _Reading(
        by, today, {cells.get(CODE, "") for rows in sheets.values() for _n, cells in rows}
    )
    for name in SHEETS:
        for line, cells in sheets.get(name, []):
            reading.row(name, line, cells)
    if not any(sheets.values()):
        raise Refusal(_("表里一行也没有"))
    return Survey(
        reading.said, sorted(reading.slips, key=lambda one: (SHEETS.index(one.sheet), *one[1:]))
    )


def _sheets(path: Path) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    try:
        with path.open("rb") as file:  # the name of a work's file ends in nothing
            book = load_workbook(file, read_only=True, data_only=True)
            found = {
                sheet.title.strip(): list(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1))
                for sheet in book.worksheets
            }
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError, TypeError) as error:
        raise Refusal(_("打不开这个文件，要 .xlsx 表格")) from error
    if not set(found) & set(SHEETS):
        raise Refusal(_("没有叫%s的表，请用下载的表来填") % "、".join(SHEETS))
    return {name: _rows(name, found[name]) for name in SHEETS if name in found}


def _rows(sheet: str, rows: list[tuple[Any, ...]]) -> list[tuple[int, dict[str, Any]]]:
    headings = [text_of(cell) for cell in rows[0]] if rows else []
    if not any(headings) and len(rows) <= 1:
        return []
    if missing := [one for one in NEEDED[sheet] if one not in headings]:
        raise Refusal(
            _("%(sheet)s：第1行没有%(columns)s这一列")
            % {"sheet": sheet, "columns": "、".join(missing)}
        )
    if unknown := [one for one in headings if one and one not in HEADINGS[sheet]]:
        raise Refusal(
            _("%(sheet)s：不认识%(columns)s这一列")
            % {"sheet": sheet, "columns": "、".join(unknown)}
        )
    if len(rows) > MOST_ROWS:
        raise Refusal(
            _("%(sheet)s：一次最多%(most)s行，请分几次") % {"sheet": sheet, "most": MOST_ROWS}
        )
    lines = [
        (line, dict(zip(headings, cells, strict=False))) for line, cells in enumerate(rows[1:], 2)
    ]
    tidy = [
        (line, {head: _day_or_text(cell) for head, cell in cells.items() if head})
        for line, cells in lines
    ]
    return [(line, cells) for line, cells in tidy if any(cells.values())]


def _day_or_text(cell: Any) -> Any:
    return cell.date().isoformat() if isinstance(cell, datetime) else text_of(cell)


class _Reading:
    """The rows of one workbook, what they refer to, and what is wrong with them."""

    def __init__(self, by: User, today: date, codes: set[str]) -> None:
        self.by, self.today = by, today
        self.said: dict[Unit, SurveySaid] = {}
        self.slips: list[Slip] = []
        self.seen: dict[tuple[Any, ...], int] = {}
        stations = Unit.objects.filter(kind__in=centerfile.KIND_OF_UNIT, region__code__in=codes)
        self.units = {one.region.code: one for one in stations.select_related("region__parent")}
        self.known = set(
            Center.objects.filter(unit__in=self.units.values()).values_list("unit", flat=True)
        )
        self.functions = {one.name: one for one in Function.objects.all()}

    def row(self, sheet: str, line: int, cells: dict[str, str]) -> None:
        before = len(self.slips)
        for column in NEEDED[sheet]:
            if not cells.get(column):
                self.slips.append(Slip(sheet, line, column, _("不能空着")))
        if len(self.slips) > before:
            return
        unit = self._unit(sheet, line, cells[CODE])
        cell = Cells(sheet, line, cells, self.functions, self.today, self.slips)
        readers = {
            CENTERS: self._center,
            ROOMS: self._room,
            EQUIPMENT: self._equipment,
            WALLS: self._wall,
        }
        readers[sheet](unit, cell)

    def _unit(self, sheet: str, line: int, code: str) -> Unit | None:
        unit = self.units.get(code)
        if unit is None:
            self.slips.append(Slip(sheet, line, CODE, _gone(code)))
        elif unit.region.retired_on:
            self.slips.append(Slip(sheet, line, CODE, _("这个村已经撤并了，请写并入的村的代码")))
        elif not looks_after(self.by, unit.region, EDITORS):
            self.slips.append(Slip(sheet, line, CODE, _("这个村不归您管")))
        else:
            return unit
        return None

    def _of(self, unit: Unit | None) -> SurveySaid:
        return SurveySaid() if unit is None else self.said.setdefault(unit, SurveySaid())

    def _center(self, unit: Unit | None, cell: Cells) -> None:
        self._once(cell, CODE, cell.text(CODE))
        values, wrong = centerfile.values_of(cell.line, dict(cell.said), NEEDED[CENTERS])
        self.slips += [Slip(cell.sheet, *one) for one in wrong]
        if unit and unit.pk not in self.known and "name" not in values:
            cell.wrong("名称", _("新的中心要写名称"))
        self._of(unit).about = {name: value for name, value in values.items() if name != "code"}

    def _room(self, unit: Unit | None, cell: Cells) -> None:
        house = cell.text("房屋") or HOUSE
        floor = cell.count("楼层", 60)
        name = cell.text("名称")
        self._once(cell, "名称", cell.text(CODE), house, floor, name)
        room = RoomSaid(
            house, floor, name, cell.area("面积"), cell.functions(), cell.text("开放时间")
        )
        self._needs_center(unit, cell).rooms.append(room)

    def _equipment(self, unit: Unit | None, cell: Cells) -> None:
        paid_by = cell.choice("钱从哪来", MoneySource) or MoneySource.FINANCE
        name, giver = cell.text("名称"), cell.text("谁给的")
        self._once(cell, "名称", cell.text(CODE), name, paid_by, giver)
        number = cell.count("件数", 100_000)
        thing = EquipmentSaid(name, number, paid_by, giver, cell.day("哪天有的"))
        self._needs_center(unit, cell).equipment.append(thing)

    def _wall(self, unit: Unit | None, cell: Cells) -> None:
        self._once(cell, CODE, cell.text(CODE))
        state = cell.choice("围墙", WallState)
        gate = cell.choice("大门", GateState) or GateState.STANDING
        removed, gate_removed = cell.day("拆除日期"), cell.day("大门拆除日期")
        reason = cell.text("原因")
        if state == WallState.REMOVED and not cell.text("拆除日期"):
            cell.wrong("拆除日期", _("已拆的要写哪天拆的"))
        if gate == GateState.REMOVED and not cell.text("大门拆除日期"):
            cell.wrong("大门拆除日期", _("已拆的要写哪天拆的"))
        if state in {WallState.KEPT, WallState.CULTURE} and not reason:
            cell.wrong("原因", _("不拆的要写为啥，几个字就行"))
        self._needs_center(unit, cell).wall = WallSaid(state, gate, reason, removed, gate_removed)

    def _needs_center(self, unit: Unit | None, cell: Cells) -> SurveySaid:
        """Rooms need a centre: one that stands, or one that the first sheet opens."""
        if unit and unit.pk not in self.known and "name" not in self._of(unit).about:
            cell.wrong(CODE, _("这个村还没有中心，先在“%s”表里写一行") % CENTERS)
        return self._of(unit)

    def _once(self, cell: Cells, column: str, *key: Any) -> None:
        first = self.seen.setdefault((cell.sheet, *key), cell.line)
        if first != cell.line:
            cell.wrong(column, _("和第%s行重复了") % first)


def _gone(code: str) -> str:
    """Of a code of before: the one of today."""
    try:
        region, canonical = Region.objects.by_code(code)
    except Region.DoesNotExist:
        return _("没有这个村或镇，应是12位区划代码")
    if canonical:
        return _("这个村或镇还没有站点单位")
    return _("代码换了，现在是%(code)s（%(name)s）") % {
        "code": region.code,
        "name": region.short_name,
    }
