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

from centers.gaps import NAMED, ItemGap, Lacking, asked, first_to_add, lacking_of
from centers.models import Center, Standard
from centers.parts import HEADINGS, widest_region
from centers.permissions import works_at_center
from centers.querysets import CenterQuerySet
from centers.standards import SEVEN_ONES
from centers.views.loading import PAGE, user_of
from centers.views.narrowing import key_of, narrowed_region, query_link
from centers.workbook import workbook_response
from config import clock
from regions.models import Region


@require_safe
def center_gaps(request: HttpRequest) -> HttpResponse:
    """Coverage item by item, part by part; below it a page of the centres that lack something."""
    standards, standard, region, centers = _asked(request)
    scope = region or widest_region(user_of(request))
    item = key_of(request, "item")
    items = [one for one in standard.items.all() if not one.soft] if standard else []
    chosen = next((one for one in items if one.pk == item), None)
    gaps = first_to_add(standard, centers, scope) if standard and not chosen else []
    found = Center.objects.none()
    if standard:
        found = centers.lacking_item(standard, chosen) if chosen else centers.lacking_any(standard)
    page = Paginator(_in_order(found, standard), PAGE).get_page(request.GET.get("page"))
    number = asked(standard, centers).count() if standard else 0
    context = {
        "standard": standard,
        "region": region,
        "chosen": chosen,
        "standards": [
            (one, query_link(request, "center-gaps", standard=one.code, item=""), one == standard)
            for one in standards
        ],
        "items": [_line(request, gap) for gap in gaps],
        "parts_word": HEADINGS[scope.level][0] if scope and scope.level in HEADINGS else "",
        "complete": number - page.paginator.count,
        "centers": number,
        "page": page,
        "lines": lacking_of(standard, page) if standard else [],
        "xlsx": query_link(request, "center-gaps-xlsx"),
    }
    return render(request, "centers/gaps.html", context)


@require_safe
def center_gaps_xlsx(request: HttpRequest) -> HttpResponse:
    """One line a centre, one column an item: 有 or 缺."""
    _standards, standard, _region, centers = _asked(request)
    items = [item for item in standard.items.all() if not item.soft] if standard else []
    headers = [_("代码"), _("乡镇（街道）"), _("村（社区）"), *items, _("缺几样")]
    title = _("%(standard)s缺项") % {"standard": standard or ""}
    found = lacking_of(standard, _in_order(asked(standard, centers), standard)) if standard else []
    return workbook_response("gaps", title, headers, [_cells(line, items) for line in found])


def _asked(
    request: HttpRequest,
) -> tuple[list[Standard], Standard | None, Region | None, CenterQuerySet]:
    """The standards in force, the one asked for, the region, and its centres."""
    user = user_of(request)
    if not works_at_center(user):
        raise PermissionDenied
    region = narrowed_region(request)
    standards = Standard.objects.each_in_force(timezone.localdate(clock.now()))
    wanted = request.GET.get("standard", SEVEN_ONES)
    standard = next((one for one in standards if one.code == wanted), None)
    centers = Center.objects.visible_to(user).filter(unit__region__retired_on=None)
    return standards, standard, region, centers.below(region) if region else centers


def _in_order(centers: CenterQuerySet, standard: Standard | None) -> Any:
    """In the order of the regions, with what each meets."""
    rows = centers.select_related("unit__region__parent").order_by("unit__region__code")
    return rows.annotated_with_met(standard) if standard else rows


def _line(request: HttpRequest, gap: ItemGap) -> dict[str, Any]:
    return {
        "gap": gap,
        "href": query_link(request, "center-gaps", item=gap.item.pk),
        "parts": [
            (part, number, query_link(
                request, "center-gaps", item=gap.item.pk, region=part.code
            ) if part else "")
            for part, number in gap.parts
        ],
        "names": "、".join(gap.names[:NAMED]),
        "more": len(gap.names) > NAMED,
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
