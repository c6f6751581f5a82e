"""The ten buttons under 办事带啥材料 (screens.md 1.1, line 8)."""

from __future__ import annotations

from services.models import Category


def topics() -> list[str]:
    """The buttons in their order; several categories share one."""
    names = Category.objects.order_by("order", "name").values_list("plain_name", flat=True)
    return list(dict.fromkeys(name for name in names if name))
