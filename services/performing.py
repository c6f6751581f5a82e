"""How an act is done in the browser: load with permission, form, action, message, back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import StaffRequest
from config import clock
from config.errors import Conflict, Refusal
from services import forms, workflow
from services.matter import latest_step, ticket_for
from services.models import Ticket
from services.permissions import acting_post

act_view = require_http_methods(["GET", "HEAD", "POST"])


def found(request: StaffRequest, number: str) -> Ticket:
    """The loader is the check: outside the scope there is nothing."""
    try:
        return ticket_for(request.user, number)
    except Ticket.DoesNotExist as missing:
        raise Http404 from missing


def perform(
    request: StaffRequest,
    number: str,
    act: str,
    form_class: type[forms.ActForm],
    action: Callable[..., Any],
    said: str,
) -> HttpResponse:
    """Load with permission, form, action, message, back to where the person came from.

    A rule that refuses stands beside its field; somebody who was faster gets the page of
    what changed, with the words that were typed.
    """
    row = found(request, number)
    if not acting_post(request.user, row, act)[0]:
        raise PermissionDenied(_("您的岗位不能做这一步"))
    posted = request.POST if request.method == "POST" else None
    start = {"seq": row.last_seq, "back": request.GET.get("back", "")}
    form = form_class(posted, ticket=row, user=request.user, initial=start)
    if not workflow.moves(row.status, act):
        return conflict(request, row, act, form)
    if form.is_valid():
        try:
            action(
                ticket=row,
                by=request.user,
                at=clock.now(),
                seq=form.cleaned_data["seq"],
                **form.values(),
            )
        except Conflict as error:
            return conflict(request, row, act, form, error.message)
        except Refusal as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            messages.success(request, said)
            return back_to(request, row, form.cleaned_data["back"])
    context = {"ticket": row, "form": form, "act": act, "at": clock.now()}
    return render(request, "services/act.html", context, status=400 if form.errors else 200)


def back_to(request: StaffRequest, row: Ticket, back: str) -> HttpResponse:
    """To the list with the matter's row opened, or to its page; to the list when it is out of sight now."""
    still_seen = Ticket.objects.visible_to(request.user).filter(pk=row.pk).exists()
    if back == "desk" or not still_seen:
        return redirect(f"{reverse('desk')}?at={row.number}#m{row.number}")
    return redirect("ticket", number=row.number)


def conflict(
    request: StaffRequest, row: Ticket, act: str, form: forms.ActForm, message: str = ""
) -> HttpResponse:
    """Who was faster and with what; what was typed can be read, and sent again where it still fits."""
    now = found(request, row.number)
    again = workflow.moves(now.status, act) and acting_post(request.user, now, act)[0]
    context = {
        "ticket": now,
        "message": message or _("这件事现在不能这样办，请看看变化再点"),
        "latest": latest_step(now),
        "typed": form.typed() if form.is_bound else [],
        "kept": _hidden(request, now) if again and form.is_bound else None,
        "submit": form.submit,
        "look_again": reverse("ticket", args=[now.number]),
    }
    return render(request, "services/conflict.html", context, status=409)


def _hidden(request: StaffRequest, now: Ticket) -> list[tuple[str, str]]:
    """The same form over the new state of the matter."""
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "seq"}
        for value in values
    ]
    return [*fields, ("seq", str(now.last_seq))]
