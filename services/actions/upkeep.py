"""What is kept for a while only."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.models import IdempotencyKey

KEYS_KEPT = timedelta(hours=72)


def forget_keys(*, at: datetime) -> int:
    """Drop the callers' keys after 72 hours; from then on the same request is a new matter."""
    deleted, _by_table = IdempotencyKey.objects.filter(created_at__lt=at - KEYS_KEPT).delete()
    return deleted
