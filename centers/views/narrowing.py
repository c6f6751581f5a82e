"""Lists that an address narrows down: to a region in reach, with the rest of the question kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.scope import regions_visible_to
from centers.views.loading import user_of
from regions.models import Region


def narrowed_region(request: HttpRequest) -> Region | None:
    """The region that `?region=` names; None without one, 404 outside the person's reach."""
    code = request.GET.get("region", "")
    if not code:
        return None
    found = regions_visible_to(user_of(request)).filter(code=code[:12].replace("\0", "")).first()
    if found is None:
        raise Http404
    return found


def query_link(request: HttpRequest, route: str, **changes: Any) -> str:
    """The question of this page at another address, some of it changed; an empty value leaves it out."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value != "":
            query[name] = str(value)
    return f"{reverse(route)}?{query.urlencode()}" if query else reverse(route)


def key_of(request: HttpRequest, name: str) -> int | None:
    """A row's key in the address; nonsense is nothing."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
