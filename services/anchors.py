"""The daily anchor of the ledger: what it seals, and what it shows when events are gone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from services.models import LedgerAnchor, TicketEvent

# Keys are given out before rows are committed: what is younger may still be joined by a lower key.
SETTLED = timedelta(hours=1)
CHUNK = 5000


@transaction.atomic
def anchor_ledger(*, at: datetime) -> LedgerAnchor | None:
    """Seal the events that came since the last anchor; once a day, a second time answers None."""
    day = timezone.localdate(at)
    before = LedgerAnchor.objects.select_for_update().order_by("-day").first()
    if before is not None and before.day >= day:
        return None
    after = before.last_event if before else 0
    last = max(_last_settled() or 0, after)
    count, digest = _digest(after, last)
    prev = before.seal if before else ""
    return LedgerAnchor.objects.create(
        day=day, made_at=at, after_event=after, last_event=last, events=count,
        hash=digest, prev_seal=prev,
        seal=_seal(day.isoformat(), after, last, count, digest, prev),
    )  # fmt: skip


def broken_anchors() -> Iterator[str]:
    """What the anchors say is wrong, in words: a seal that was forged, events that are gone or exchanged."""
    prev, after = "", 0
    for anchor in LedgerAnchor.objects.order_by("day"):
        sealed = _seal(
            anchor.day.isoformat(), anchor.after_event, anchor.last_event, anchor.events,
            anchor.hash, anchor.prev_seal,
        )  # fmt: skip
        if (anchor.seal, anchor.prev_seal, anchor.after_event) != (sealed, prev, after):
            yield _("%(day)s 的封账被改过，或者前面少了一天") % {"day": anchor.day}
        count, digest = _digest(anchor.after_event, anchor.last_event)
        if count != anchor.events:
            yield _("%(day)s 封账时有%(then)s步，现在是%(now)s步") % {
                "day": anchor.day,
                "then": anchor.events,
                "now": count,
            }
        elif digest != anchor.hash:
            yield _("%(day)s 封账以前的步骤被换过") % {"day": anchor.day}
        prev, after = anchor.seal, anchor.last_event


def last_anchor() -> LedgerAnchor | None:
    return LedgerAnchor.objects.order_by("-day").first()


def _last_settled() -> int | None:
    """By the database's own clock, which wrote `recorded_at`; read backward along the key."""
    with_time = TicketEvent.objects.order_by("-pk").values_list("pk", "recorded_at")
    now = _database_now()
    return next(
        (key for key, written in with_time.iterator(CHUNK) if written <= now - SETTLED), None
    )


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def _digest(after: int, last: int) -> tuple[int, str]:
    """How many events lie in between, and one hash over theirs."""
    count, digest = 0, hashlib.sha256()
    found = TicketEvent.objects.filter(pk__gt=after, pk__lte=last).order_by("pk")
    for key, event_hash in found.values_list("pk", "hash").iterator(CHUNK):
        count += 1
        digest.update(f"{key}:{event_hash}\n".encode())
    return count, digest.hexdigest()


def _seal(*parts: object) -> str:
    words = "|".join(str(part) for part in parts)
    return hmac.digest(settings.LEDGER_KEY.encode(), f"anchor:{words}".encode(), "sha256").hex()
