"""The duty log and taking over: where duty meets the matters of villagers (B24)."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from centers.models import Center
from config import clock
from config.errors import Conflict, Refusal
from duty import actions as duty
from duty.asked import attempt, center_asked, user_of
from duty.forms import LogForm
from duty.models import Assignment, DutyLogEntry, DutyMatter, Handover, Shift
from duty.permissions import may_write_log, own_centers, sees_duty
from services import actions as services
from services.models import LoggedMatter, Ticket

PAGE = 50
# A handover reads what was written since the last one, but not further back than this.
READ_AT_MOST = 60


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """The entries of the running shift, a new one, and what is handed on."""
    user, at = user_of(request), clock.now()
    center = _center_of_log(request, user)
    if center is None:
        return render(request, "duty/no_center.html")
    form = LogForm(request.POST or None)
    if form.is_valid():
        try:
            duty.write_log(center=center, by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("记下了"))
            return _back_to_log(center)
    return _log_page(request, center, form, user, at)


@require_POST
def nothing_to_report(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    center = _center_of_log(request, user)
    if center is None:
        return redirect("duty-log")
    facts = {"kind": DutyLogEntry.Kind.NOTHING, "text": "", "by": user, "at": clock.now()}
    attempt(request, _("零记录，记下了"), duty.write_log, center=center, **facts)
    return _back_to_log(center)


@require_POST
def matter_from_log(request: HttpRequest, pk: int) -> HttpResponse:
    """转成一件事: an opinion becomes a matter, an incident an urgent one."""
    user, entry = user_of(request), _entry(request, pk)
    try:
        ticket = services.matter_from_log(entry=entry, by=user, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, refusal.message)
        return _back_to_log(entry.center)
    messages.success(request, _("转好了，编号%(number)s") % {"number": ticket.number})
    return redirect("ticket", number=ticket.number)


@require_POST
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """交给下一班: an entry stays open from shift to shift until somebody closes it."""
    entry = _entry(request, pk)
    attempt(
        request, _("记到交班的事里了"), duty.open_matter,
        center=entry.center, text=entry.text[:200], entry=entry, by=user_of(request), at=clock.now(),
    )  # fmt: skip
    return _back_to_log(entry.center)


@require_POST
def close_matter(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    found = DutyMatter.objects.visible_to(user).select_related("center__unit__region")
    matter = get_object_or_404(found, pk=pk)
    result = request.POST.get("result", "")[:200]
    attempt(
        request, _("了结了"), duty.close_matter,
        matter=matter, result=result, by=user, at=clock.now(),
    )  # fmt: skip
    return _back_to_log(matter.center)


@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what is open, then one tap; the keys of what was read go with the tap."""
    user, at = user_of(request), clock.now()
    shifts = Shift.objects.visible_to(user).select_related("template", "center__unit__region")
    shift = get_object_or_404(shifts, pk=pk)
    if request.method == "POST":
        seen = {int(key) for key in request.POST.getlist("seen") if key.isdecimal()}
        try:
            services.take_over(shift=shift, by=user, at=at, seen=seen)
        except Refusal as refusal:
            messages.warning(request, refusal.message)
            return _handover_page(request, shift, user, at, conflict=isinstance(refusal, Conflict))
        messages.success(request, _("接班了"))
        return redirect("desk")
    return _handover_page(request, shift, user, at)


def _handover_page(
    request: HttpRequest, shift: Shift, user: User, at: datetime, *, conflict: bool | None = None
) -> HttpResponse:
    center = shift.center
    entries = DutyLogEntry.objects.filter(center=center, at__lte=at).select_related("by")
    last = Handover.objects.filter(shift__center=center).exclude(shift=shift).first()
    since = last.taken_at if last else shift.start - (shift.end - shift.start)
    context = {
        "shift": shift,
        "center": center,
        "at": at,
        "taken": Handover.objects.filter(shift=shift).select_related("taken_by").first(),
        "matters": DutyMatter.objects.open().filter(center=center).select_related("opened_by"),
        "entries": entries.filter(at__gte=since)[:READ_AT_MOST],
        "asks": _asks(center, user),
        "mine": Assignment.objects.active().filter(shift=shift, user=user).exists(),
    }
    status = 200 if conflict is None else 409 if conflict else 400
    return render(request, "duty/take_over.html", context, status=status)


def _asks(center: Center, user: User) -> list[Ticket]:
    """The web asks that would pass, as far as the reader may see them."""
    seen = services.untouched_asks(center.unit).visible_to(user)
    return list(seen.select_related("opening")[:READ_AT_MOST])


def _log_page(
    request: HttpRequest, center: Center, form: LogForm, user: User, at: datetime
) -> HttpResponse:
    entries = DutyLogEntry.objects.visible_to(user).filter(center=center).current(at)
    running = (
        Shift.objects.running(at)
        .filter(center=center)
        .select_related("template", "handover__taken_by")
        .order_by("-start")
    )
    found = entries.select_related("by", "shift__template", "matter")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    numbers = dict(
        LoggedMatter.objects.filter(
            entry__in=[entry.pk for entry in page], ticket__in=Ticket.objects.visible_to(user)
        ).values_list("entry", "ticket__number")
    )
    become = services.BECOME_MATTERS
    context = {
        "center": center,
        "centers": own_centers(user),
        "form": form,
        "page": page,
        "rows": [
            {
                "entry": entry,
                "number": numbers.get(entry.pk, ""),
                "may_become": entry.kind in become and entry.pk not in numbers,
            }
            for entry in page
        ],
        "running": running,
        "matters": DutyMatter.objects.open().filter(center=center).select_related("opened_by"),
        "at": at,
        "may_log": may_write_log(user, center),
    }
    return render(request, "duty/log.html", context, status=400 if form.errors else 200)


def _back_to_log(center: Center) -> HttpResponse:
    return redirect(f"{reverse('duty-log')}?center={center.region.code}")


def _entry(request: HttpRequest, pk: int) -> DutyLogEntry:
    found = DutyLogEntry.objects.visible_to(user_of(request))
    return get_object_or_404(found.select_related("center__unit__region"), pk=pk)


def _center_of_log(request: HttpRequest, user: User) -> Center | None:
    """The centre that the address names, else where the person stands, else the own one."""
    if not sees_duty(user):
        raise PermissionDenied
    code = request.GET.get("center") or request.POST.get("center", "")
    return center_asked(user, code) if code else own_centers(user).first()
