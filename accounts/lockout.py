"""Five wrong passwords for one account from one address close the door for 15 minutes (B53).

django-axes counts; here stands whom it counts, until when, and what the page says. The
account is what counts and not the text: its phone number and its user name share the five.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config import problems
from config.addresses import client_address
from config.pages import is_api
from regions.wording import clock_time


def account_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The user name of the account that was tried, else the text as typed."""
    typed = str((credentials or {}).get("username") or request.POST.get("username") or "")[
        :60
    ].strip()
    user = User.objects.called(typed)
    return user.username if user else typed


def locked_until(username: str, address: str) -> datetime | None:
    """When enough failures will have grown old; None when the door is open."""
    failures = 0
    since = axes_now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address)
    for attempt in attempts.filter(attempt_time__gt=since).order_by("-attempt_time"):
        failures += attempt.failures_since_start
        if failures >= settings.AXES_FAILURE_LIMIT:
            opens: datetime = attempt.attempt_time + settings.AXES_COOLOFF_TIME
            return opens
    return None


def axes_now() -> datetime:
    return timezone.now()  # noqa: TID251 - django-axes counts in the system's own time


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """The answer to somebody who is locked out: when to come back, and who can help sooner."""
    now = axes_now()
    username, address = account_of(request, credentials), client_address(request)
    opens = locked_until(username, address) or now + settings.AXES_COOLOFF_TIME
    sentence = _(
        "密码错了%(limit)d次，先停一停，%(time)s以后再试。急用请找镇里或县里的安全管理员解开。"
    ) % {
        "limit": settings.AXES_FAILURE_LIMIT,
        "time": clock_time(opens + settings.CLOCK_SHIFT),
    }
    if is_api(request):
        response: HttpResponse = problems.plain(429, sentence)
    else:
        response = render(request, "accounts/locked_out.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(max(int((opens - now).total_seconds()), 1))
    return response
