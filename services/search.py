"""What a matter is found by: written with it and with every note, emptied when its person is erased."""

from __future__ import annotations

from collections.abc import Iterable

from services.grams import grams_of, words_in
from services.models import EventText, Ticket, TicketSearch

# Acts whose words a matter is found by, beside those it came with.
ADDING = frozenset({"note", "add"})


def remember(ticket: Ticket) -> TicketSearch:
    """The grams of a new matter, in its own transaction; its audience follows by the database."""
    return TicketSearch.objects.create(
        ticket=ticket,
        grams=grams_of(
            ticket.text,
            ticket.requester.name if ticket.requester else "",
            ticket.item.name if ticket.item else "",
        ),
        audience=ticket.audience,
    )


def add(ticket: Ticket, texts: Iterable[str]) -> None:
    """Found by these words too, from the step on that wrote them; the ticket is locked."""
    row = TicketSearch.objects.get(ticket=ticket)
    texts = list(texts)
    row.grams = sorted({*row.grams, *grams_of(*texts)})
    row.added = " ".join(
        filter(None, [row.added, *(word for text in texts for word in words_in(text))])
    )
    row.save(update_fields=["grams", "added"])


def follow(ticket: Ticket) -> None:
    """Found by whom the ticket says; a matter without its row gets one again."""
    if not TicketSearch.objects.filter(ticket=ticket).update(audience=ticket.audience):
        remember(ticket)
        written = EventText.objects.filter(event__ticket=ticket, event__verb__in=ADDING)
        add(ticket, written.order_by("event__seq").values_list("text", flat=True))


def forget(tickets: Iterable[Ticket]) -> int:
    """No word of these matters is found any more; for erasure. Answers how many rows were emptied."""
    return TicketSearch.objects.filter(ticket__in=tickets).update(grams=[], added="")


def remember_without_name(ticket: Ticket) -> int:
    """Found by what was said at first and the item still, no longer by who asked or by notes, which
    may name them; for the end of keeping."""
    grams = grams_of(ticket.text, "", ticket.item.name if ticket.item else "")
    return TicketSearch.objects.filter(ticket=ticket).update(grams=grams, added="")
