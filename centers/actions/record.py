"""What every writer of centres does: ask who may, lock the centre, write the audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from centers.models import Center
from config.errors import Conflict, Refusal


def allow(may: bool) -> None:
    if not may:
        raise PermissionDenied


def lock(center: Center) -> Center:
    return (
        Center.objects.select_for_update(of=("self",))
        .select_related("unit__region")
        .get(pk=center.pk)
    )


def lock_in_use(center: Center) -> Center:
    """The same for a centre that still serves: that of a merged village is history and stays as it was."""
    center = lock(center)
    region = center.region
    if region.retired_on:
        heir = region.lineage[-1]
        raise Conflict(
            _("%(old)s已经并入%(new)s，请在%(new)s的中心里填")
            % {"old": region.short_name, "new": heir.short_name}
            if heir != region
            else _("%s已经撤了，它的中心不能再改") % region.short_name
        )
    return center


def record(verb: str, subject: Model, by: User | None, at: datetime, **data: object) -> None:
    """One line of the audit; a centre's history is read from it (centers.history)."""
    kind = str(subject._meta.model_name).removeprefix("village")
    record_audit(verb=verb, at=at, actor=by, subject=f"{kind}:{subject.pk}", data=_plain(data))


def save_or_say(row: Model, sentences: Mapping[str, str]) -> None:
    """Save; what the database refuses is said in words: constraint -> sentence."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        broken = next((name for name in sentences if name in _constraint(error)), None)
        if broken is None:
            raise
        raise Refusal(sentences[broken]) from None


def _constraint(error: IntegrityError) -> str:
    details = getattr(error.__cause__, "diag", None)
    return str(getattr(details, "constraint_name", "") or error)


def _plain(value: Any) -> Any:
    """What JSON can hold: decimals and dates as text."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | bool | None) else str(value)
