"""What each person of a centre has stood this year, and what the next draft evens out (B22)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centers.models import Center
from config import clock
from config.errors import Refusal
from duty import actions
from duty.actions.rosters import ordered_templates
from duty.asked import center_asked, center_led, user_of
from duty.fairness import beyond_share, served_in, served_of
from duty.forms_members import AdjustForm
from duty.generation import Tally
from duty.models import Credit, DutyMember
from duty.permissions import may_change_roster
from duty.shift_sets import in_force

SHOWN = 30
NEARLY_EVEN = 0.5


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, code: str) -> HttpResponse:
    """For everybody of the centre to read; a correction is the leader's and says why."""
    user, at = user_of(request), clock.now()
    center = center_led(user, code) if request.method == "POST" else center_asked(user, code)
    today = timezone.localdate(at)
    members = (
        DutyMember.objects.active_on(today)
        .filter(center=center)
        .select_related("user")
        .order_by("category", "pk")
    )
    form = AdjustForm(request.POST or None, members=members)
    if form.is_valid():
        try:
            actions.adjust_credit(by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("调整好了，下一次排班按它算"))
            return redirect("duty-credits", code)
    context = {
        "center": center,
        "year": today.year,
        "rows": _rows(center, list(members), today),
        "by_hand": Credit.objects.filter(member__center=center, date__year=today.year)
        .exclude(kind=Credit.Kind.SERVED)
        .select_related("member__user", "by")
        .order_by("-date", "-pk")[:SHOWN],
        "may_change": may_change_roster(user, center),
        "form": form,
    }
    return render(request, "duty/credits.html", context, status=400 if form.errors else 200)


def _rows(center: Center, members: list[DutyMember], today: date) -> list[dict[str, Any]]:
    templates = in_force(center, ordered_templates([center]), today)
    together = any(not need.category for one in templates for need in one.requirements.all())
    of_year = served_in(members, today.year)
    beyond = beyond_share(members, served_of(members), together)
    return [
        {
            "member": member,
            "served": of_year.get(member.pk, Tally()),
            "words": _words(beyond[member.pk]) if member.weight else _("不排班"),
        }
        for member in members
    ]


def _words(beyond: Tally) -> str:
    """多2个夜班，下次少排；少1.5个休息日班，下次多排"""
    said = []
    for measure, what in (
        ("nights", _("夜班")),
        ("rest_days", _("休息日班")),
        ("statutory_days", _("节假日班")),
    ):
        amount = getattr(beyond, measure)
        if abs(amount) >= NEARLY_EVEN:
            words = (
                _("多%(n)s个%(what)s，往后少排") if amount > 0 else _("少%(n)s个%(what)s，往后多排")
            )
            said.append(words % {"n": f"{abs(amount):.1f}".removesuffix(".0"), "what": what})
    return _("；").join(said) if said else _("跟大家差不多")
