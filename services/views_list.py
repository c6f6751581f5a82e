"""The list of all matters in scope: asking it, keeping questions, transferring several, taking it along."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import record_audit
from accounts.requests import StaffRequest, person_of
from accounts.scope import tokens
from config import clock
from config.addresses import client_address
from config.errors import Refusal
from notify.actions import start_job
from services import actions, register
from services.forms.listing import ListForm, TransferManyForm
from services.listing import COUNTED, CountedPages, asked, lines_of
from services.models import SavedFilter, Ticket

PAGE = 50


@never_cache
@require_safe
def all_tickets(request: StaffRequest) -> HttpResponse:
    """Everything that the person may see, asked for by its facts, page by page."""
    at, user = clock.now(), person_of(request)
    form = ListForm(request.GET or None, user=user) if request.GET else ListForm({}, user=user)
    found = asked(user, form.wanted(), at)
    page = CountedPages(found.values_list("pk", flat=True), PAGE).get_page(request.GET.get("page"))
    query = kept_query(request.GET)
    context = {
        "form": form,
        "narrowed": form.narrowed(),
        "page": page,
        "counted": COUNTED,
        "lines": lines_of(user, list(page), at),
        "query": query,
        "saved": [(one, one.query == query) for one in SavedFilter.objects.filter(user=user)],
        "at": at,
    }
    return render(request, "services/list.html", context)


def kept_query(given: QueryDict) -> str:
    """The question itself: known fields that say something, without the page."""
    known = [name for name in ListForm.base_fields if given.get(name)]
    return urlencode({name: str(given[name]).replace("\0", "") for name in known})


@require_POST
def save_list(request: StaffRequest) -> HttpResponse:
    query = kept_query(QueryDict(request.POST.get("query", "")))
    name = request.POST.get("name", "").replace("\0", "")
    try:
        actions.save_filter(user=person_of(request), name=name, query=query)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("存好了，在上面点名字就能再看"))
    return _to_list(query)


@require_POST
def remove_list(request: StaffRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter, user=person_of(request), pk=pk)
    actions.remove_filter(saved=saved)
    messages.success(request, _("删掉了"))
    return redirect("all-tickets")


@require_POST
def start_with_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Pressed again, the desk opens with the work list as before."""
    saved = get_object_or_404(SavedFilter, user=person_of(request), pk=pk)
    actions.start_with(user=person_of(request), saved=None if saved.starts else saved)
    messages.success(
        request,
        _("以后登录还是先看我的活") if saved.starts else _("以后登录先看这个"),
    )
    return _to_list(saved.query)


def _to_list(query: str) -> HttpResponse:
    return redirect(f"{reverse('all-tickets')}{'?' if query else ''}{query}")


@never_cache
@require_POST
def transfer_tickets(request: StaffRequest) -> HttpResponse:
    """Tick, then one unit and one reason, then what became of each."""
    user, chosen = person_of(request), chosen_of(request)
    query = kept_query(QueryDict(request.POST.get("query", "")))
    if not chosen:
        messages.error(request, _("一件也没勾。先在要转的前面打勾"))
        return _to_list(query)
    form = TransferManyForm(request.POST if "unit" in request.POST else None, user=user)
    context: dict[str, Any] = {"form": form, "query": query, "ticks": request.POST.getlist("tick")}
    if form.is_valid():
        try:
            told = actions.transfer_many(
                chosen=chosen, **form.cleaned_data, by=user, at=clock.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            context |= {"told": told, "done": sum(one.done for one in told)}
            return render(request, "services/transferred_many.html", context)
    numbers = [number for number, _seq in chosen]
    context["tickets"] = (
        Ticket.objects.visible_to(user)
        .filter(number__in=numbers)
        .select_related("opening", "item", "unit")
        .order_by("number")
    )
    status = 400 if form.errors else 200
    return render(request, "services/transfer_many.html", context, status=status)


def chosen_of(request: StaffRequest) -> list[tuple[str, int]]:
    """Numbers and last steps as the page had them; anything else is nobody's tick."""
    found = []
    for tick in request.POST.getlist("tick"):
        number, _colon, seq = tick.partition(":")
        if number.isascii() and number.isdigit() and seq.isascii() and seq.isdigit():
            found.append((number, int(seq)))
    return found


@require_POST
def export_register(request: StaffRequest) -> HttpResponse:
    """The register of what was asked for, made by a worker; who wanted it stands in the audit."""
    user, at = person_of(request), clock.now()
    if len(tokens(user)) <= 1:
        raise PermissionDenied(_("您的岗位不看工单，没有台账可导"))
    query = kept_query(QueryDict(request.POST.get("query", "")))
    try:
        job = start_job(
            kind=register.KIND,
            owner=user,
            title=_("导出台账"),
            at=at,
            arguments=register.arguments(user, query),
            personal=True,
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return _to_list(query)
    record_audit(
        verb="export_register",
        at=at,
        actor=user,
        subject=f"job:{job.pk}",
        data={"asked": sorted(QueryDict(query))},
        address=client_address(request),
    )
    return redirect("job", pk=job.pk)
