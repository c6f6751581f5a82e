"""Parts against their total, written once: what does not add up is printed beside it (B5)."""

from __future__ import annotations

from collections.abc import Iterable


def difference(parts: Iterable[int], total: int) -> int:
    """差: by how many the parts miss the total, either way; 0 when they add up."""
    return abs(sum(parts) - total)
