"""The people of a centre's roster: who, as what, how much, from when and until when (B22)."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from centers.models import Center
from config import clock
from config.errors import Conflict, Refusal
from duty import actions
from duty.actions.members import people_to_add
from duty.asked import center_led, user_of
from duty.forms_members import EndForm, MemberForm, NewMemberForm
from duty.models import DutyMember


@require_safe
def members(request: HttpRequest, code: str) -> HttpResponse:
    center, at = center_led(user_of(request), code), clock.now()
    today = timezone.localdate(at)
    ahead = Count(
        "assignments",
        filter=Q(
            assignments__status="active",
            assignments__shift__cancelled=False,
            assignments__start__gt=at,
        ),
    )
    context = {
        "center": center,
        "today": today,
        "members": _members(center, today).annotate(ahead=ahead),
        "gone": DutyMember.objects.filter(center=center, active_until__lte=today)
        .select_related("user")
        .order_by("-active_until")[:20],
    }
    return render(request, "duty/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request: HttpRequest, code: str) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center = center_led(user, code)
    people = people_to_add(center, at)
    form = NewMemberForm(request.POST or None, people=people)
    status = 400 if form.errors else 200
    if form.is_valid():
        who, since = form.cleaned_data["user"], form.cleaned_data["since"]
        try:
            actions.add_member(
                center=center, user=who, since=since, terms=form.terms(), by=user, at=at
            )
        except Refusal as refusal:
            status = _refused(form, refusal)
        else:
            messages.success(request, _("加上了%(name)s，往后排班会排到") % {"name": who.name})
            return redirect("duty-members", code)
    context = {"center": center, "form": form, "people": people}
    return render(request, "duty/add_member.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_member(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center = center_led(user, code)
    member = _asked(center, pk, timezone.localdate(at))
    form = MemberForm(request.POST or None, member=member)
    status = 400 if form.errors else 200
    if form.is_valid():
        try:
            actions.change_member(member=member, terms=form.terms(), by=user, at=at)
        except Refusal as refusal:
            status = _refused(form, refusal)
        else:
            messages.success(request, _("改好了，从下一次排班起算。已经公布的班不动"))
            return redirect("duty-members", code)
    return _page(request, center, member, form, EndForm(auto_id="end_%s"), status)


@require_http_methods(["POST"])
def end_member(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center = center_led(user, code)
    member = _asked(center, pk, timezone.localdate(at))
    form = EndForm(request.POST, auto_id="end_%s")
    status = 400
    if form.is_valid():
        try:
            holes = actions.end_member(member=member, by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            status = _refused(form, refusal)
        else:
            said = _("记下了。空出%(holes)d个位置，请在值班表上安排人") if holes else _("记下了")
            messages.success(request, said % {"holes": holes} if holes else said)
            return redirect("duty-members", code)
    return _page(request, center, member, MemberForm(member=member), form, status)


def _page(
    request: HttpRequest,
    center: Center,
    member: DutyMember,
    form: MemberForm,
    end_form: EndForm,
    status: int,
) -> HttpResponse:
    context = {"center": center, "member": member, "form": form, "end_form": end_form}
    return render(request, "duty/change_member.html", context, status=status)


def _members(center: Center, today: date) -> QuerySet[DutyMember]:
    """Who stands duty now or will; who is gone is read below."""
    return (
        DutyMember.objects.filter(center=center)
        .exclude(active_until__lte=today)
        .select_related("user")
        .order_by("category", "pk")
    )


def _asked(center: Center, pk: int, today: date) -> DutyMember:
    return get_object_or_404(_members(center, today), pk=pk)


def _refused(form: MemberForm | EndForm, refusal: Refusal) -> int:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return 409 if isinstance(refusal, Conflict) else 400
