"""The month of a centre: on the screen, on paper, as a workbook, and its next version."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from config import clock
from config.errors import Conflict, Refusal
from duty import actions
from duty.actions.absences import SOON
from duty.asked import address, attempt, center_asked, center_led, month_asked, user_of
from duty.coverage import on_duty
from duty.forms import PlaceForm, PublishForm, WorkbookForm
from duty.models import Assignment, Roster, Shift
from duty.month import month_of, next_month, previous_month
from duty.permissions import may_change_roster, may_check, may_write_log, township_over
from duty.plan import breaks_of, changes_of
from duty.substitutes import candidates
from duty.workbook import read_plan, workbook_of
from regions.workdays import Workdays

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BREAKS = 20
ONE_DAY = timedelta(days=1)


@require_safe
def month(request: HttpRequest, code: str) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center = center_asked(user, code)
    first = month_asked(request, at)
    may_change = may_change_roster(user, center)
    context = {
        "center": center,
        "query": f"?month={first:%Y-%m}",
        "month": month_of(center, first, user),
        "running": Assignment.objects.covering(at)
        .published()
        .filter(shift__center=center)
        .select_related("user")
        if may_change
        else (),
        "roster": _roster(center.pk, first),
        "now": on_duty(center.unit, at),
        "untaken": Shift.objects.filter(center=center).not_taken_over(at - ONE_DAY, at).count(),
        "today": timezone.localdate(at),
        "at": at,
        "earlier": previous_month(first),
        "later": next_month(first),
        "may_change": may_change,
        "may_log": may_write_log(user, center),
        "may_check": may_check(user, center),
    }
    return render(request, "duty/month.html", context)


@require_safe
def month_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The month to hang up: people by days on A3 or A4, holes in words."""
    user, at = user_of(request), clock.now()
    center, first = center_asked(user, code), month_asked(request, at)
    wide = request.GET.get("paper") == "a3"
    context = {
        "center": center,
        "month": month_of(center, first, user),
        "roster": _roster(center.pk, first),
        "wide": wide,
        "at": at,
        "provisional": Workdays.for_county(center.region).is_provisional(first),
    }
    return render(request, "duty/month_sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else for one place of a shift: at once, or with the next version."""
    user, at = user_of(request), clock.now()
    places = (
        Assignment.objects.visible_to(user)
        .published()
        .select_related(
            "user",
            "shift__template",
            "shift__roster",
            "shift__center__unit__region",
            "planned_change__member__user",
        )
    )
    row = get_object_or_404(places, pk=pk)
    if not may_change_roster(user, row.shift.center):
        raise PermissionDenied
    found = candidates(row, at)
    form = PlaceForm(request.POST or None, found=found)
    status = 400 if form.errors else 200
    if form.is_valid():
        try:
            return _changed(request, row, user, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 409 if isinstance(refusal, Conflict) else 400
    context = {
        "form": form,
        "row": row,
        "at": at,
        "soon": at + SOON,
        "found": found,
        "may_stand": form.is_bound or any(not one.verdict.against for one in found),
        "planned": getattr(row, "planned_change", None),
        "query": f"?month={row.shift.duty_date:%Y-%m}",
    }
    return render(request, "duty/place.html", context, status=status)


def _changed(request: HttpRequest, row: Assignment, by: User, form: PlaceForm) -> HttpResponse:
    at, facts = clock.now(), form.cleaned_data
    if facts["how"] == "plan":
        actions.plan_change(assignment=row, user=facts["user"], by=by, at=at)
        messages.success(request, _("记下了，公布以后才算数"))
    else:
        source = Assignment.Source.EMERGENCY if row.start <= at else Assignment.Source.MANUAL
        actions.replace_assignment(
            assignment=row, user=facts["user"], source=source, by=by, at=at, reason=facts["reason"]
        )
        messages.success(request, _("换好了"))
    return redirect(
        address("duty-month", row.shift.center.region.code, row.shift.duty_date.replace(day=1))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """What the next version changes, what of it breaks a rule, and the button."""
    user, at = user_of(request), clock.now()
    center, first = center_led(user, code), month_asked(request, at)
    roster = get_object_or_404(Roster, center=center, month=first)
    form = PublishForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            actions.publish_roster(roster=roster, by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 409 if isinstance(refusal, Conflict) else 400
        else:
            messages.success(request, _("公布了。有变动的人都告诉了"))
            return redirect(address("duty-month", code, first))
    breaks = breaks_of(roster, at).all
    context = {
        "center": center,
        "roster": roster,
        "form": form,
        "changes": changes_of(roster),
        "breaks": breaks[:MOST_BREAKS],
        "more": max(len(breaks) - MOST_BREAKS, 0),
        "first": first,
        "query": f"?month={first:%Y-%m}",
        "township": township_over(user, center),
    }
    return render(request, "duty/publish.html", context, status=status)


@require_POST
def drop_plan(request: HttpRequest, code: str) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center, first = center_led(user, code), month_asked(request, at)
    roster = get_object_or_404(Roster, center=center, month=first)
    attempt(request, _("没公布的改动都不要了"), actions.drop_plan, roster=roster, by=user)
    return redirect(address("duty-month", code, first))


@require_safe
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The month as an Excel file, to change there and bring back."""
    user, at = user_of(request), clock.now()
    center, first = center_asked(user, code), month_asked(request, at)
    response = HttpResponse(workbook_of(center, first, user), content_type=XLSX)
    name = f"duty-{center.region.code}-{first:%Y-%m}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bring_workbook(request: HttpRequest, code: str) -> HttpResponse:
    """A changed workbook: checked whole, then it stands as planned changes, to be read and published."""
    user, at = user_of(request), clock.now()
    center, first = center_led(user, code), month_asked(request, at)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            count = _take_in(center.pk, first, form, user)
        except Refusal as refusal:
            for line in refusal.message.split("\n"):
                form.add_error("book", line)
        else:
            messages.success(
                request, _("读好了，有%(count)d处改动。看一看，再公布") % {"count": count}
            )
            return redirect(address("duty-publish", code, first))
    query = f"?month={first:%Y-%m}"
    context = {"center": center, "form": form, "first": first, "query": query}
    status = 400 if form.errors else 200
    return render(request, "duty/bring_workbook.html", context, status=status)


def _take_in(center: int, first: date, form: WorkbookForm, by: User) -> int:
    roster = get_object_or_404(Roster, center=center, month=first)
    wanted = read_plan(form.cleaned_data["book"], roster)
    return actions.plan_month(roster=roster, wanted=wanted, by=by, at=clock.now())


def _roster(center: int, first: date) -> Roster | None:
    return Roster.objects.filter(center=center, month=first).select_related("published_by").first()
