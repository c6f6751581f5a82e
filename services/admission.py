"""How many matters the public may bring in an hour: asked when a post is valid and new (DESIGN 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import limits
from config.errors import Refusal
from services.actions import Intake


class TooMany(Refusal):
    """This hour is full (429); in `retry_after` seconds the next one begins."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(_("这一个小时交得太多了，网上先停一停。有事请打电话，字都还在"))
        self.retry_after = retry_after


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
