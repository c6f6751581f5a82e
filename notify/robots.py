"""Where a group robot may be spoken to: hosts that the county set, so that no address leads inside the house."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def may_be_spoken_to(url: str) -> bool:
    """Scheme and host together stand in WEBHOOK_HOSTS; in production these are https only."""
    parts = urlsplit(url)
    if "@" in parts.netloc:
        return False
    return f"{parts.scheme}://{parts.netloc.lower()}" in settings.WEBHOOK_HOSTS


def check_address(url: str) -> None:
    """Raises ValidationError naming the hosts that are allowed."""
    if not may_be_spoken_to(url):
        allowed = "、".join(settings.WEBHOOK_HOSTS)
        raise ValidationError(_("地址只能是这些开头：%(hosts)s") % {"hosts": allowed})
