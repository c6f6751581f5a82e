"""Phone, address, hours and the days on which the door stays shut."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from centers import actions
from centers.forms import CenterForm, ClosureForm, HoursForm
from centers.models import Closure
from centers.views.loading import ask_or_do, editable, form_page, posted, user_of
from config import clock
from config.errors import Refusal


@ask_or_do
def center_details(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    form = CenterForm(posted(request), instance=center)
    if request.method == "POST" and form.is_valid():
        actions.change_center(
            center=center, by=user_of(request), at=clock.now(), **form.cleaned_data
        )
        messages.success(request, _("改好了，群众马上看得到"))
        return redirect("center-edit", code=code)
    return form_page(request, "centers/details.html", form, center=center)


@ask_or_do
def center_hours(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    form = HoursForm(posted(request), initial=HoursForm.of(center))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_hours(
                center=center, spans=form.spans(), by=user_of(request), at=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("开门时间改好了"))
            return redirect("center-edit", code=code)
    return form_page(request, "centers/hours.html", form, center=center)


@ask_or_do
def center_closure(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    form = ClosureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_for_a_day(
                center=center,
                day=form.cleaned_data["date"],
                reason=form.cleaned_data["reason"],
                by=user_of(request),
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("记下了，那天网页上会写明不开门"))
            return redirect("center-edit", code=code)
    return form_page(request, "centers/closure.html", form, center=center)


@require_POST
def center_open_again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    closure = get_object_or_404(Closure, pk=pk, center=editable(request, code))
    actions.open_again(closure=closure, by=user_of(request), at=clock.now())
    messages.success(request, _("那天照常开门"))
    return redirect("center-edit", code=code)
