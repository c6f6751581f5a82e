"""Copies that no longer say what their rows say are written anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions import record_audit
from services import copies, search
from services.audience import mark_of
from services.models import Ticket


@transaction.atomic
def set_copies_right(ticket: Ticket, *, at: datetime) -> dict[str, Any]:
    """Consequences: what lists and figures read of the matter follows from its rows again.

    Answers what was changed, nothing when somebody else set it right first. The audit names
    the columns; no event is added, because nothing happened to the matter.
    """
    locked, wrong = copies.wrong_under_lock(ticket)
    if wrong:
        Ticket.objects.filter(pk=ticket.pk).update(**wrong)
        if "audience" in wrong:
            locked.audience = wrong["audience"]
            search.follow(locked)
        record_audit(verb="recount", at=at, subject=mark_of(locked), data={"fields": sorted(wrong)})
    return wrong
