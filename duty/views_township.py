"""A township's centres together: their shifts, whose ask for less than they should, their months (B22)."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config import clock
from config.errors import Refusal
from duty import actions, jobs
from duty.actions.rosters import ordered_templates
from duty.actions.township_rules import township_shifts
from duty.asked import month_ahead_asked, user_of
from duty.forms import TogetherForm
from duty.forms_rules import ShiftForm
from duty.looser import looser_sets
from duty.month import next_month, previous_month
from duty.outlook import outlooks
from duty.permissions import centers_led, may_change_township
from regions.models import Level, Region


@require_safe
def township_rules(request: HttpRequest, code: str) -> HttpResponse:
    township, tomorrow = _township(request, code), _tomorrow()
    taken = township_shifts(township, tomorrow)
    own = any(one.township_id is not None for one in taken)
    context = {"township": township, "templates": taken, "is_own": own}
    return render(request, "duty/township_rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_township_shift(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Saved at once; what is planned already follows in the worker, with its progress on a page."""
    user, at = user_of(request), clock.now()
    township = _township(request, code)
    taken = township_shifts(township, _tomorrow())
    template = next((one for one in taken if one.pk == pk), None)
    if template is None:
        raise Http404
    form = ShiftForm(request.POST or None, initial=ShiftForm.initial_of(template, at))
    status = 400 if form.errors else 200
    if form.is_valid():
        facts = form.facts()
        try:
            actions.change_township_shift(
                township=township, template=template, by=user, at=at, **facts
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 400
        else:
            messages.success(request, _("改好了。各中心已经排的班正在跟着改"))
            job = jobs.start_shifts(township=township, since=facts["since"], by=user, at=at)
            return redirect("job", pk=job.pk)
    context = {"township": township, "template": template, "form": form}
    return render(request, "duty/township_shift.html", context, status=status)


@require_safe
def looser(request: HttpRequest) -> HttpResponse:
    """Where a centre's or a township's shifts ask for less than what stands above them."""
    centers = list(centers_led(user_of(request)))
    if not centers:
        raise PermissionDenied
    found = looser_sets(centers, ordered_templates(centers), _tomorrow())
    return render(request, "duty/looser.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def publish_township(request: HttpRequest, code: str) -> HttpResponse:
    """What publishing would change in each centre of a township and what speaks against it; publishes in the worker."""
    user, at = user_of(request), clock.now()
    township, first = _township(request, code), month_ahead_asked(request, at)
    centers = centers_led(user).filter(unit__region__path__startswith=township.path)
    found = outlooks(list(centers), first, at)
    ready = [one.roster for one in found if one.roster and one.may_publish]
    form = TogetherForm(request.POST or None, rosters=ready)
    if form.is_valid():
        try:
            job = jobs.start_publishing(
                township=township, rosters=form.wanted(), month=first,
                reason=form.cleaned_data["reason"], by=user, at=at,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("job", pk=job.pk)
    context = {
        "township": township,
        "found": found,
        "ready": len(ready),
        "holes": any(one.breaks.open for one in found if one.may_publish),
        "form": form,
        "ticked": form["roster"].value() or [],
        "first": first,
        "query": f"?month={first:%Y-%m}",
        "earlier": previous_month(first),
        "later": next_month(first),
    }
    status = 400 if form.errors else 200
    return render(request, "duty/township_publish.html", context, status=status)


def _township(request: HttpRequest, code: str) -> Region:
    township = get_object_or_404(Region, code=code, level=Level.TOWNSHIP, retired_on=None)
    if not may_change_township(user_of(request), township):
        raise PermissionDenied
    return township


def _tomorrow() -> date:
    return timezone.localdate(clock.now()) + timedelta(days=1)
