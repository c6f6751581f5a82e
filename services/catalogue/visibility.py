"""Whether items that the county has not confirmed may be shown to everybody."""

from __future__ import annotations

from django.conf import settings

from accounts.context import identity


def confirmed_only() -> bool:
    """A demonstration shows them all, marked; elsewhere the county decides (SiteIdentity)."""
    return not settings.DEMONSTRATION and identity().confirmed_items_only
