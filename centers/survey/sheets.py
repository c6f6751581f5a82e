"""The workbook's four sheets: their headings, and the file to fill in with what is known already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from centers.centerfile import COLUMNS
from centers.models import (
    Center,
    Equipment,
    Function,
    GateState,
    MoneySource,
    Room,
    Wall,
    WallState,
)

CODE = "区划代码"
CENTERS, ROOMS, EQUIPMENT, WALLS = SHEETS = ("党群服务中心", "房间", "设备", "围墙")
HEADINGS: dict[str, tuple[str, ...]] = {
    CENTERS: tuple(COLUMNS),
    ROOMS: (CODE, "房屋", "楼层", "名称", "面积", "功能", "开放时间"),
    EQUIPMENT: (CODE, "名称", "件数", "钱从哪来", "谁给的", "哪天有的"),
    WALLS: (CODE, "围墙", "拆除日期", "大门", "大门拆除日期", "原因"),
}
NEEDED: dict[str, tuple[str, ...]] = {
    CENTERS: (CODE,),
    ROOMS: (CODE, "名称"),
    EQUIPMENT: (CODE, "名称"),
    WALLS: (CODE, "围墙"),
}
CHOICES: dict[tuple[str, str], Sequence[Any]] = {
    (EQUIPMENT, "钱从哪来"): MoneySource.labels,
    (WALLS, "围墙"): WallState.labels,
    (WALLS, "大门"): GateState.labels,
}
HOUSE = "主楼"  # a room whose house nobody named
MOST_ROWS = 20_000
WIDTH = 16


def template(centers: Sequence[Center]) -> bytes:
    """The workbook with what these centres have today: the codes are right, and sent back it changes nothing."""
    buffer = BytesIO()
    # Text is text: a spreadsheet would take "=..." for a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for name, rows in _known(centers).items():
            headings = HEADINGS[name]
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(headings) - 1, WIDTH, text)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, headings, bold)
            for line, row in enumerate(rows, start=1):
                sheet.write_row(line, 0, ["" if cell is None else str(cell) for cell in row])
            for column, heading in enumerate(headings):
                if chosen := CHOICES.get((name, heading)):
                    source = [str(label) for label in chosen]
                    sheet.data_validation(
                        1, column, MOST_ROWS, column, {"validate": "list", "source": source}
                    )
        book.add_worksheet("说明").write_column(0, 0, _help())
    return buffer.getvalue()


def _known(centers: Sequence[Center]) -> dict[str, Iterable[Sequence[Any]]]:
    fields = [field for field in COLUMNS.values() if field != "code"]
    return {
        CENTERS: (
            (one.region.code, *(_cell(getattr(one, field)) for field in fields)) for one in centers
        ),
        ROOMS: _rooms(centers),
        EQUIPMENT: (
            (
                one.center.region.code,
                one.name,
                one.number,
                one.get_paid_by_display(),
                one.giver,
                one.since,
            )
            for one in Equipment.objects.filter(center__in=centers).select_related(
                "center__unit__region"
            )
        ),
        WALLS: (
            (
                one.center.region.code,
                one.get_state_display(),
                one.removed_on,
                one.get_gate_display(),
                one.gate_removed_on,
                one.reason,
            )
            for one in Wall.objects.filter(center__in=centers).select_related(
                "center__unit__region"
            )
        ),
    }


def _rooms(centers: Sequence[Center]) -> Iterator[Sequence[Any]]:
    rooms = Room.objects.filter(building__center__in=centers)
    for one in rooms.select_related("building__center__unit__region").prefetch_related("functions"):
        uses = " ".join(function.name for function in one.functions.all())
        code = one.building.center.region.code
        yield code, one.building.name, one.floor, one.name, one.area, uses, one.hours


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


def _help() -> list[str]:
    return [
        _("四张表都用区划代码认村；不用的表空着就行。空着的格不改原来的。"),
        _("房间：不写房屋就算主楼，不写楼层就算1楼；功能可以写几样，用空格分开。"),
        _("功能只能写这些：%s") % "、".join(Function.objects.values_list("name", flat=True)),
        _("围墙写：%s；大门写：%s。拆了的要写拆除日期，不拆的要写原因。")
        % ("、".join(map(str, WallState.labels)), "、".join(map(str, GateState.labels))),
        _("日期写成2026-01-31的样子。有一格不对，整张表都不进，会告诉您是哪张表、哪行、哪列。"),
    ]
