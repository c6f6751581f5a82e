"""The question with which the desk opens after the log-in, once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import User
from services.models import SavedFilter

START = "start_with"


def remember_start(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    """Kept in the session, so that the desk need not ask at every visit."""
    chosen = SavedFilter.objects.filter(user=user, starts=True).values_list("query", flat=True)
    query = chosen.first()
    if query is not None and request is not None:
        request.session[START] = query


def start_of_session(request: HttpRequest) -> str | None:
    """The question, the first time the desk is opened; None else."""
    query: str | None = request.session.pop(START, None) if START in request.session else None
    return query
