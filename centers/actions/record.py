"""What every writer of centres does: ask who may, lock the centre, write the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from accounts.actions import record_audit
from accounts.models import User
from centers.models import Center


def allow(may: bool) -> None:
    if not may:
        raise PermissionDenied


def lock(center: Center) -> Center:
    return (
        Center.objects.select_for_update(of=("self",))
        .select_related("unit__region")
        .get(pk=center.pk)
    )


def record(verb: str, subject: Model, by: User | None, at: datetime, **data: object) -> None:
    """One line of the audit; a centre's history is read from it (centers.history)."""
    kind = str(subject._meta.model_name).removeprefix("village")
    record_audit(verb=verb, at=at, actor=by, subject=f"{kind}:{subject.pk}", data=_plain(data))


def _plain(value: Any) -> Any:
    """What JSON can hold: decimals and dates as text."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | bool | None) else str(value)
