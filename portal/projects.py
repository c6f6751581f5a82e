"""A renovation project together with what villagers said about it (001-5)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from centers.views.loading import PAGE
from centers.views.projects import project_context
from services.models import Ticket
from services.querysets import TicketQuerySet


@require_safe
def project(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole project on one page; opinions are counted as far as the person may read them."""
    context = project_context(request, pk)
    context["opinions"] = _opinions(request, pk).count()
    return render(request, "centers/renovation/project.html", context)


@require_safe
def project_opinions(request: StaffRequest, pk: int) -> HttpResponse:
    """Exactly the matters that the page counted; each opens its own page."""
    context = project_context(request, pk)
    found = _opinions(request, pk).select_related("region__parent").order_by("-submitted_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/project_opinions.html", context | {"page": page})


def _opinions(request: StaffRequest, pk: int) -> TicketQuerySet:
    return Ticket.objects.visible_to(request.user).filter(about_project=pk, confidential=False)
