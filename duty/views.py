"""The board of a centre's screen, the month, and the duty log."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.scope import regions_of
from centers.models import Center
from config import clock
from config.errors import Conflict, Refusal
from duty import actions
from duty.coverage import fallback_of, on_duty, uncovered, unit_answering
from duty.forms import LogForm, PlaceForm
from duty.models import Assignment, DutyLogEntry, Shift
from duty.month import month_of, next_month, previous_month
from duty.permissions import may_change_roster, may_write_log, own_centers, sees_duty
from regions.models import Level, Region

PAGE = 50
REFRESH_SECONDS = "60"


@login_not_required
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """For the screen in the centre; the header asks again by itself, with scripts off too."""
    try:
        region, canonical = Region.objects.by_code(code)
    except Region.DoesNotExist as missing:
        raise Http404 from missing
    if not canonical:
        return redirect("duty-board", code=region.code, permanent=True)
    unit = unit_answering(region)
    if unit is None:
        raise Http404
    at = clock.now()
    page = request.build_absolute_uri("../")
    response = render(
        request,
        "duty/board.html",
        {"region": region, "now": on_duty(unit, at), "at": at, "page": page},
    )
    response["Refresh"] = REFRESH_SECONDS
    return response


@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """The own centre's month at once; whoever looks after several sees where nobody stands."""
    user, at = _user(request), clock.now()
    if not sees_duty(user):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    centers = Center.objects.visible_to(user).select_related("unit__region__parent")
    page = Paginator(centers.matching(words), PAGE).get_page(request.GET.get("page"))
    if not words and page.paginator.count == 1:
        return redirect("duty-month", code=page[0].region.code)
    return render(
        request,
        "duty/centers.html",
        {"page": page, "words": words, "holes": _holes(user, at), "at": at},
    )


@require_safe
def month(request: HttpRequest, code: str) -> HttpResponse:
    user, at = _user(request), clock.now()
    center = _center(user, code)
    first = _month_asked(request, at)
    context = {
        "center": center,
        "month": month_of(center, first, user),
        "now": on_duty(center.unit, at),
        "today": timezone.localdate(at),
        "at": at,
        "earlier": previous_month(first),
        "later": next_month(first),
        "may_change": may_change_roster(user, center),
        "may_log": may_write_log(user, center),
    }
    return render(request, "duty/month.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else for one place of a shift."""
    user, at = _user(request), clock.now()
    places = (
        Assignment.objects.visible_to(user)
        .published()
        .select_related("user", "shift__template", "shift__center__unit__region")
    )
    row = get_object_or_404(places, pk=pk)
    if not may_change_roster(user, row.shift.center):
        raise PermissionDenied
    form = PlaceForm(request.POST or None, place=row)
    if form.is_valid():
        try:
            actions.replace_assignment(
                assignment=row, source=Assignment.Source.MANUAL, by=user, at=at, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 409 if isinstance(refusal, Conflict) else 400
            return render(
                request, "duty/place.html", {"form": form, "row": row, "at": at}, status=status
            )
        messages.success(request, _("换好了"))
        return redirect("duty-month", code=row.shift.center.region.code)
    return render(
        request,
        "duty/place.html",
        {"form": form, "row": row, "at": at},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """The entries of the running shift, and a new one."""
    user, at = _user(request), clock.now()
    center = _center_of_log(request, user)
    if center is None:
        return render(request, "duty/no_center.html")
    form = LogForm(request.POST or None)
    if form.is_valid():
        try:
            actions.write_log(center=center, by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("记下了"))
            return _back_to_log(center)
    return _log_page(request, center, form, user, at)


@require_POST
def nothing_to_report(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    center = _center_of_log(request, user)
    if center is None:
        return redirect("duty-log")
    try:
        actions.write_log(
            center=center, kind=DutyLogEntry.Kind.NOTHING, text="", by=user, at=clock.now()
        )
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("零记录，记下了"))
    return _back_to_log(center)


def _log_page(
    request: HttpRequest, center: Center, form: LogForm, user: User, at: datetime
) -> HttpResponse:
    entries = DutyLogEntry.objects.visible_to(user).filter(center=center)
    running = (
        Shift.objects.running(at)
        .filter(center=center)
        .select_related("template")
        .order_by("-start")
    )
    page = Paginator(entries.current(at).select_related("by", "shift__template"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "center": center,
        "centers": own_centers(user),
        "form": form,
        "page": page,
        "running": running,
        "at": at,
        "may_log": may_write_log(user, center),
    }
    return render(request, "duty/log.html", context, status=400 if form.errors else 200)


def _back_to_log(center: Center) -> HttpResponse:
    return redirect(f"{reverse('duty-log')}?center={center.region.code}")


def _center_of_log(request: HttpRequest, user: User) -> Center | None:
    """The centre that the address names, else the own one; None where the unit has no centre yet."""
    if not sees_duty(user):
        raise PermissionDenied
    code = request.GET.get("center", "")
    return _center(user, code) if code else own_centers(user).first()


def _center(user: User, code: str) -> Center:
    centers = Center.objects.visible_to(user).select_related("unit__region__parent")
    return get_object_or_404(centers, unit__region__code=code)


def _holes(user: User, at: datetime) -> list[Any]:
    """The villages below the reader's regions at which nobody stands, each with the number behind it."""
    regions = {region for region in regions_of(user) if region.level != Level.VILLAGE}
    stations = {unit for region in regions for unit in uncovered(region, at)}
    in_order = sorted(stations, key=lambda unit: unit.region.code)
    return [{"unit": unit, "fallback": fallback_of(unit)} for unit in in_order]


def _month_asked(request: HttpRequest, at: datetime) -> date:
    """?month=2026-11, else the running month; nonsense is the running month too."""
    asked = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", request.GET.get("month", ""))
    return date(int(asked[1]), int(asked[2]), 1) if asked else timezone.localdate(at).replace(day=1)


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
