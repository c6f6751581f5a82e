"""The desk: one list over all posts, and a matter's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import StaffRequest
from services.models import Ticket


def desk(request: StaffRequest) -> HttpResponse:
    return render(
        request,
        "services/desk.html",
        {"tickets": Ticket.objects.visible_to(request.user).for_list()[:50]},
    )


def ticket(request: StaffRequest, number: str) -> HttpResponse:
    found = get_object_or_404(Ticket.objects.visible_to(request.user).for_list(), number=number)
    return render(request, "services/ticket.html", {"ticket": found})
