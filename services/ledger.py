"""The chain of a matter's events: how a row is sealed, and what breaks when one is touched (DESIGN 4.2)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from services.models import Ticket, TicketEvent

CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def text_hash(salt: str, text: str) -> str:
    return hashlib.sha256((salt + text).encode()).hexdigest()


def seal(
    *,
    number: str,
    seq: int,
    verb: str,
    actor: int | None,
    post: int | None,
    at: datetime,
    data: dict[str, Any],
    prev_hash: str,
) -> str:
    """HMAC over canonical JSON: sorted keys, no floats, UTC with microseconds."""
    body = {
        "number": number,
        "seq": seq,
        "verb": verb,
        "actor": actor,
        "post": post,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "data": data,
        "prev": prev_hash,
    }
    canonical = CANONICAL.encode(body)
    return hmac.digest(settings.LEDGER_KEY.encode(), canonical.encode(), "sha256").hex()


def breaks(ticket: Ticket, events: list[TicketEvent]) -> Iterator[str]:
    """What is wrong with one ticket's chain, in words; nothing when it is whole."""
    prev_hash = ""
    for place, event in enumerate(events, start=1):
        if event.seq != place:
            yield _("%(number)s 少了第%(seq)s步") % {"number": ticket.number, "seq": place}
            return
        expected = seal(
            number=ticket.number, seq=event.seq, verb=event.verb, actor=event.actor_id, post=event.post_id,
            at=event.at, data=event.data, prev_hash=prev_hash,
        )  # fmt: skip
        if event.prev_hash != prev_hash or event.hash != expected:
            yield _("%(number)s 第%(seq)s步被改过") % {"number": ticket.number, "seq": event.seq}
        words = getattr(event, "words", None)
        if words is not None and event.data.get("text") != text_hash(words.salt, words.text):
            yield _("%(number)s 第%(seq)s步的话被改过") % {
                "number": ticket.number,
                "seq": event.seq,
            }
        prev_hash = event.hash
    if (ticket.last_seq, ticket.last_hash) != (len(events), prev_hash):
        yield _("%(number)s 末尾少了几步") % {"number": ticket.number}
