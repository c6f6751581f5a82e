"""A centre's counter days and the touring plan, for who looks after it (B26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import Center
from config import clock
from config.errors import Conflict, Refusal
from duty import actions
from duty.asked import attempt, center_led, user_of
from duty.forms_touring import CounterDayForm, StopForm
from duty.models import CounterDay, TourStop


@require_safe
def touring(request: HttpRequest, code: str) -> HttpResponse:
    center = center_led(user_of(request), code)
    return _page(request, center, clock.now(), StopForm(), CounterDayForm())


@require_POST
def plan_stop(request: HttpRequest, code: str) -> HttpResponse:
    form = StopForm(request.POST)
    center, at = center_led(user_of(request), code), clock.now()
    status = _saved(request, center, form, actions.plan_stop, at)
    if status == 302:
        return redirect("duty-touring", code)
    return _page(request, center, at, form, CounterDayForm(), status)


@require_POST
def set_counter_day(request: HttpRequest, code: str) -> HttpResponse:
    form = CounterDayForm(request.POST)
    center, at = center_led(user_of(request), code), clock.now()
    status = _saved(request, center, form, actions.set_counter_day, at)
    if status == 302:
        return redirect("duty-touring", code)
    return _page(request, center, at, StopForm(), form, status)


@require_POST
def cancel_stop(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    stop = get_object_or_404(TourStop.objects.visible_to(user), pk=pk)
    center = center_led(user, stop.center.region.code)
    attempt(request, _("取消了"), actions.cancel_stop, stop=stop, by=user)
    return redirect("duty-touring", center.region.code)


@require_POST
def end_counter_day(request: HttpRequest, pk: int) -> HttpResponse:
    user, at = user_of(request), clock.now()
    row = get_object_or_404(CounterDay.objects.visible_to(user), pk=pk)
    center = center_led(user, row.center.region.code)
    attempt(request, _("取消了"), actions.end_counter_day, counter_day=row, by=user, at=at)
    return redirect("duty-touring", center.region.code)


def _saved(
    request: HttpRequest, center: Center, form: forms.Form, act: Callable[..., Any], at: datetime
) -> int:
    """The status of the answer: 302 where it was saved."""
    if not form.is_valid():
        return 400
    try:
        act(center=center, by=user_of(request), at=at, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return 409 if isinstance(refusal, Conflict) else 400
    messages.success(request, _("记下了"))
    return 302


def _page(
    request: HttpRequest,
    center: Center,
    at: datetime,
    stop_form: StopForm,
    day_form: CounterDayForm,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate(at)
    context = {
        "center": center,
        "stops": TourStop.objects.coming(today).filter(center=center),
        "days": CounterDay.objects.valid_on(today).filter(center=center),
        "stop_form": stop_form,
        "day_form": day_form,
    }
    return render(request, "duty/touring.html", context, status=status)
