"""The receipt of a matter just taken in: for a while, in the session of who wrote it, with the code.

The code is stored nowhere; a confidential report is out of sight for who typed it, but the
slip must still come out of the printer (DESIGN 4.2).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from services.models import Ticket

KEY = "receipts"
STANDS = timedelta(minutes=30)


def show_receipt(session: Any, ticket: Ticket, at: datetime) -> None:
    """Let this session see the ticket's slip from now on, for half an hour."""
    standing = {
        number: since for number, since in session.get(KEY, {}).items() if _stands(since, at)
    }
    session[KEY] = standing | {ticket.number: at.isoformat()}


def may_see_receipt(session: Any, number: str, at: datetime) -> bool:
    since = session.get(KEY, {}).get(number)
    return since is not None and _stands(since, at)


def _stands(since: str, at: datetime) -> bool:
    return timedelta(0) <= at - datetime.fromisoformat(since) < STANDS
