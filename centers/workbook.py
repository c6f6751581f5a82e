"""Lists of walls and projects as .xlsx, one sheet a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 16


def workbook_response(
    name: str, title: str, headers: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """An attachment: the title, in a demonstration a line that says so, headers, rows."""
    lines = [title, *([_("演示：人名、电话和事情都是编的")] if settings.DEMONSTRATION else [])]
    buffer = BytesIO()
    # Text is text: a spreadsheet would take "=..." for a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet()
        page.set_column(0, max(len(headers) - 1, 0), WIDTH)
        for line, words in enumerate(lines):
            page.write(line, 0, words)
        page.write_row(
            len(lines), 0, [str(head) for head in headers], book.add_format({"bold": True})
        )
        for line, row in enumerate(rows, start=len(lines) + 1):
            page.write_row(line, 0, row)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
