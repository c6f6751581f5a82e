"""Walls: the survey of one centre, and the list of a township or the county by state (B5)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centers import actions
from centers.forms_walls import WallForm
from centers.models import Center
from centers.parts import HEADINGS, widest_region
from centers.permissions import surveys_walls
from centers.querysets import CenterQuerySet
from centers.views.loading import PAGE, ask_or_do, editable, form_page, posted, user_of
from centers.views.narrowing import narrowed_region, query_link
from centers.walls import STATES, WallTotals, wall_totals, walls_by_part
from centers.workbook import workbook_response
from config import clock
from config.errors import Refusal
from regions.models import Region


@ask_or_do
def center_wall(request: HttpRequest, code: str) -> HttpResponse:
    """Wall and gate of one centre, as somebody standing before it sees them."""
    center = editable(request, code)
    form = WallForm(posted(request), initial=WallForm.of(center))
    if request.method == "POST" and form.is_valid():
        try:
            actions.survey_wall(
                center=center, by=user_of(request), at=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("记下了"))
            return redirect("center-edit", code=code)
    photos = center.photos.exclude(wall="").select_related("added_by")
    return form_page(request, "centers/wall.html", form, center=center, photos=photos)


@require_safe
def walls(request: HttpRequest) -> HttpResponse:
    """Totals by state with what they miss, each leading to its centres; the townships; the list."""
    everywhere, found, chosen = _asked(request)
    totals = wall_totals(everywhere)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "totals": _figures(request, totals),
        "centers": totals.centers,
        "difference": totals.difference,
        "page": page,
        "chosen": chosen,
        "table": _table(everywhere, chosen["region"] or widest_region(user_of(request))),
        "xlsx": query_link(request, "walls-xlsx"),
    }
    return render(request, "centers/walls.html", context)


@require_safe
def walls_xlsx(request: HttpRequest) -> HttpResponse:
    _everywhere, found, _chosen = _asked(request)
    headers = [_("代码"), _("乡镇（街道）"), _("村（社区）"), _("围墙"), _("围墙哪天拆的"), _("大门"),
               _("大门哪天拆的"), _("为啥不拆"), _("哪天看的"), _("谁看的")]  # fmt: skip
    rows = [_cells(center) for center in found]
    return workbook_response("walls", _("围墙摸底"), headers, rows)


def _asked(request: HttpRequest) -> tuple[CenterQuerySet, CenterQuerySet, dict[str, Any]]:
    """The centres in reach, those of them that the address asks for, and what it asks for."""
    user = user_of(request)
    if not surveys_walls(user):
        raise PermissionDenied
    everywhere = Center.objects.visible_to(user).of_villages().filter(unit__region__retired_on=None)
    region = narrowed_region(request)
    if region is not None:
        everywhere = everywhere.below(region)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").replace("\0", "").strip()
    found = everywhere.with_wall(state) if state in STATES else everywhere
    found = found.matching(words).select_related("unit__region__parent", "wall__surveyed_by")
    return everywhere, found, {"region": region, "state": STATES.get(state, ""), "words": words}


def _figures(request: HttpRequest, totals: WallTotals) -> list[tuple[Any, int, str]]:
    return [
        (words, totals.parts[state], query_link(request, "walls", state=state, q=""))
        for state, words in STATES.items()
    ]


def _table(centers: CenterQuerySet, region: Region | None) -> dict[str, Any]:
    """A line for every part of a county or above; a number leads to its centres."""
    if region is None or region.level not in HEADINGS:
        return {}
    rows: list[list[Any]] = []
    for line in walls_by_part(centers, region):
        numbers = {"": line.totals.centers, **{key: line.totals.parts[key] for key in STATES}}
        if line.part is None:
            rows.append([_("不在上面的"), *numbers.values(), line.totals.difference])
            continue
        link = f"{reverse('walls')}?region={line.part.code}"
        states = [
            (number, f"{link}&state={key}" if key else link) for key, number in numbers.items()
        ]
        rows.append([(line.part.short_name, link), *states, line.totals.difference])
    caption, heading = HEADINGS[region.level]
    return {
        "caption": caption,
        "headers": [heading, _("中心"), *map(str, STATES.values()), _("差")],
        "rows": rows,
    }


def _cells(center: Center) -> list[Any]:
    wall, region = getattr(center, "wall", None), center.region
    place = [region.code, region.parent.short_name if region.parent else "", region.short_name]
    if wall is None:
        return [*place, str(STATES[center.wall_state]), *[""] * 6]
    days = [str(day or "") for day in (wall.removed_on, wall.gate_removed_on, wall.surveyed_on)]
    return [
        *place, wall.get_state_display(), days[0], wall.get_gate_display(), days[1], wall.reason,
        days[2], str(wall.surveyed_by or ""),
    ]  # fmt: skip
