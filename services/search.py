"""What a matter is found by: written with it, emptied when its person is erased."""

from __future__ import annotations

from collections.abc import Iterable

from services.grams import grams_of
from services.models import Ticket, TicketSearch


def remember(ticket: Ticket) -> TicketSearch:
    """The grams of a new matter, in its own transaction; later only its audience changes, by the database."""
    return TicketSearch.objects.create(
        ticket=ticket,
        grams=grams_of(
            ticket.text,
            ticket.requester.name if ticket.requester else "",
            ticket.item.name if ticket.item else "",
        ),
        audience=ticket.audience,
    )


def follow(ticket: Ticket) -> None:
    """Found by whom the ticket says; a matter without its row gets one again."""
    if not TicketSearch.objects.filter(ticket=ticket).update(audience=ticket.audience):
        remember(ticket)


def forget(tickets: Iterable[Ticket]) -> int:
    """No word of these matters is found any more; for erasure. Answers how many rows were emptied."""
    return TicketSearch.objects.filter(ticket__in=tickets).update(grams=[])


def remember_without_name(ticket: Ticket) -> int:
    """Found by what was said and the item still, no longer by who asked; for the end of keeping."""
    grams = grams_of(ticket.text, "", ticket.item.name if ticket.item else "")
    return TicketSearch.objects.filter(ticket=ticket).update(grams=grams)
