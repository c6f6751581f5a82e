"""The one way to write an audit entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import AuditEntry, User


def record_audit(
    *,
    verb: str,
    at: datetime,
    actor: User | None = None,
    subject: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
    address: str | None = None,
) -> AuditEntry:
    """Append to the audit: who read, exported or changed what (B53). No personal data in `data`."""
    return AuditEntry.objects.create(
        at=at,
        actor=actor,
        verb=verb,
        subject=subject[:80],
        reason=reason[:200],
        data=data or {},
        address=address or None,
    )
