"""Which township a village's row falls to, service areas between them or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regions.models import Region


def townships_of(region: Region) -> dict[int, Region]:
    """The townships at or below a region by their key, in the order of their codes; one query."""
    found = Region.objects.townships().below(region).order_by("code")
    return {township.pk: township for township in found}


def township_key(path: str, townships: Mapping[int, Region]) -> int:
    """The key of the township that a region's path leads through; 0 where it is none of these."""
    keys: Iterable[int] = (int(key) for key in path.strip("/").split("/"))
    return next((key for key in keys if key in townships), 0)
