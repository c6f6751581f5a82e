"""Drafts of a month made by the portal: of one centre, or of all that one looks after (B22)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from centers.models import Center
from config import clock
from config.errors import Refusal
from duty import actions, jobs
from duty.asked import attempt, center_led, month_ahead_asked, user_of
from duty.models import Assignment, PlannedChange, Roster
from duty.month import next_month, previous_month
from duty.permissions import centers_led, township_of
from regions.workdays import Workdays


@require_http_methods(["GET", "HEAD", "POST"])
def generate(request: HttpRequest, code: str) -> HttpResponse:
    """One centre: what the last draft left open and why, and the button for another."""
    user, at = user_of(request), clock.now()
    center, first = center_led(user, code), month_ahead_asked(request, at)
    refusal = ""
    if request.method == "POST":
        title = _("%(place)s%(month)d月值班表") % {
            "place": center.region.short_name,
            "month": first.month,
        }
        answer = _started(user, [center], first, title, at)
        if isinstance(answer, HttpResponse):
            return answer
        refusal = answer
    roster = Roster.objects.filter(center=center, month=first).first()
    context = {
        "center": center,
        "roster": roster,
        "people": _people(roster),
        "kept": PlannedChange.objects.of_roster(roster).by_hand().count() if roster else 0,
    }
    context |= _common(center, first, refusal)
    return render(request, "duty/generate.html", context, status=400 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def generate_all(request: HttpRequest) -> HttpResponse:
    """All centres that the reader looks after, with what each month's draft left open."""
    user, at = user_of(request), clock.now()
    centers = list(centers_led(user))
    if not centers:
        raise PermissionDenied
    first = month_ahead_asked(request, at)
    refusal = ""
    if request.method == "POST":
        title = _("%(count)d个中心%(month)d月值班表") % {
            "count": len(centers),
            "month": first.month,
        }
        answer = _started(user, centers, first, title, at)
        if isinstance(answer, HttpResponse):
            return answer
        refusal = answer
    context = {"rows": _rows(centers, first), "township": township_of(user)}
    context |= _common(centers[0], first, refusal)
    return render(request, "duty/generate_all.html", context, status=400 if refusal else 200)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """不改了: the planned change of a place is taken away, and the next draft does not bring it back."""
    user, at = user_of(request), clock.now()
    row = get_object_or_404(
        Assignment.objects.visible_to(user).select_related("user", "shift__center__unit__region"),
        pk=pk,
    )
    center_led(user, row.shift.center.region.code)
    done = _("不改了。这个位置锁定了，重排时不动")
    attempt(request, done, actions.plan_change, assignment=row, user=row.user, by=user, at=at)
    return redirect("duty-place", pk=pk)


@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """A place that the next draft leaves as it is, or no longer."""
    user, at = user_of(request), clock.now()
    row = get_object_or_404(
        Assignment.objects.visible_to(user).select_related("shift__center__unit__region"), pk=pk
    )
    center_led(user, row.shift.center.region.code)
    done = _("不锁了，重排时可以动") if row.locked else _("锁定了，重排时不动")
    attempt(
        request, done, actions.lock_place, assignment=row, locked=not row.locked, by=user, at=at
    )
    return redirect("duty-place", pk=pk)


def _started(
    user: User, centers: list[Center], first: date, title: str, at: datetime
) -> HttpResponse | str:
    try:
        job = jobs.start_month(centers=centers, month=first, title=title, by=user, at=at)
    except Refusal as refusal:
        return refusal.message
    return redirect("job", pk=job.pk)


def _common(center: Center, first: date, refusal: str) -> dict[str, Any]:
    return {
        "first": first,
        "query": f"?month={first:%Y-%m}",
        "earlier": previous_month(first),
        "later": next_month(first),
        "refusal": refusal,
        "provisional": Workdays.for_county(center.region).is_provisional(first),
    }


def _rows(centers: list[Center], first: date) -> list[dict[str, Any]]:
    """Each centre beside its roster of the month, if there is one; one query."""
    rosters = Roster.objects.filter(center__in=centers, month=first).annotate(
        planned=Count("shifts__assignments__planned_change"),
        open=Count(
            "shifts__assignments",
            filter=Q(
                shifts__assignments__status="active",
                shifts__assignments__user=None,
                shifts__cancelled=False,
            ),
        ),
    )
    of_center = {roster.center_id: roster for roster in rosters}
    return [{"center": center, "roster": of_center.get(center.pk)} for center in centers]


def _people(roster: Roster | None) -> list[dict[str, Any]]:
    """What the draft gives each person, in the order of names."""
    shares = (roster.stats if roster else {}).get("people", [])
    names = dict(User.objects.filter(pk__in=[row[0] for row in shares]).values_list("pk", "name"))
    return [
        {
            "name": names[user],
            "points": points,
            "nights": nights,
            "rest_days": rest,
            "statutory_days": statutory,
        }
        for user, points, nights, rest, statutory in shares
        if user in names
    ]
