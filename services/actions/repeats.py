"""The same request again: by its caller's key, or by the number that another system gave it (B11, B62)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from config.errors import Refusal
from services.actions.said import Intake
from services.models import IdempotencyKey, Ticket


@dataclass(frozen=True)
class Replay:
    """A caller's own key for one request: the same body again answers the same ticket."""

    caller: str
    key: str
    body_hash: str


class KeyReused(Refusal):
    """The same key came with another body (422 in the API)."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(_("这件事刚才已经交过了，编号是%(number)s") % {"number": ticket.number})
        self.ticket = ticket


class NumberReused(KeyReused):
    """A number of another system came again with another matter (422 in the API)."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket)
        self.message = _("这个外部编号已经登记过，编号是%(number)s，这次说的不一样，没有收") % {
            "number": ticket.number
        }


def body_hash(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def remember_key(replay: Replay, ticket: Ticket, at: datetime) -> None:
    """In the ticket's own transaction: the same request again finds this matter."""
    IdempotencyKey.objects.create(
        caller=replay.caller,
        key=replay.key,
        body_hash=replay.body_hash,
        ticket=ticket,
        created_at=at,
    )


def _one_at_a_time(*key: str) -> None:
    """Copies that arrive together wait here for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["\x1f".join(key)])


def known_elsewhere(said: Intake, by: User | None) -> Ticket | None:
    """The matter that this caller already sent under the same number of their own (12345).

    The same words answer it again; other words are refused, naming the number it has here.
    """
    if not said.external_number or by is None:
        return None
    _one_at_a_time(f"external:{by.pk}", said.channel, said.external_number)
    theirs = Ticket.objects.select_related("opening")
    ticket = theirs.filter(
        entered_by=by, channel=said.channel, external_number=said.external_number
    ).first()
    if ticket is not None and (ticket.text, ticket.region_id) != (said.text, said.region.pk):
        raise NumberReused(ticket)
    return ticket


def replayed(replay: Replay) -> Ticket | None:
    """The ticket of an earlier copy."""
    _one_at_a_time(replay.caller, replay.key)
    row = (
        IdempotencyKey.objects.select_related("ticket")
        .filter(caller=replay.caller, key=replay.key)
        .first()
    )
    if row is None:
        return None
    if row.body_hash != replay.body_hash:
        raise KeyReused(row.ticket)
    return row.ticket
