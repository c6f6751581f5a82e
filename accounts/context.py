"""What the header and the footer of every page show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import SiteIdentity
from accounts.scope import active_posts


def identity() -> SiteIdentity:
    """The county's row, or the defaults before anybody has written one."""
    return SiteIdentity.objects.filter(pk=1).first() or SiteIdentity(pk=1)


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` for the footer and titles, `my_posts` for the header; each asked only where a page uses it."""
    user = getattr(request, "user", None)
    return {
        "site": SimpleLazyObject(identity),
        "my_posts": SimpleLazyObject(lambda: active_posts(user)),
    }
