"""缺啥: coverage of a standard, what to add first, and what each centre lacks (B4)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centers.gaps import ItemGap, Lacking, first_to_add, lacking
from centers.models import Center, Standard
from centers.permissions import works_at_center
from centers.standards import SEVEN_ONES
from centers.views.loading import PAGE, user_of
from centers.views.narrowing import key_of, narrowed_region, query_link
from centers.workbook import workbook_response
from config import clock
from regions.models import Region

# Names beside an item; the rest is one tap away.
NAMED = 8


@require_safe
def center_gaps(request: HttpRequest) -> HttpResponse:
    standards, standard, region, found = _asked(request)
    gaps = first_to_add(standard, found) if standard else []
    item = key_of(request, "item")
    shown = [line for line in found if line.items]
    if item is not None:
        shown = [line for line in found if any(one.pk == item for one in line.items)]
    chosen = next((gap.item for gap in gaps if gap.item.pk == item), None)
    context = {
        "standard": standard,
        "region": region,
        "chosen": chosen,
        "standards": [
            (one, query_link(request, "center-gaps", standard=one.code, item=""), one == standard)
            for one in standards
        ],
        "items": [_line(request, gap) for gap in gaps],
        "complete": sum(not line.items for line in found),
        "centers": len(found),
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "xlsx": query_link(request, "center-gaps-xlsx"),
    }
    return render(request, "centers/gaps.html", context)


@require_safe
def center_gaps_xlsx(request: HttpRequest) -> HttpResponse:
    """One line a centre, one column an item: 有 or 缺."""
    _standards, standard, _region, found = _asked(request)
    items = [item for item in standard.items.all() if not item.soft] if standard else []
    headers = [_("代码"), _("乡镇（街道）"), _("村（社区）"), *items, _("缺几样")]
    title = _("%(standard)s缺项") % {"standard": standard or ""}
    rows = [_cells(line, items) for line in found]
    return workbook_response("gaps", title, headers, rows)


def _asked(
    request: HttpRequest,
) -> tuple[list[Standard], Standard | None, Region | None, list[Lacking]]:
    """The standards in force, the one asked for, the region, and its centres with their gaps."""
    user = user_of(request)
    if not works_at_center(user):
        raise PermissionDenied
    region = narrowed_region(request)
    standards = Standard.objects.each_in_force(timezone.localdate(clock.now()))
    wanted = request.GET.get("standard", SEVEN_ONES)
    standard = next((one for one in standards if one.code == wanted), None)
    centers = Center.objects.visible_to(user).filter(unit__region__retired_on=None)
    if region is not None:
        centers = centers.below(region)
    return standards, standard, region, lacking(standard, centers) if standard else []


def _line(request: HttpRequest, gap: ItemGap) -> dict[str, Any]:
    return {
        "item": gap.item,
        "met": gap.met,
        "centers": gap.centers,
        "lacking": len(gap.lacking),
        "href": query_link(request, "center-gaps", item=gap.item.pk),
        "townships": [
            (township, len(centers), query_link(
                request, "center-gaps", item=gap.item.pk, region=township.code
            ) if township else "")
            for township, centers in gap.townships
        ],
        "names": "、".join(center.region.short_name for center in gap.lacking[:NAMED]),
        "more": len(gap.lacking) > NAMED,
    }  # fmt: skip


def _cells(line: Lacking, items: list[Any]) -> list[Any]:
    region = line.center.region
    missing = {item.pk for item in line.items}
    return [
        region.code,
        region.parent.short_name if region.parent else "",
        region.short_name,
        *(_("缺") if item.pk in missing else _("有") for item in items),
        len(line.items),
    ]
