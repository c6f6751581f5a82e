"""The password again before personal data are revealed or exported (B53)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from config import clock

CONFIRMED_AT = "confirmed_at"
CONFIRMATION_HOLDS = timedelta(minutes=10)


def remember_confirmed(request: HttpRequest, at: datetime) -> None:
    request.session[CONFIRMED_AT] = at.isoformat()


def is_confirmed(request: HttpRequest, at: datetime) -> bool:
    """Whether this session gave the password within the last ten minutes."""
    confirmed = request.session.get(CONFIRMED_AT)
    return confirmed is not None and at - datetime.fromisoformat(confirmed) <= CONFIRMATION_HOLDS


def password_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that asks for the password first; after a form was sent, it comes back to the page before it."""

    @wraps(view)
    def ask_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_confirmed(request, clock.now()):
            return view(request, *args, **kwargs)
        back = (
            request.get_full_path()
            if request.method == "GET"
            else request.headers.get("Referer", "")
        )
        return redirect(f"{reverse('confirm')}?{urlencode({'next': back})}")

    return ask_first
