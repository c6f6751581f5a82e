"""How many matters the public may bring in an hour: asked when a post is valid and new (DESIGN 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts import limits
from config.errors import Refusal
from services.actions import Intake, KeyReused
from services.models import Ticket

SAID_AGAIN = timedelta(hours=1)


class TooMany(Refusal):
    """This hour is full (429); in `retry_after` seconds the next one begins."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(_("这一个小时交得太多了，网上先停一停。有事请打电话，字都还在"))
        self.retry_after = retry_after


def not_again(at: datetime) -> Callable[[Intake], None]:
    """Refuses what the same phone said in the same words this hour: a form that came back by 返回 has a new key.

    An urgent ask is never turned away.
    """

    def admit(said: Intake) -> None:
        if said.urgent or said.confidential or not (said.text and said.requester_phone):
            return
        since = at - SAID_AGAIN
        before = Ticket.objects.said_before(said.region, said.requester_phone, said.text, since)
        if (ticket := before.order_by("submitted_at").first()) is not None:
            raise KeyReused(ticket)

    return admit


def of_the_public(address: str, at: datetime) -> Callable[[Intake], None]:
    """What `submit` asks before it writes; an urgent ask is counted and never turned away.

    It counts in the matter's own transaction: what is refused, or sent again, is not counted.
    """

    def admit(said: Intake) -> None:
        allowance = limits.public_post(
            phone=said.requester_phone, village=said.region.code, address=address, at=at
        )
        if not allowance.allowed and not said.urgent:
            raise TooMany(allowance.retry_after)

    return admit
