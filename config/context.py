from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config.health import sweep_stands_still


def house(request: HttpRequest) -> dict[str, Any]:
    """What every page may show: the demonstration banner, and that reminders stand still."""
    return {
        "home": f"{settings.SITE_PREFIX}/",
        "demonstration": settings.DEMONSTRATION,
        "sweep_stands_still": SimpleLazyObject(sweep_stands_still),
    }
