"""What the address of a duty page names, and how its buttons answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.month import next_month
from duty.permissions import may_change_roster


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def center_asked(user: User, code: str) -> Center:
    """A centre that the reader sees, else 404."""
    centers = Center.objects.visible_to(user).select_related("unit__region__parent")
    return get_object_or_404(centers, unit__region__code=code)


def center_led(user: User, code: str) -> Center:
    """A centre whose roster the reader may change, else 403."""
    center = center_asked(user, code)
    if not may_change_roster(user, center):
        raise PermissionDenied
    return center


def month_asked(request: HttpRequest, at: datetime) -> date:
    """?month=2026-11, else the running month; nonsense is the running month too."""
    asked = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", request.GET.get("month", ""))
    return date(int(asked[1]), int(asked[2]), 1) if asked else timezone.localdate(at).replace(day=1)


def month_ahead_asked(request: HttpRequest, at: datetime) -> date:
    """The month asked for, else the next one, which is what one plans."""
    if "month" in request.GET:
        return month_asked(request, at)
    return next_month(timezone.localdate(at).replace(day=1))


def address(route: str, code: str, first: date | None = None) -> str:
    """A duty page of a centre, with its month."""
    return reverse(route, args=[code]) + (f"?month={first:%Y-%m}" if first else "")


def attempt(request: HttpRequest, done: str, act: Callable[..., Any], **facts: Any) -> bool:
    """Does what a button says; what a rule says against it stands above the page that follows."""
    try:
        act(**facts)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
        return False
    messages.success(request, done)
    return True
