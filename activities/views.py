"""Activities for staff, and a centre's coming sessions for everybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from activities import actions
from activities.calendars import feed, month_bounds, weeks
from activities.forms import ActivityForm, SessionForm, ThemeForm
from activities.models import Activity, ActivitySession
from activities.permissions import may_approve, may_change
from activities.themes import month_of, theme_of, without_theme
from centers.models import Center
from centers.permissions import works_at_center
from centers.querysets import CenterQuerySet
from centers.views import posted, region_of_page
from config import clock
from config.errors import Refusal
from regions.models import Region

PAGE = 30
ONE_DAY = timedelta(days=1)
COMING = 100
ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    user = _planner(request)
    at = clock.now()
    page = Paginator(Activity.objects.visible_to(user).for_list(), PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        {
            "activity": activity,
            "may_approve": activity.status == "draft" and may_approve(user, activity),
        }
        for activity in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "now": at,
        "themeless": without_theme(Center.objects.visible_to(user), timezone.localdate(at)).count(),
    }
    return render(request, "activities/list.html", context)


@ask_or_do
def activity_new(request: HttpRequest) -> HttpResponse:
    user = _planner(request)
    form = ActivityForm(posted(request), centers=_centers(user))
    if request.method == "POST" and form.is_valid():
        try:
            activity = actions.plan_activity(
                sessions=[form.when()], by=user, at=clock.now(), **form.about()
            )
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("写好了。支部同意以后群众才看得到"))
            return redirect("activity", pk=activity.pk)
    return _form_page(request, "activities/new.html", form)


@require_safe
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    return _activity_page(request, _activity(request, pk))


def _activity_page(
    request: HttpRequest, found: Activity, form: SessionForm | None = None
) -> HttpResponse:
    user, at = cast("User", request.user), clock.now()
    open_still = found.status != "cancelled"
    context = {
        "activity": found,
        "sessions": found.sessions.order_by("start"),
        "now": at,
        "may_approve": found.status == "draft" and may_approve(user, found),
        "may_change": open_still and may_change(user, found),
        "form": form or SessionForm(),
    }
    return render(request, "activities/activity.html", context, status=400 if form else 200)


@require_POST
def activity_approve(request: HttpRequest, pk: int) -> HttpResponse:
    actions.approve_activity(
        activity=_activity(request, pk), by=cast("User", request.user), at=clock.now()
    )
    messages.success(request, _("同意了，群众看得到了"))
    return redirect("activity", pk=pk)


@require_POST
def activity_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    actions.cancel_activity(
        activity=_activity(request, pk), by=cast("User", request.user), at=clock.now()
    )
    messages.success(request, _("取消了"))
    return redirect("activity", pk=pk)


@require_POST
def session_add(request: HttpRequest, pk: int) -> HttpResponse:
    found = _activity(request, pk)
    if not may_change(cast("User", request.user), found):
        raise PermissionDenied
    form = SessionForm(request.POST)
    if form.is_valid():
        try:
            actions.add_session(
                activity=found, when=form.when(), by=cast("User", request.user), at=clock.now()
            )
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("加了一场"))
            return redirect("activity", pk=pk)
    return _activity_page(request, found, form)


@ask_or_do
def session_move(request: HttpRequest, pk: int) -> HttpResponse:
    session = _session(request, pk)
    start, end = timezone.localtime(session.start), timezone.localtime(session.end)
    initial = {
        "date": start.date(),
        "starts_at": start.time(),
        "ends_at": end.time(),
        "place": session.place,
    }
    form = SessionForm(posted(request), initial=initial)
    if not may_change(cast("User", request.user), session.activity):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_session(
                session=session, when=form.when(), by=cast("User", request.user), at=clock.now()
            )
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("时间改好了"))
            return redirect("activity", pk=session.activity_id)
    return _form_page(request, "activities/move.html", form, session=session)


@require_POST
def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    session = _session(request, pk)
    actions.cancel_session(session=session, by=cast("User", request.user), at=clock.now())
    messages.success(request, _("这一场取消了"))
    return redirect("activity", pk=session.activity_id)


@ask_or_do
def month_theme(request: HttpRequest) -> HttpResponse:
    user, at = _planner(request), clock.now()
    centers = _centers(user)
    this_month = month_of(timezone.localdate(at))
    form = ThemeForm(posted(request), centers=centers, initial={"month": this_month})
    if request.method == "POST" and form.is_valid():
        actions.set_month_theme(by=user, at=at, **form.cleaned_data)
        messages.success(request, _("定下了"))
        return redirect("activities")
    own = theme_of(centers[0], this_month) if len(centers) == 1 else None
    return _form_page(request, "activities/theme.html", form, theme=own)


@login_not_required
@require_safe
def center_activities(request: HttpRequest, code: str) -> HttpResponse:
    """All coming sessions as a list, and a month as a grid. An old code leads to the new one."""
    region, center, canonical = _public_center(code)
    if not canonical:
        return redirect("center-activities", code=region.code, permanent=True)
    at = clock.now()
    today = timezone.localdate(at)
    month = _month(request.GET.get("month", ""), today)
    coming = (
        ActivitySession.objects.public(at).at_center(center).select_related("activity")
        if center
        else ActivitySession.objects.none()
    )
    start, end = month_bounds(month)
    context = {
        "region": region,
        "center": center,
        "now": at,
        "sessions": coming.order_by("start")[:COMING],
        "theme": theme_of(center, today) if center else None,
        "month": month,
        "weeks": weeks(month, coming.between(start, end).order_by("start"), today),
        "earlier": month_of(timezone.localdate(start) - ONE_DAY)
        if month > month_of(today)
        else None,
        "later": timezone.localdate(end),
    }
    return render(request, "activities/public.html", context)


@login_not_required
@require_safe
def center_feed(request: HttpRequest, code: str) -> HttpResponse:
    region, center, canonical = _public_center(code)
    if not canonical:
        return redirect("center-feed", code=region.code, permanent=True)
    if center is None:
        raise Http404
    return HttpResponse(feed(center, clock.now()), content_type="text/calendar; charset=utf-8")


def _public_center(code: str) -> tuple[Region, Center | None, bool]:
    region, canonical = region_of_page(code)
    return region, Center.objects.of_region(region), canonical


def _month(wanted: str, today: date) -> date:
    """The month asked for, this one when it cannot be read or is past."""
    try:
        asked = datetime.strptime(wanted, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return month_of(today)
    latest = month_of(today).replace(year=today.year + 1)
    return min(max(asked, month_of(today)), latest)


def _planner(request: HttpRequest) -> User:
    user = cast("User", request.user)
    if not works_at_center(user):
        raise PermissionDenied
    return user


def _centers(user: User) -> CenterQuerySet:
    return Center.objects.visible_to(user).select_related("unit__region__parent")


def _activity(request: HttpRequest, pk: int) -> Activity:
    visible = Activity.objects.visible_to(cast("User", request.user))
    return get_object_or_404(
        visible.select_related(
            "center__unit__region__parent", "theme", "written_by", "approved_by"
        ),
        pk=pk,
    )


def _session(request: HttpRequest, pk: int) -> ActivitySession:
    visible = Activity.objects.visible_to(cast("User", request.user))
    return get_object_or_404(
        ActivitySession.objects.select_related("activity__center__unit__region"),
        pk=pk,
        activity__in=visible,
    )


def _show(form: SessionForm, refusal: Refusal) -> None:
    field = form.FIELDS.get(refusal.field or "")
    form.add_error(field, refusal.message)


def _form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=400 if form.errors else 200)
