"""A letter becomes a matter of channel email (B11)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Unit
from accounts.uploads.documents import Document, taken
from accounts.uploads.pictures import Picture
from config.errors import Refusal
from regions.models import Level, Region
from services.actions.intake import submit
from services.actions.photos import add_photos
from services.actions.repeats import Replay
from services.actions.said import Intake
from services.choices import Channel
from services.letters import Letter
from services.models import ImportedMail, Ticket

MOST_PICTURES = 3


def take_in_letter(*, letter: Letter, unit: Unit, at: datetime) -> tuple[Ticket, bool, list[str]]:
    """Take one letter in, whole or not at all. Answers the matter, whether it is new, and what was left out.

    1. a letter that was imported before answers its matter and changes nothing
    2. where it names one village below the mailbox's unit, it goes there; else to that unit's desk
    3. the sender's mailbox is kept as the way to reach; pictures are drawn anew and kept
    """
    with transaction.atomic():
        known = ImportedMail.objects.select_related("ticket").filter(message_id=letter.message_id)
        if row := known.first():
            return row.ticket, False, []
        intake = Intake(
            region=village_named_in(letter.text, unit.region),
            channel=Channel.EMAIL,
            text=letter.text,
            requester_name=letter.name,
            requester_email=letter.address,
        )
        replay = Replay("mail", letter.message_id, letter.message_id)
        ticket = submit(intake=intake, at=at, replay=replay)
        _row, new = ImportedMail.objects.get_or_create(
            message_id=letter.message_id, defaults={"ticket": ticket, "imported_at": at}
        )
        left_out = _keep_pictures(ticket, letter, at) if new else []
    return ticket, new, left_out


def village_named_in(text: str, region: Region) -> Region:
    """The one village below the region whose name stands in the text, else the region itself."""
    if region.level == Level.VILLAGE:
        return region
    villages = Region.objects.below(region).filter(level=Level.VILLAGE, retired_on=None)
    named = [village for village in villages.exclude(kind="enclave") if village.short_name in text]
    return named[0] if len(named) == 1 else region


def _keep_pictures(ticket: Ticket, letter: Letter, at: datetime) -> list[str]:
    """A picture that cannot be kept is no reason to lose the letter."""
    left_out, drawn = list(letter.left_out), list[Picture | Document]()
    for place, data in enumerate(letter.pictures, 1):
        try:
            if len(drawn) == MOST_PICTURES:
                raise Refusal(f"最多{MOST_PICTURES}个")
            drawn.append(taken(data))
        except Refusal as refusal:
            left_out.append(f"第{place}个附件（{refusal.message}）")
    if drawn:
        add_photos(ticket=ticket, pictures=drawn, at=at)
    return left_out
