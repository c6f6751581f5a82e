"""A centre's duty record: who took over and who did not, what was checked, what was written (B24, B25)."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config import clock
from config.errors import Refusal
from duty import actions
from duty.asked import address, center_asked, user_of
from duty.coverage import on_duty
from duty.forms import SpotCheckForm
from duty.models import DutyLogEntry, DutyMatter, Shift, SpotCheck
from duty.permissions import may_check

PAGE = 50
CHECKS = 20
# How far back somebody wants to know that a shift was not taken over.
BACK = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, code: str) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center = center_asked(user, code)
    checks = may_check(user, center)
    form = SpotCheckForm(request.POST or None) if checks else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and form.is_valid():
        try:
            actions.record_spot_check(center=center, by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("抽查记下了"))
            return redirect(address("duty-record", code))
    entries = DutyLogEntry.objects.filter(center=center).select_related("by", "shift__template")
    matters = DutyMatter.objects.open().filter(center=center).select_related("opened_by")
    context = {
        "center": center,
        "at": at,
        "now": on_duty(center.unit, at),
        "form": form,
        "untaken": Shift.objects.filter(center=center)
        .not_taken_over(at - BACK, at)
        .select_related("template")
        .order_by("-start"),
        "checks": SpotCheck.objects.filter(center=center).select_related("by")[:CHECKS],
        "matters": matters,
        "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
    }
    status = 400 if form is not None and form.errors else 200
    return render(request, "duty/record.html", context, status=status)
