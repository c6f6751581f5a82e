"""The page and its lists as .xlsx and as CSV that spreadsheets open in Chinese (with a byte order mark)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from regions.wording import instant
from supervision.dashboard import Dashboard
from supervision.periods import days_of
from supervision.tables import Number, RateLine, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet takes text with these at its head for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 16
SHEET_NAME = 31


@dataclass(frozen=True)
class Sheet:
    """One table of the file, with the lines that stand above it."""

    name: str
    lines: list[str]
    headers: Sequence[Any]
    rows: list[list[Any]]


def sheets_of(board: Dashboard, today_line: Sequence[str]) -> list[Sheet]:
    """Everything that the page says, in its order."""
    lines = list(today_line)
    tables = [table for table in (board.children, board.departments) if table is not None]
    stops = [[stop.unit, "、".join(stop.posts), stop.number] for stop in board.stops]
    return [
        Sheet(_("合计"), lines, [_("项目"), _("数")], totals(board)),
        *(Sheet(table.caption, lines, table.headers, _plain(table)) for table in tables),
        *(
            [Sheet(_("卡在谁手里"), lines, [_("单位"), _("岗位"), _("超时没办")], stops)]
            if stops
            else []
        ),
        Sheet(_("什么事多"), lines, [_("什么事"), _("收到")], [_pair(one) for one in board.topics]),
    ]


def totals(board: Dashboard) -> list[list[Any]]:
    """Every single number of the page, one a line."""
    confidential = (
        [] if board.confidential is None else [[_("反映干部（只县里看）"), board.confidential]]
    )
    return [
        *map(_pair, board.pressing),
        *confidential,
        _pair(board.received),
        *map(_pair, board.parts),
        _pair(board.left_over),
        *[row for line in board.rates for row in _rate_rows(line)],
        *map(_pair, board.outcomes),
        *map(_pair, board.calls),
        *[row for line in board.called for row in _rate_rows(line)[-2:]],
        *map(_pair, board.own),
        _pair(board.many),
        *map(_pair, (board.centers.part, board.centers.whole, board.gaps)),
        *map(_pair, board.functions),
        *map(_pair, board.building.numbers),
        _pair(board.themeless),
    ]


def _pair(number: Number) -> list[Any]:
    return [number.label, number.value]


def _rate_rows(line: RateLine) -> list[list[Any]]:
    return [_pair(line.whole), _pair(line.part), [line.label, line.percent]]


def _plain(table: Table) -> list[list[Any]]:
    return [[cell.text for cell in row] for row in table.lines]


def heading_lines(title: str, board_cut: Any, at: datetime, today: Any) -> list[str]:
    """What every file says first: what it is, of which days, when; and that it is a demonstration."""
    lines = [
        title,
        _("%(days)s收到的，截至%(at)s")
        % {"days": days_of(board_cut.period, today), "at": instant(at)},
    ]
    if settings.DEMONSTRATION:
        lines.append(_("演示：人名、电话和事情都是编的"))
    return lines


def file_response(sheets: Sequence[Sheet], name: str, kind: str) -> HttpResponse:
    """An attachment; `kind` is xlsx or csv."""
    content = _workbook(sheets) if kind == "xlsx" else _csv(sheets)
    response = HttpResponse(
        content, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _workbook(sheets: Sequence[Sheet]) -> bytes:
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:SHEET_NAME])
            page.set_column(0, max(len(sheet.headers) - 1, 0), WIDTH)
            for line, words in enumerate(sheet.lines):
                page.write(line, 0, words)
            top = len(sheet.lines)
            page.write_row(top, 0, [str(head) for head in sheet.headers], bold)
            for line, row in enumerate(sheet.rows, start=top + 1):
                page.write_row(line, 0, row)
    return buffer.getvalue()


def _csv(sheets: Sequence[Sheet]) -> bytes:
    buffer = StringIO()
    writer = csv.writer(buffer)
    for place, sheet in enumerate(sheets):
        writer.writerows([[line] for line in sheet.lines] if place == 0 else [[], [sheet.name]])
        writer.writerow(_safe(sheet.headers))
        writer.writerows(_safe(row) for row in sheet.rows)
    return ("\ufeff" + buffer.getvalue()).encode()


def _safe(row: Iterable[Any]) -> list[Any]:
    return [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in row
    ]
