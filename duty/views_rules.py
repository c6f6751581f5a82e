"""A centre's shifts: whose they are, and changing hours and people from a day on (B22)."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.models import Center
from config import clock
from config.errors import Refusal
from duty import actions
from duty.actions.rosters import ordered_templates
from duty.asked import attempt, center_led, user_of
from duty.forms_rules import ShiftForm
from duty.models import ShiftTemplate
from duty.permissions import township_over
from duty.shift_sets import in_force


@require_safe
def rules(request: HttpRequest, code: str) -> HttpResponse:
    center = center_led(user_of(request), code)
    taken = _tomorrows(center)
    own = any(one.center_id == center.pk for one in taken)
    context = {
        "center": center,
        "templates": taken,
        "is_own": own,
        "township": township_over(user_of(request), center),
    }
    return render(request, "duty/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_shift(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center = center_led(user, code)
    template = next((one for one in _tomorrows(center) if one.pk == pk), None)
    if template is None:
        raise Http404
    form = ShiftForm(request.POST or None, initial=ShiftForm.initial_of(template, at))
    status = 400 if form.errors else 200
    if form.is_valid():
        try:
            actions.change_shift(center=center, template=template, by=user, at=at, **form.facts())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 400
        else:
            messages.success(request, _("改好了，那天起的班都跟着改了"))
            return redirect("duty-rules", code)
    context: dict[str, Center | ShiftTemplate | forms.Form] = {
        "center": center,
        "template": template,
        "form": form,
    }
    return render(request, "duty/change_shift.html", context, status=status)


@require_POST
def take_from_above(request: HttpRequest, code: str) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center = center_led(user, code)
    attempt(
        request,
        _("从明天起用上级的班次"),
        actions.take_from_above,
        center=center,
        since=timezone.localdate(at) + timedelta(days=1),
        by=user,
        at=at,
    )
    return redirect("duty-rules", code)


def _tomorrows(center: Center) -> list[ShiftTemplate]:
    tomorrow = timezone.localdate(clock.now()) + timedelta(days=1)
    return in_force(center, ordered_templates([center]), tomorrow)
