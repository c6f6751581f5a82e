"""One's own shifts; leave and swaps: asked, taken, decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from centers.models import Center
from config import clock
from config.errors import Refusal
from duty import actions
from duty.actions.wishes import MOST_A_MONTH
from duty.asked import address, attempt, center_asked, user_of
from duty.forms import LeaveForm, SwapForm
from duty.forms_members import WishForm
from duty.models import Assignment, DutyMember, FeedToken, Leave, SwapRequest, Wish
from duty.permissions import may_change_roster, own_centers, sees_duty

COMING = 40
RECENT = 20


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The own shifts to come, what others would like to swap, the own requests, the calendar's address."""
    user, at = user_of(request), clock.now()
    if not sees_duty(user):
        raise PermissionDenied
    members = _memberships(user, at)
    return _mine(request, user, at, WishForm(members=members) if members.exists() else None)


@require_POST
def wish_off(request: HttpRequest) -> HttpResponse:
    """请别排: a day for the next draft to spare."""
    user, at = user_of(request), clock.now()
    if not sees_duty(user):
        raise PermissionDenied
    form = WishForm(request.POST, members=_memberships(user, at))
    if form.is_valid():
        try:
            actions.wish_off(by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("记下了，排班时尽量照顾"))
            return redirect("duty-mine")
    return _mine(request, user, at, form, 400)


@require_POST
def drop_wish(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    wish = get_object_or_404(Wish.objects.select_related("member"), pk=pk, member__user=user)
    attempt(request, _("去掉了"), actions.take_wish_back, wish=wish, by=user)
    return redirect("duty-mine")


def _memberships(user: User, at: datetime) -> QuerySet[DutyMember]:
    today = timezone.localdate(at)
    return (
        DutyMember.objects.filter(user=user, weight__gt=0)
        .exclude(active_until__lte=today)
        .select_related("center")
        .order_by("pk")
    )


def _mine(
    request: HttpRequest, user: User, at: datetime, wish_form: WishForm | None, status: int = 200
) -> HttpResponse:
    coming = (
        Assignment.objects.active()
        .published()
        .filter(user=user, end__gt=at)
        .select_related("shift__template", "shift__center__unit__region")
        .order_by("start", "pk")
    )
    member_at = DutyMember.objects.filter(user=user).values("center")
    offers = (
        _swaps()
        .filter(status=SwapRequest.Status.OPEN, assignment__shift__center__in=member_at)
        .filter(Q(target=None) | Q(target=user), assignment__start__gt=at)
        .exclude(assignment__user=user)
    )
    own_swaps = _swaps().filter(Q(assignment__user=user) | Q(taker=user)).pending()
    context = {
        "at": at,
        "coming": coming[:COMING],
        "offers": offers[:RECENT],
        "own_swaps": own_swaps[:RECENT],
        "own_leaves": Leave.objects.filter(user=user, end__gt=at).select_related("replacement"),
        "centers": own_centers(user),
        "feeds": _feeds(user),
        "fresh": request.session.pop("fresh_feed", ""),
        "wish_form": wish_form,
        "wishes": Wish.objects.filter(
            member__user=user, date__gt=timezone.localdate(at)
        ).select_related("member__center"),
        "most_wishes": MOST_A_MONTH,
    }
    return render(request, "duty/mine.html", context, status=status)


@require_safe
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for the leader of a centre, and what was decided lately."""
    user, at = user_of(request), clock.now()
    center = center_asked(user, code)
    leaves = Leave.objects.filter(center=center).select_related("user", "replacement", "decided_by")
    swaps = _swaps().filter(assignment__shift__center=center)
    context = {
        "center": center,
        "at": at,
        "may_change": may_change_roster(user, center),
        "leaves": leaves.waiting(at).order_by("start"),
        "missed_leaves": leaves.missed(at).order_by("-end")[:RECENT],
        "swaps": swaps.pending(),
        "coming_leaves": leaves.filter(status=Leave.Status.APPROVED, end__gt=at).order_by("start"),
        "decided": swaps.exclude(status__in=SwapRequest.PENDING).order_by("-decided_at")[:RECENT],
    }
    return render(request, "duty/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_leave(request: HttpRequest, code: str) -> HttpResponse:
    user, at = user_of(request), clock.now()
    center = center_asked(user, code)
    leads = may_change_roster(user, center)
    if not leads and not DutyMember.objects.filter(center=center, user=user).exists():
        raise PermissionDenied
    form = LeaveForm(request.POST or None, center=center, by=user, leads=leads)
    if form.is_valid():
        try:
            actions.ask_leave(center=center, by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("请假记下了，等站长批"))
            return redirect(address("duty-requests", code) if leads else reverse("duty-mine"))
    context = {"center": center, "form": form}
    return render(request, "duty/ask_leave.html", context, status=400 if form.errors else 200)


@require_POST
def decide_leave(request: HttpRequest, pk: int, verdict: str) -> HttpResponse:
    """批, 不批 or 撤回, each a button of its own address."""
    user, at = user_of(request), clock.now()
    leave = get_object_or_404(
        Leave.objects.visible_to(user).select_related("center__unit__region"), pk=pk
    )
    note = request.POST.get("note", "")[:200]
    facts: dict[str, Any] = {"leave": leave, "by": user, "at": at}
    if verdict == "approve":
        facts |= {"accept_holes": "accept_holes" in request.POST, "note": note}
        attempt(request, _("批了"), actions.approve_leave, **facts)
    elif verdict == "refuse":
        attempt(request, _("没批，已经告诉本人"), actions.refuse_leave, note=note, **facts)
    else:
        attempt(request, _("撤回了"), actions.withdraw_leave, **facts)
    return _back(user, leave.center)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one's place away, or for somebody absent theirs."""
    user, at = user_of(request), clock.now()
    row = get_object_or_404(_places(user), pk=pk)
    if row.user != user and not may_change_roster(user, row.shift.center):
        raise PermissionDenied
    form = SwapForm(request.POST or None, given=row, at=at)
    if form.is_valid():
        try:
            actions.offer_swap(assignment=row, by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("发出去了，有人接了再等站长批"))
            return _back(user, row.shift.center)
    context = {"row": row, "form": form, "at": at}
    return render(request, "duty/offer_swap.html", context, status=400 if form.errors else 200)


@require_POST
def decide_swap(request: HttpRequest, pk: int, verdict: str) -> HttpResponse:
    """我来接, 批, 不批 or 不换了."""
    user, at = user_of(request), clock.now()
    swap = get_object_or_404(_swaps().visible_to(user), pk=pk)
    facts: dict[str, Any] = {"swap": swap, "by": user, "at": at}
    if verdict == "accept":
        attempt(request, _("接了，等站长批"), actions.accept_swap, **facts)
    elif verdict == "approve":
        attempt(request, _("批了，换好了"), actions.approve_swap, **facts)
    elif verdict == "refuse":
        note = request.POST.get("note", "")[:200]
        attempt(request, _("没批，已经告诉两个人"), actions.refuse_swap, note=note, **facts)
    else:
        attempt(request, _("不换了"), actions.withdraw_swap, **facts)
    return _back(user, swap.assignment.shift.center)


@require_POST
def step_in(request: HttpRequest, pk: int) -> HttpResponse:
    """我来值: somebody of the centre steps into a running place without anybody."""
    user, at = user_of(request), clock.now()
    row = get_object_or_404(_places(user), pk=pk)
    attempt(
        request, _("现在起是您值班"), actions.take_shift_now,
        assignment=row, by=user, at=at, reason=_("没人，自己来值"),
    )  # fmt: skip
    return redirect(address("duty-month", row.shift.center.region.code))


@require_POST
def open_feed(request: HttpRequest) -> HttpResponse:
    """A calendar's address, shown once: of the own shifts, or of a centre."""
    user, at = user_of(request), clock.now()
    if not sees_duty(user):
        raise PermissionDenied
    code = request.POST.get("center", "")
    center = center_asked(user, code) if code else None
    token = actions.open_feed(owner=user, center=center, at=at)
    path = reverse("duty-feed", args=[token])
    request.session["fresh_feed"] = request.build_absolute_uri(path)
    return redirect("duty-mine")


@require_POST
def close_feed(request: HttpRequest, pk: int) -> HttpResponse:
    user, at = user_of(request), clock.now()
    feed = get_object_or_404(FeedToken.objects.live().filter(owner=user), pk=pk)
    actions.close_feed(owner=user, center=feed.center, at=at)
    messages.success(request, _("这个订阅地址作废了"))
    return redirect("duty-mine")


def _feeds(user: User) -> list[FeedToken]:
    return list(FeedToken.objects.live().filter(owner=user).select_related("center__unit__region"))


def _places(user: User) -> Any:
    return (
        Assignment.objects.visible_to(user)
        .published()
        .select_related("user", "shift__template", "shift__center__unit__region")
    )


def _swaps() -> Any:
    return SwapRequest.objects.select_related(
        "assignment__shift__template",
        "assignment__shift__center__unit__region",
        "assignment__user",
        "counter__shift__template",
        "counter__user",
        "target",
        "taker",
        "decided_by",
    )


def _back(user: User, center: Center) -> HttpResponse:
    """The leader's list, else one's own page."""
    leads = may_change_roster(user, center)
    return redirect(address("duty-requests", center.region.code) if leads else reverse("duty-mine"))
