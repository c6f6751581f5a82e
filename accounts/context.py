"""What the footer and the title of every page show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import SiteIdentity


def identity() -> SiteIdentity:
    """The county's row, or the defaults before anybody has written one."""
    return SiteIdentity.objects.filter(pk=1).first() or SiteIdentity(pk=1)


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, read only where a page shows it. The header's posts are portal.context's."""
    return {"site": SimpleLazyObject(identity)}
