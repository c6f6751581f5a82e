"""登记一件事: one screen, one write; then the receipt with number and code (B11, B62)."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import StaffRequest
from config import clock
from config.errors import Refusal
from services import actions
from services.actions import Done, KeyReused, Replay, body_hash
from services.catalogue.lookup import item_named, item_options
from services.choices import Kind
from services.entry import alike, earlier_of, entry_posts, entry_regions
from services.forms import material_words
from services.forms_register import RESULTS, RegisterForm
from services.models import Ticket
from services.numbers import code_for, spoken
from services.permissions import may_enter
from services.public import unit_phone
from services.receipts import may_see_receipt, show_receipt
from services.wording import earliest_due, staff_word


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: StaffRequest) -> HttpResponse:
    """A double click carries the same key and makes one matter."""
    at, posts = clock.now(), entry_posts(request.user)
    if not may_enter(posts):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    key = secrets.token_urlsafe(16)
    form = RegisterForm(posted, user=request.user, posts=posts, at=at, key=key)
    given: Ticket | None = None
    if form.is_valid():
        try:
            ticket = _take_in(request, form, at)
        except KeyReused as reused:
            given = reused.ticket
            form.add_error(None, reused.message)
        except Refusal as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            show_receipt(request.session, ticket, at)
            return redirect("ticket-receipt", number=ticket.number)
    context = {
        "form": form,
        "options": item_options(),
        "results": RESULTS,
        "given": given,
        "at": at,
    }
    return render(request, "services/register.html", context, status=400 if form.errors else 200)


def _take_in(request: StaffRequest, form: RegisterForm, at: datetime) -> Ticket:
    """Submit, with `done` finished at once, and with 并进去 merged into the other one."""
    intake, done = form.intake(), _done(request)
    if done is not None and not (intake.place.strip() or intake.requester_phone.strip()):
        intake = replace(intake, place=_("窗口"))
    into = request.POST.get("merge_into", "")
    said = [
        (name, request.POST.getlist(name))
        for name in sorted(request.POST)
        if name != "csrfmiddlewaretoken"
    ]
    replay = Replay(f"user:{request.user.pk}", form.cleaned_data["key"], body_hash(said))
    with transaction.atomic():
        ticket = actions.submit(intake=intake, at=at, by=request.user, done=done, replay=replay)
        lead = form.same_as(request.user, into) if into and ticket.is_open else None
        if lead is not None:
            actions.merge(
                ticket=ticket, into=lead, reason=_("登记时认出是同一件"), by=request.user, at=at
            )
    return ticket


def _done(request: StaffRequest) -> Done | None:
    """当场办好了, with one of the results or with the person's own words."""
    if "done" not in request.POST:
        return None
    return Done(request.POST["done"] or request.POST.get("result", ""))


@never_cache
@require_POST
def register_seen(request: StaffRequest) -> HttpResponse:
    """While somebody types: how the item is done and every paper it takes, what this phone
    brought lately, and what this may be the same as.

    Posted, so that no phone number stands in an address.
    """
    at, posts = clock.now(), entry_posts(request.user)
    if not may_enter(posts):
        raise PermissionDenied
    said = request.POST
    region = entry_regions(posts).filter(pk=_key(said.get("region", ""))).first()
    item = item_named(said.get("item", ""))
    earlier = earlier_of(request.user, said.get("requester_phone", ""), at)
    same = (
        alike(request.user, region, said.get("text", ""), item, at)
        if region and said.get("kind") != Kind.REPORT
        else []
    )
    context = {
        "earlier": [(ticket, staff_word(ticket, at)) for ticket in earlier],
        "same": [(ticket, staff_word(ticket, at)) for ticket in same],
        "item": item,
        "papers": [material_words(one) for one in item.materials.all()] if item else [],
        "at": at,
    }
    return render(request, "services/register_seen.html", context)


def _key(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


@never_cache
@require_safe
def receipt(request: StaffRequest, number: str) -> HttpResponse:
    return render(request, "services/receipt.html", _receipt(request, number))


@never_cache
@require_safe
def slip(request: StaffRequest, number: str) -> HttpResponse:
    """The same on paper, for the villager to take home."""
    context = _receipt(request, number)
    address = request.build_absolute_uri(f"{get_script_prefix()}t/{number}/")
    return render(request, "services/slip.html", context | {"address": address})


def _receipt(request: StaffRequest, number: str) -> dict[str, object]:
    """Not by scope but by session: who typed a confidential report gets the slip and nothing else."""
    at = clock.now()
    rows = Ticket.objects.select_related("region", "unit__center", "first_contact", "merged_into")
    ticket = rows.filter(number=number).first()
    if ticket is None or not may_see_receipt(request.session, number, at):
        raise Http404
    in_sight = Ticket.objects.visible_to(request.user).filter(pk=ticket.pk).exists()
    if not in_sight and ticket.events.filter(verb="make_confidential").exists():
        raise Http404
    return {
        "ticket": ticket,
        "number": spoken(ticket.number),
        "code": spoken(code_for(ticket.number, ticket.generation)),
        "due_at": earliest_due(list(ticket.clocks.all())) if ticket.is_open else None,
        "phone": "" if ticket.confidential else unit_phone(ticket.unit),
        "in_sight": in_sight,
        "at": at,
    }
