"""Somebody on duty cannot stand, and the leader writes it down at once (B22)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config import clock
from config.errors import Conflict, Refusal
from duty.asked import address, user_of
from duty.forms import AwayForm
from duty.models import Assignment
from duty.permissions import may_change_roster
from duty.substitutes import candidates
from services import actions


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest, pk: int) -> HttpResponse:
    """Until when, and who stands: the leader, a legal substitute, or nobody."""
    user, at = user_of(request), clock.now()
    places = Assignment.objects.visible_to(user).published().filter(user__isnull=False)
    row = get_object_or_404(
        places.select_related("user", "shift__template", "shift__center__unit__region"), pk=pk
    )
    center = row.shift.center
    if not may_change_roster(user, center):
        raise PermissionDenied
    found = sorted(
        (one for one in candidates(row, at) if not one.verdict.against),
        key=lambda one: one.member.user_id != user.pk,
    )
    form = AwayForm(request.POST or None, found=found, row=row, at=at)
    status = 400 if form.errors else 200
    if form.is_valid():
        try:
            actions.mark_away(assignment=row, by=user, at=at, **form.facts())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 409 if isinstance(refusal, Conflict) else 400
        else:
            messages.success(request, _("记下了。现在起按新的算"))
            return redirect(address("duty-month", center.region.code))
    context = {"row": row, "form": form, "found": found, "at": at}
    return render(request, "duty/away.html", context, status=status)
