"""What stands on a matter a second time, for lists and figures, and the rows that it is a copy of.

What the turn writes of clocks comes from here, the rest it keeps while it goes along;
`recount` proves all of it from the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from services.audience import audience_of
from services.choices import ClockKind
from services.models import Clock, Holding, Supplement, Ticket, TicketEvent

OVERDUE_KINDS = frozenset({ClockKind.HANDLE, ClockKind.STEP, ClockKind.FEEDBACK})
NOT_ON_THE_LIST = frozenset({ClockKind.CALL_BACK, ClockKind.RECTIFY})
CHUNK = 1000


def of_clocks(clocks: Iterable[Clock]) -> dict[str, Any]:
    """When it turns red, what comes first, and whether anything stands still.

    A called-in unit's share is red for that unit alone.
    """
    running = [clock for clock in clocks if clock.is_running]
    owed = [clock for clock in running if not (clock.paused or clock.is_of_called_in)]
    late = (clock.due_at for clock in owed if clock.kind in OVERDUE_KINDS)
    soon = (clock.due_at for clock in owed if clock.kind not in NOT_ON_THE_LIST)
    return {
        "paused": any(clock.paused for clock in running),
        "overdue_at": min(late, default=None),
        "next_due_at": min(soon, default=None),
    }


def of_holdings(ticket: Ticket, holdings: Iterable[Holding]) -> dict[str, Any]:
    """Who sees it, and who has it while somebody leads."""
    found = list(holdings)
    copies: dict[str, Any] = {"audience": audience_of(ticket, found)}
    for holding in found:
        if holding.lead and holding.taken_at and not holding.ended_at:
            copies |= {"unit_id": holding.unit_id, "holder_id": holding.user_id}
    return copies


def untrue(tickets: QuerySet[Ticket]) -> Iterator[tuple[Ticket, dict[str, Any]]]:
    """Matters whose copies differ from their rows, each with what should stand there.

    Read a thousand at a time beside people who work; what looks wrong is asked again under its lock.
    """
    found = _with_rows(tickets).order_by("pk")
    last = 0
    while chunk := list(found.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        for ticket in chunk:
            if _wrong_copies(ticket):
                with transaction.atomic():
                    locked, wrong = wrong_under_lock(ticket)
                if wrong:
                    yield locked, wrong


def wrong_under_lock(ticket: Ticket) -> tuple[Ticket, dict[str, Any]]:
    """Lock the matter in the caller's transaction; what should stand there where something else does."""
    Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    locked = _with_rows(Ticket.objects.filter(pk=ticket.pk)).get()
    return locked, _wrong_copies(locked)


def _wrong_copies(ticket: Ticket) -> dict[str, Any]:
    true = of_clocks(ticket.clocks.all()) | of_holdings(ticket, ticket.holdings.all())
    true |= {name: getattr(ticket, f"true_{name}") for name in _COUNTED}
    wrong = {name: value for name, value in true.items() if getattr(ticket, name) != value}
    if ticket.search_audience != ticket.audience:  # type: ignore[attr-defined]
        wrong.setdefault("audience", true["audience"])
    return wrong


def _with_rows(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Matters with everything that their copies are reckoned from."""
    return (
        tickets.select_related("region__successor", "unit__superior")
        .prefetch_related(
            Prefetch("clocks", Clock.objects.running()),
            Prefetch("holdings", Holding.objects.select_related("unit__superior")),
        )
        .annotate(
            search_audience=F("search__audience"),
            **{f"true_{name}": counted for name, counted in _COUNTED.items()},
        )
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    mine = rows.filter(ticket=OuterRef("pk")).order_by().values("ticket")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


_COUNTED = {
    "supplements_asked": _number(Supplement.objects.all()),
    # a called-in unit's return carries no count: it is none of the matter's
    "returns": _number(TicketEvent.objects.filter(verb="return", data__has_key="count")),
    "round": 1 + _number(TicketEvent.objects.filter(verb="redo")),
}
