"""How long what is kept, and the one way in which old audit entries go (B53, B54, C8)."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from accounts.models import AuditEntry, Keeping, RetentionTerm

DEFAULT_MONTHS: dict[str, int] = {
    Keeping.CONTACT_DETAILS: 24,
    Keeping.QUERY_CODES: 12,
    Keeping.AUDIT: 12,
}
# The database itself lets nothing younger go, by its own clock.
YEAR = timedelta(days=367)


def kept_since(kind: str, at: datetime) -> datetime:
    """What ended or was written before this instant has been kept long enough."""
    own = RetentionTerm.objects.filter(kind=kind).values_list("months", flat=True).first()
    return months_before(at, own or DEFAULT_MONTHS[kind])


def months_before(at: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last where there is no such day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def drop_old_audit(*, at: datetime, dry_run: bool = False) -> int:
    """Remove audit entries that have been kept long enough; the trigger lets them go in no other way."""
    old = AuditEntry.objects.filter(at__lt=kept_since(Keeping.AUDIT, at)).filter(
        at__lt=Now() - YEAR
    )
    if dry_run:
        return old.count()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL shouwen.retention = 'on'")
        count = old.delete()[0]
        cursor.execute("SET LOCAL shouwen.retention = 'off'")
    return count
