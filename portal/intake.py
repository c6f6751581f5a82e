"""Asking in the browser: the form, 请打给我, 反映干部, and the page that says it has arrived (B11, B12, B21)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.privacy.notice import current_version
from centers.models import Project
from centers.views import region_of_page
from config import clock
from config.addresses import client_address
from config.errors import Refusal
from portal.forms import AskForm, CallMeForm, KeyedForm, ReportForm
from portal.photos import keep_photos, said_of
from portal.village import place_of
from regions.models import Region
from regions.wording import relative
from services import actions
from services.admission import TooMany, not_again, of_the_public
from services.choices import Kind
from services.models import Category, ServiceItem, Ticket
from services.numbers import code_for, spoken
from services.public import person_of
from services.wording import earliest_due

ASKED = "portal.asked"
NOT_SAID = frozenset({"key", "photos"})
KINDS = frozenset(Kind.values) - {Kind.REPORT}


@dataclass(frozen=True)
class Door:
    """One of the three ways in: its form, its page, and what the form means to the action."""

    form: type[KeyedForm]
    template: str
    said: dict[str, Any]


ASK = Door(AskForm, "portal/ask.html", {})
CALL_ME = Door(CallMeForm, "portal/call_me.html", {"call_me": True})
REPORT = Door(ReportForm, "portal/report.html", {"confidential": True, "kind": Kind.REPORT})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    return _enter(request, code, ASK, "ask")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_me(request: HttpRequest, code: str) -> HttpResponse:
    return _enter(request, code, CALL_ME, "call-me")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    return _enter(request, code, REPORT, "report")


def _enter(request: HttpRequest, code: str, door: Door, route: str) -> HttpResponse:
    region, canonical = region_of_page(code)
    if not canonical and request.method != "POST":
        query = request.GET.urlencode()
        moved = reverse(route, args=[region.code]) + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(moved)
    if request.method != "POST":
        empty = door.form(initial={"key": secrets.token_urlsafe(16)})
        return _form_page(request, door, region, empty)
    form = door.form(request.POST, request.FILES)
    form.is_valid()
    return _submit(request, door, region, form)


def _submit(request: HttpRequest, door: Door, region: Region, form: KeyedForm) -> HttpResponse:
    if form.errors:
        return _form_page(request, door, region, form, status=400)
    about = _about(request)
    fields = {name: value for name, value in form.cleaned_data.items() if name not in NOT_SAID}
    intake = actions.Intake(region=region, **(fields | about | door.said), notice=current_version())
    key = form.cleaned_data["key"]
    body = actions.body_hash(
        region.code, *form.fingerprint(), *sorted(str(value) for value in about.values())
    )
    replay = actions.Replay("web", key, body) if key else None
    at = clock.now()
    twice, many = not_again(at), of_the_public(client_address(request), at)

    def admit(said: actions.Intake) -> None:
        twice(said)
        many(said)

    try:
        ticket = actions.submit(intake=intake, at=at, replay=replay, admit=admit)
    except TooMany as full:
        form.add_error(None, full.message)
        response = _form_page(request, door, region, form, status=429)
        response["Retry-After"] = str(full.retry_after)
        return response
    except actions.KeyReused as reused:
        form.add_error(None, reused.message)
        return _form_page(request, door, region, form, status=409)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _form_page(request, door, region, form, status=400)
    _photos(request, ticket, form)
    return redirect("asked", code=region.code, token=signing.dumps(ticket.number, salt=ASKED))


def _photos(request: HttpRequest, ticket: Ticket, form: KeyedForm) -> None:
    """After the matter was taken in; of a form that was sent again only when none came before."""
    files = form.cleaned_data.get("photos", [])
    if not (files or getattr(request, "upload_cut_short", False)) or ticket.photos.exists():
        return
    refused = keep_photos(request, ticket, files, clock.now())
    if refused:
        messages.warning(request, said_of(refused))


def _about(request: HttpRequest) -> dict[str, Any]:
    """What the link to the form already said: the item whose notice was read, or 意见建议."""
    asked: dict[str, Any] = {}
    if code := request.GET.get("item", "")[:12].replace("\0", ""):
        item = ServiceItem.objects.in_use().filter(code=code).first()
        asked |= {"item": item} if item else {}
    kind = request.GET.get("kind", "")
    if kind in KINDS:
        asked["kind"] = kind
    if (project := request.GET.get("project", "")).isdecimal() and project.isascii():
        asked |= _about_project(int(project[:9]))
    if request.GET.get("about") == "service":
        asked["category"] = Category.objects.filter(about_service=True).first()
    return asked


def _about_project(pk: int) -> dict[str, Any]:
    """A renovation project on which residents are asked today."""
    asking = Project.objects.asking(timezone.localdate(clock.now()))
    project = asking.select_related("center__unit__region").filter(pk=pk).first()
    return {"about_project": project} if project else {}


def _form_page(
    request: HttpRequest, door: Door, region: Region, form: KeyedForm, status: int = 200
) -> HttpResponse:
    place = place_of(region, clock.now())
    if place is None:
        raise Http404
    context = {"place": place, "form": form, "about": _about(request), "now": clock.now()}
    return render(request, door.template, context, status=status)


@login_not_required
@require_safe
def asked(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Number and code, who has it and by when. The address is signed, so it opens nobody else's page."""
    try:
        number = signing.loads(token, salt=ASKED, max_age=72 * 3600)
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    region, _canonical = region_of_page(code)
    at = clock.now()
    place = place_of(region, at)
    ticket = (
        Ticket.objects.select_related(
            "first_contact", "unit__center", "unit__superior", "requester", "region"
        )
        .filter(number=number)
        .first()
    )
    if ticket is None or place is None:
        raise Http404
    due_at = earliest_due(list(ticket.clocks.all()))
    context = {
        "place": place,
        "ticket": ticket,
        "number": spoken(ticket.number),
        "code": spoken(code_for(ticket.number, ticket.generation)),
        "first_contact": None
        if ticket.confidential
        else person_of(ticket.first_contact, ticket, at),
        "due": relative(due_at, at) if due_at else "",
    }
    return render(request, "portal/asked.html", context)
