"""A form of the staff that was sent after the idle time: kept for its writer until the next log-in.

It lies sealed in the session of the same browser and is shown to nobody but the person who
wrote it; whoever else logs in there makes it go.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.fields import decrypt, encrypt

KEY = "kept_form"
STANDS = timedelta(hours=12)
MOST = 100_000
NOT_KEPT = frozenset({"csrfmiddlewaretoken"})


class KeptForm(NamedTuple):
    user: int
    path: str
    at: str
    fields: list[list[str]]
    files: bool


def seal_form(request: HttpRequest, at: datetime) -> str:
    """What was typed, sealed; empty for what is no form of a page, or holds a password."""
    if not _is_our_page(request) or request.headers.get("HX-Request"):
        return ""
    fields = [
        [name, str(value)]
        for name, values in request.POST.lists()
        if name not in NOT_KEPT
        for value in values
    ]
    own_doors = {reverse(name) for name in ("login", "logout", "password", "confirm")}
    if (
        not fields
        or request.path in own_doors
        or any("password" in name for name, _value in fields)
        or sum(len(value) for _name, value in fields) > MOST
    ):
        return ""
    kept = KeptForm(
        request.user.pk or 0, request.get_full_path(), at.isoformat(), fields, bool(request.FILES)
    )
    return encrypt(json.dumps(kept))


def keep(session: Any, sealed: str) -> None:
    session[KEY] = sealed


def drop(session: Any) -> None:
    session.pop(KEY, None)


def kept_form(request: HttpRequest, at: datetime) -> KeptForm | None:
    """The form that this person sent too late, else None; somebody else's goes at once."""
    sealed = request.session.get(KEY)
    if not sealed:
        return None
    kept = KeptForm(*json.loads(decrypt(sealed)))
    fresh = timedelta(0) <= at - datetime.fromisoformat(kept.at) < STANDS
    if kept.user != request.user.pk or not fresh:
        drop(request.session)
        return None
    return kept


def _is_our_page(request: HttpRequest) -> bool:
    """The browser vouches that the form was one of ours: nobody else's words are offered for sending."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return url_has_allowed_host_and_scheme(
        origin, {request.get_host()}, require_https=request.is_secure()
    )
