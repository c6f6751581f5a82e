from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from services.anchors import broken_anchors, last_anchor
from services.ledger import breaks
from services.models import Ticket, TicketEvent

CHUNK = 1000
SHOWN = 100


class Command(BaseCommand):
    help = "逐件核对每一步的账：改过、少了、换了字都查得出。有问题时逐条列出，退出码是1。"

    def handle(self, *args: Any, **options: Any) -> None:
        tickets = steps = broken = 0
        for ticket, events in chains():
            tickets, steps = tickets + 1, steps + len(events)
            for sentence in breaks(ticket, events):
                broken += 1
                if broken <= SHOWN:
                    self.stderr.write(sentence)
        for sentence in broken_anchors():
            broken += 1
            self.stderr.write(sentence)
        summary = _("核对了%(tickets)s件、%(steps)s步，") % {"tickets": tickets, "steps": steps}
        if broken:
            raise CommandError(summary + _("有%(count)s处对不上") % {"count": broken})
        if options["verbosity"]:
            self.stdout.write(summary + _("都对得上"))
            anchor = last_anchor()
            if anchor is not None:
                self.stdout.write(
                    _("最近一次封账 %(day)s，封签 %(seal)s。抄在纸上，以后能对")
                    % {"day": anchor.day, "seal": anchor.seal[:12]}
                )


def chains() -> Iterator[tuple[Ticket, list[TicketEvent]]]:
    """Every matter with its events in order, a thousand matters at a time."""
    last = 0
    wanted = Ticket.objects.only("number", "last_seq", "last_hash").order_by("pk")
    while chunk := list(wanted.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        events: dict[int, list[TicketEvent]] = defaultdict(list)
        found = TicketEvent.objects.filter(ticket__in=[ticket.pk for ticket in chunk])
        for event in found.select_related("words").order_by("ticket_id", "seq"):
            events[event.ticket_id].append(event)
        for ticket in chunk:
            yield ticket, events[ticket.pk]
