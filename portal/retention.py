"""The end of keeping: what goes by itself after the county's months (B53, B54, C8)."""

from __future__ import annotations

from datetime import datetime

from accounts.actions import record_audit
from accounts.models import Keeping
from accounts.privacy.keeping import drop_old_audit, kept_since
from services import actions as services


def run_retention(*, at: datetime, dry_run: bool = False) -> dict[str, int]:
    """Once a day; what is interrupted goes on the next day. Answers how many of each went.

    1. names, phones, identity numbers of whoever asked, after their last matter was over so long
    2. query codes open nothing any more
    3. audit entries, after a year at least; a line in the audit says how many
    """
    counted = {
        Keeping.CONTACT_DETAILS.value: services.anonymise_ended(
            since=kept_since(Keeping.CONTACT_DETAILS, at), dry_run=dry_run
        ),
        Keeping.QUERY_CODES.value: services.close_codes(
            since=kept_since(Keeping.QUERY_CODES, at), dry_run=dry_run
        ),
        Keeping.AUDIT.value: drop_old_audit(at=at, dry_run=dry_run),
    }
    if any(counted.values()) and not dry_run:
        record_audit(verb="retention", at=at, data=counted)
    return counted
