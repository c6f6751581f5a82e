"""The page of supervision, the rows behind its numbers, its print and its files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.actions import record_audit
from accounts.requests import StaffRequest
from accounts.scope import tokens
from config import clock
from config.addresses import client_address
from notify.models import Message, PhoneTask
from supervision import periods
from supervision.bases import Rows, Slice
from supervision.dashboard import dashboard_of
from supervision.export import Sheet, file_response, heading_lines, sheets_of
from supervision.figures import FIGURES
from supervision.links import page_link, rows_link
from supervision.lists import (
    cells_of,
    counted_words,
    headers_of,
    is_of_tickets,
    listed,
    searched,
    title_of,
)
from supervision.permissions import region_overseen, regions_overseen, unit_of
from supervision.tables import Table

PAGE = 50
LONGEST_SEARCH = 40
MOST_EXPORTED = 20_000
KINDS = ("xlsx", "csv")
NOT_LISTED = frozenset({"confidential"})
# The lists of rows behind the county's set-up, for whom the admin lets in.
DATA = (
    (gettext_lazy("工单"), "services.view_ticket", "admin:services_ticket_changelist"),
    (gettext_lazy("中心"), "centers.view_center", "admin:centers_center_changelist"),
    (gettext_lazy("七个一"), "centers.view_assessment", "admin:centers_assessment_changelist"),
    (gettext_lazy("围墙"), "centers.view_wall", "admin:centers_wall_changelist"),
    (gettext_lazy("改造项目"), "centers.view_project", "admin:centers_project_changelist"),
    (gettext_lazy("排班"), "duty.view_roster", "admin:duty_roster_changelist"),
)


@never_cache
@require_safe
def supervision(request: StaffRequest) -> HttpResponse:
    cut = _slice(request)
    board = dashboard_of(cut, request.GET.get("sort", ""), request.GET.get("unit_sort", ""))
    today = timezone.localdate(cut.at)
    context = {
        "board": board,
        "title": periods.title_of(cut.period, today),
        "periods": [
            (words, page_link(cut.region, known), known == cut.period)
            for words, known in periods.choices(today).items()
        ],
        "above": _above(request, cut),
        "children": _with_sorting(request, board.children, "sort"),
        "departments": _with_sorting(request, board.departments, "unit_sort"),
        "phone_tasks": PhoneTask.objects.open().visible_to(request.user).count(),
        "unsent": Message.objects.outbox_visible_to(request.user).troubled().count(),
        "data": _data_links(request),
        "print": page_link(cut.region, cut.period, "supervision-print"),
        "files": _files(cut),
    }
    return render(request, "supervision/dashboard.html", context)


@never_cache
@require_safe
def supervision_print(request: StaffRequest) -> HttpResponse:
    cut = _slice(request)
    board, today = dashboard_of(cut), timezone.localdate(cut.at)
    context = {
        "board": board,
        "days": periods.days_of(cut.period, today),
        "unit": unit_of(request.user),
        "tables": [table for table in (board.children, board.departments) if table],
        "back": page_link(cut.region, cut.period),
    }
    return render(request, "supervision/print.html", context)


@never_cache
@require_safe
def supervision_export(request: StaffRequest, kind: str) -> HttpResponse:
    """The whole page as a file; who took it stands in the audit."""
    cut = _slice(request)
    title = _("%(region)s督导数字") % {"region": cut.region.short_name}
    lines = heading_lines(title, cut, cut.at, timezone.localdate(cut.at))
    _record(request, cut, "supervision", kind)
    return file_response(sheets_of(dashboard_of(cut), lines), _file_name(cut, "figures"), kind)


@never_cache
@require_safe
def supervision_rows(request: StaffRequest) -> HttpResponse:
    """Exactly the rows that a number counted; the title says the number again."""
    cut, key = _slice(request), _figure(request)
    words, found = _asked_rows(request, key, cut)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate(cut.at)
    context = {
        "cut": cut,
        "title": title_of(key, cut),
        "counted": counted_words(key, cut),
        "days": periods.title_of(cut.period, today),
        "page": page,
        "headers": headers_of(key),
        "rows": cells_of(key, page, request.user, cut.at),
        "back": page_link(regions_overseen(request.user)[0], cut.period),
        "words": words,
        "kept": [(name, value) for name, value in request.GET.items() if name not in {"q", "page"}],
        "may_search": _may_search(request, key),
        "files": [(kind, _rows_file(key, cut, kind, words)) for kind in KINDS],
    }
    return render(request, "supervision/rows.html", context)


@never_cache
@require_safe
def supervision_rows_export(request: StaffRequest, kind: str) -> HttpResponse:
    """The rows as a file; narrowed by the same words as the page from which it was taken."""
    cut, key = _slice(request), _figure(request)
    words, asked = _asked_rows(request, key, cut)
    found = asked[:MOST_EXPORTED]
    title = f"{cut.region.short_name} {title_of(key, cut)} {counted_words(key, cut)}"
    lines = heading_lines(title, cut, cut.at, timezone.localdate(cut.at))
    if words:
        lines.append(_("只要“%(words)s”：%(count)d件") % {"words": words, "count": len(found)})
    rows = [
        [cell[0] if isinstance(cell, tuple) else cell for cell in row]
        for row in cells_of(key, found, request.user, cut.at)
    ]
    _record(request, cut, key, kind)
    sheet = Sheet(title_of(key, cut), lines, headers_of(key), rows)
    return file_response([sheet], _file_name(cut, key), kind)


def _asked_rows(request: StaffRequest, key: str, cut: Slice) -> tuple[str, Rows]:
    """What was typed into the search of the list, and the rows it leaves."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    if not words or not _may_search(request, key):
        return "", listed(key, cut)
    return words, searched(listed(key, cut), words, request.user)


def _may_search(request: StaffRequest, key: str) -> bool:
    """Only lists of matters, and only for whoever may read matters at all: an inspector may not."""
    return is_of_tickets(key) and len(tokens(request.user)) > 1


def _rows_file(key: str, cut: Slice, kind: str, words: str) -> str:
    more = {"q": words} if words else {}
    return rows_link(key, cut, route=f"supervision-rows-{kind}", **more)


def _slice(request: StaffRequest) -> Slice:
    """What the address asks for, inside what the person looks over: outside there is nothing."""
    if not regions_overseen(request.user):
        raise PermissionDenied
    region = region_overseen(request.user, request.GET.get("region", ""))
    if region is None:
        raise Http404
    at = clock.now()
    default = periods.half_month(timezone.localdate(at))
    return Slice(
        region,
        periods.asked(request.GET, default),
        at,
        unit=_key(request, "unit"),
        item=_key(request, "item"),
        category=_key(request, "category"),
        part=_key(request, "part"),
        alone=request.GET.get("alone") == "1",
    )


def _key(request: StaffRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _figure(request: StaffRequest) -> str:
    key = request.GET.get("figure", "received")
    if key not in FIGURES or key in NOT_LISTED:
        raise Http404
    return key


def _above(request: StaffRequest, cut: Slice) -> str:
    """Back to the own region from a page below it."""
    own = regions_overseen(request.user)[0]
    return "" if own.pk == cut.region.pk else page_link(own, cut.period)


def _with_sorting(
    request: StaffRequest, table: Table | None, parameter: str
) -> dict[str, Any] | None:
    """The table with headers that sort it; the rest of the address stays."""
    if table is None:
        return None
    now = request.GET.get(parameter, "")
    headers = []
    for words, column in zip(table.headers, table.columns, strict=True):
        query = request.GET.copy()
        query[parameter] = f"-{column}" if now == column else column
        order = "descending" if now == column else "ascending" if now == f"-{column}" else ""
        headers.append((words, f"?{query.urlencode()}", order if column else ""))
    if not table.columns[0]:
        query.pop(parameter, None)
        headers[0] = (table.headers[0], f"?{query.urlencode()}", "")
    return {
        "caption": table.caption,
        "headers": headers,
        "rows": table.drawn,
        "total": bool(table.total),
        "sorting": _sorting(request, table, parameter),
    }


def _sorting(request: StaffRequest, table: Table, parameter: str) -> dict[str, Any]:
    """The same choice as a small form, where no table head is in reach: on a phone."""
    kept = [(name, value) for name, value in request.GET.items() if name != parameter]
    named = zip(table.headers, table.columns, strict=True)
    choices = [("", _("按区划顺序"))] if not table.columns[0] else []
    for words, column in named:
        if column:
            choices += [
                (column, _("%(what)s多的在前") % {"what": words}),
                (f"-{column}", _("%(what)s少的在前") % {"what": words}),
            ]
    now = request.GET.get(parameter, "")
    return {"parameter": parameter, "kept": kept, "choices": choices, "now": now}


def _data_links(request: StaffRequest) -> list[tuple[str, str]]:
    found = []
    for words, permission, route in DATA:
        if request.user.has_perm(permission):
            try:
                found.append((str(words), reverse(route)))
            except NoReverseMatch:
                continue
    return found


def _files(cut: Slice) -> list[tuple[str, str]]:
    return [(kind, page_link(cut.region, cut.period, f"supervision-{kind}")) for kind in KINDS]


def _file_name(cut: Slice, what: str) -> str:
    return f"{cut.region.code}-{what}-{_compact(cut.period.since)}-{_compact(cut.period.last)}"


def _compact(day: date) -> str:
    return day.strftime("%Y%m%d")


def _record(request: StaffRequest, cut: Slice, what: str, kind: str) -> None:
    record_audit(
        verb="export_figures",
        at=cut.at,
        actor=request.user,
        subject=f"region:{cut.region.code}",
        data={"figure": what, "kind": kind, **cut.period.query},
        address=client_address(request),
    )
