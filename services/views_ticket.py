"""A matter's page for staff, the call button, and name and phone in full."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import record_audit
from accounts.confirmation import password_again
from accounts.requests import StaffRequest, person_of
from config import clock
from config.addresses import client_address
from notify import actions as notify
from notify.models import Message
from services import actions, forms
from services.audience import mark_of
from services.matter import matter_of
from services.models import Ticket
from services.papers import beside
from services.performing import act_view, found
from services.permissions import sees_person
from services.replies import replies_for


@never_cache
@require_safe
def ticket(request: StaffRequest, number: str) -> HttpResponse:
    row, at = found(request, number), clock.now()
    actions.record_opening(ticket=row, by=request.user, at=at, address=client_address(request))
    # whoever looks at the matter knows what the messages about it would say: nobody phones them for that
    told = Message.objects.filter(about=f"ticket:{row.number}")
    notify.mark_read(user=person_of(request), messages=told, at=at)
    context = {
        "matter": matter_of(row, request.user, at),
        "beside": beside(row),
        "ticket": row,
        "at": at,
        "replies": replies_for(person_of(request)),
    }
    return render(request, "services/ticket.html", context)


@require_POST
def call(request: StaffRequest, number: str) -> HttpResponse:
    """The 打电话 button was tapped: written down by itself, whatever came of the call (DESIGN 4.7)."""
    row = found(request, number)
    if not sees_person(request.user, row):
        raise PermissionDenied
    record_audit(
        verb="call",
        actor=request.user,
        at=clock.now(),
        subject=mark_of(row),
        address=client_address(request),
    )
    return HttpResponse(status=204)


@never_cache
@act_view
def reveal(request: StaffRequest, number: str) -> HttpResponse:
    """Name and phone in full for somebody who does not work on the matter: with a reason, and on record (B53)."""
    return reveal_again(request, found(request, number))


@password_again
def reveal_again(request: StaffRequest, row: Ticket) -> HttpResponse:
    at = clock.now()
    form = forms.RevealForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"ticket": row, "form": form}
        return render(request, "services/reveal.html", context, status=400 if form.errors else 200)
    record_audit(
        verb="reveal",
        actor=request.user,
        at=at,
        subject=mark_of(row),
        reason=form.cleaned_data["reason"],
        address=client_address(request),
    )
    return render(request, "services/revealed.html", {"ticket": row})
