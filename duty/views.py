"""The board and the sheet at the door, where nobody stands, and calendars for phones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Unit, User
from accounts.scope import regions_of
from centers.map import map_of
from centers.models import Center
from config import clock
from duty.asked import user_of
from duty.coverage import fallback_of, on_duty, uncovered, unit_answering
from duty.feeds import calendar_of, etag_of, feed_of
from duty.models import Shift
from duty.permissions import centers_led, sees_duty, township_of
from regions.models import Level, Region

PAGE = 50
ONE_DAY = timedelta(days=1)
REFRESH_SECONDS = "60"


@login_not_required
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """For the screen in the centre; the header asks again by itself, with scripts off too."""
    region, unit = _answering(code)
    if region.code != code:
        return redirect("duty-board", code=region.code, permanent=True)
    at = clock.now()
    page = request.build_absolute_uri("../")
    context = {"region": region, "now": on_duty(unit, at), "at": at, "page": page}
    response = render(request, "duty/board.html", context)
    response["Refresh"] = REFRESH_SECONDS
    return response


@login_not_required
@require_safe
def door_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """What hangs at the door: the QR code of the page that says who is on duty, and the number."""
    region, unit = _answering(code)
    if region.code != code:
        return redirect("duty-door", code=region.code, permanent=True)
    at = clock.now()
    page = request.build_absolute_uri(reverse("village", args=[region.code]))
    context = {"region": region, "now": on_duty(unit, at), "at": at, "page": page}
    return render(request, "duty/door_sheet.html", context)


@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """The own centre's month at once; whoever looks after several sees where nobody stands."""
    user, at = user_of(request), clock.now()
    if not sees_duty(user):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    centers = Center.objects.visible_to(user).select_related("unit__region__parent")
    page = Paginator(centers.matching(words), PAGE).get_page(request.GET.get("page"))
    if not words and page.paginator.count == 1:
        return redirect("duty-month", code=page[0].region.code)
    context = {
        "page": page,
        "words": words,
        "holes": _holes(user, at),
        "untaken": _untaken(user, at),
        "leads": centers_led(user).exists(),
        "township": township_of(user),
        "at": at,
    }
    return render(request, "duty/centers.html", context)


@require_safe
def duty_map(request: HttpRequest) -> HttpResponse:
    """The centres as points on a plain map, those without anybody marked, with the list beside it."""
    user, at = user_of(request), clock.now()
    if not sees_duty(user):
        raise PermissionDenied
    holes = _holes(user, at)
    centers = Center.objects.visible_to(user).select_related("unit__region__parent")
    drawn = map_of(centers, {hole["unit"].pk for hole in holes})
    return render(request, "duty/map.html", {"map": drawn, "holes": holes, "at": at})


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar behind a secret address; whoever has a revoked one is told there is nothing."""
    found = feed_of(token)
    if found is None:
        raise Http404
    body = calendar_of(found, clock.now(), request.get_host().split(":")[0])
    tag = etag_of(body)
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _answering(code: str) -> tuple[Region, Unit]:
    try:
        region = Region.objects.by_code(code).region
    except Region.DoesNotExist as missing:
        raise Http404 from missing
    unit = unit_answering(region)
    if unit is None:
        raise Http404
    return region, unit


def _untaken(user: User, at: datetime) -> list[Shift]:
    """Shifts of the last day, below the reader's regions, that nobody took over."""
    shifts = Shift.objects.visible_to(user).not_taken_over(at - ONE_DAY, at)
    return list(
        shifts.select_related("template", "center__unit__region__parent").order_by("-start", "pk")[
            :PAGE
        ]
    )


def _holes(user: User, at: datetime) -> list[dict[str, Any]]:
    """The villages below the reader's regions at which nobody stands, each with the number behind it."""
    regions = {region for region in regions_of(user) if region.level != Level.VILLAGE}
    stations = {unit for region in regions for unit in uncovered(region, at)}
    in_order = sorted(stations, key=lambda unit: unit.region.code)
    return [{"unit": unit, "fallback": fallback_of(unit)} for unit in in_order]
