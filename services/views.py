"""The desk: one list over all posts (screens.md 1.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest, person_of
from accounts.scope import active_posts
from config import clock
from duty.models import Assignment
from duty.permissions import LOG_ROLES
from services.at_hand import at_hand
from services.grouping import GROUPS
from services.models import Ticket
from services.papers import appointments_today, papers_in_hand
from services.permissions import may_enter
from services.replies import unit_worded_by
from services.rows import group_keys, rows_found, rows_of, work_list
from services.starting import start_of_session
from services.worklist import AGREED, LENT, SHOWN, has_beside

LONGEST_SEARCH = 40
FOUND = 50
PAGE = 50


@never_cache
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """What has to be done now, over all posts of the person."""
    start = start_of_session(request)
    if start is not None and not request.GET:
        return redirect(f"{reverse('all-tickets')}?{start}")
    at, user = clock.now(), person_of(request)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    there = at_hand(user, at, most_calls=SHOWN)
    context: dict[str, Any] = {
        "words": words,
        "at": at,
        "replies": there.replies,
        "sweep_stands_still": there.sweep_stands_still,
        "posts": active_posts(user),
        **_header(request, at),
    }
    if words:
        found = Ticket.objects.visible_to(user).found_by(words, user)[:FOUND]
        context["found"] = rows_found(user, found, at)
    else:
        groups = work_list(user, at)
        # what is urgent stands above everything else, calls to make included
        context["urgent"] = next((group for group in groups if group.key == "urgent"), None)
        context["groups"] = [group for group in groups if group.key != "urgent"]
        context["papers"] = papers_in_hand(user) if has_beside(user, LENT) else []
        context["appointments"] = appointments_today(user, at) if has_beside(user, AGREED) else []
        context["phone_tasks"] = there.calls
        context["back_here"] = {"back": "desk"}
        context["opened"] = request.GET.get("at", "")
    return render(request, "services/desk.html", context)


@never_cache
@require_safe
def desk_group(request: StaffRequest) -> HttpResponse:
    """Everything in one group, page by page."""
    at, user, group = clock.now(), person_of(request), request.GET.get("group", "")
    if group not in GROUPS:
        raise Http404
    there = at_hand(user, at, most_calls=SHOWN)
    page = Paginator(group_keys(user, group, at), PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "name": GROUPS[group],
        "page": page,
        "rows": rows_of(user, list(page), group, at),
        "replies": there.replies,
        "sweep_stands_still": there.sweep_stands_still,
        "at": at,
    }
    return render(request, "services/desk_group.html", context)


def _header(request: StaffRequest, at: datetime) -> dict[str, Any]:
    """Until when the person stands duty, and which buttons the first lines have."""
    posts = active_posts(person_of(request))
    standing = (
        Assignment.objects.covering(at)
        .published()
        .filter(user=request.user)
        .select_related("shift__center__unit__region", "shift__handover")
        .only("end", "shift__center__unit__region__code", "shift__handover__id")
        .order_by("-end")
        .first()
    )
    return {
        "standing": standing,
        "to_take": standing and getattr(standing.shift, "handover", None) is None,
        "standing_center": {"center": standing.shift.center.region.code} if standing else None,
        "may_log": any(post.role in LOG_ROLES for post in posts),
        "may_enter": may_enter(posts),
        "may_word": unit_worded_by(person_of(request)) is not None,
    }
