"""The work list: which matters concern a person now (screens.md 1.4, B52).

One list over all posts. `facts_for` asks the database once for everything that may concern
the person, branch by branch so that each has its index; `services.grouping` sorts one matter in
plain words; only the rows shown are then read in full.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL

from accounts.models import User
from services import workflow
from services.choices import TicketClass
from services.grouping import Fact
from services.ladder import URGENT_RUNGS
from services.models import (
    Appointment,
    Clock,
    Extension,
    Holding,
    Paper,
    Pause,
    Rectification,
    Ticket,
)
from services.querysets import TicketQuerySet
from services.reader import Reader

# Rows a group shows in the list; the page behind 还有N件 shows the rest.
SHOWN = 20
# No branch answers more; nobody works through a longer list.
MOST = 1000
DISPUTES_STAND = timedelta(days=30)
LENT, AGREED = "lent", "agreed"
BESIDE_REASONS = frozenset({LENT, AGREED})


def facts_for(user: User, at: datetime) -> list[Fact]:
    """Everything that may concern the person, in one query."""
    reader = Reader.of(user)
    branches = [
        _plain(rows, reason)
        for reason, rows in _branches(user, reader, at) + _beside(user, reader, at)
    ]
    united = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    found: dict[int, Fact] = {}
    for row in united:
        fact = _fact(*row)
        known = found.get(fact.pk)
        found[fact.pk] = known._replace(why=known.why | fact.why) if known else fact
    user._beside = BESIDE_REASONS & {why for fact in found.values() for why in fact.why}  # type: ignore[attr-defined] # noqa: SLF001 - a request has the object once
    return list(found.values())


def _beside(user: User, reader: Reader, at: datetime) -> list[tuple[str, TicketQuerySet]]:
    """Papers in hand and what was agreed for today: they put a matter into no group, they only say that there are some."""
    visible = Ticket.objects.visible_to(user)
    lent = Paper.objects.in_hands_of(user, reader.headed)
    agreed = Appointment.objects.due_by(at).accompanied_by(user)
    return [
        (LENT, visible.filter(pk__in=lent.values("ticket"))),
        (AGREED, visible.filter(pk__in=agreed.values("ticket"))),
    ]


def has_beside(user: User, reason: str) -> bool:
    """Whether the list that was just drawn saw papers in hand or appointments; asked after `facts_for`."""
    return reason in getattr(user, "_beside", BESIDE_REASONS)


def _branches(user: User, reader: Reader, at: datetime) -> list[tuple[str, TicketQuerySet]]:
    visible = Ticket.objects.visible_to(user)
    units = list(reader.units)
    whose = Q(holder=user) | Q(first_contact=user)
    if reader.linked:
        whose |= Q(region__in=reader.linked, avoided=False)
    if not units:
        return [("own", visible.open().filter(whose))]
    offers = Holding.objects.offered().filter(lead=True, unit__in=units)
    parts = Holding.objects.called_in().filter(unit__in=units)
    late = Clock.objects.past_due(at).filter(holding__in=parts)
    bad = Rectification.objects.filter(finished_at=None, unit__in=units)
    found = [
        ("own", visible.open().filter(whose | Q(unit__in=units))),
        ("offered", visible.filter(pk__in=offers.values("ticket"))),
        ("part", visible.filter(pk__in=parts.values("ticket"))),
        ("part_late", visible.filter(pk__in=late.values("ticket"))),
        ("rectification", visible.filter(pk__in=bad.values("ticket"))),
    ]
    if reader.posted != reader.units:  # a centre and its desks hand over to each other
        here = offers.filter(unit__in=reader.posted), parts.filter(unit__in=reader.posted)
        found += [
            ("offered_here", visible.filter(pk__in=here[0].values("ticket"))),
            ("part_here", visible.filter(pk__in=here[1].values("ticket"))),
        ]
    if reader.villages:
        found.append(("village", visible.overdue(at).filter(region__in=reader.villages)))
    return found + _from_below(visible, user, reader, at) if reader.oversees else found


def _from_below(
    visible: TicketQuerySet, user: User, reader: Reader, at: datetime
) -> list[tuple[str, TicketQuerySet]]:
    """What is red, to be called back or to be decided at the units one level down."""
    below = Q(unit__superior__in=reader.units)
    late = visible.overdue(at)
    asked = Extension.objects.filter(
        decided_at=None, clock__stopped_at=None, clock__unit__superior__in=reader.units
    )
    # A late part is its own unit's delay: it is red here while the one that leads is in time.
    parts = Clock.objects.past_due(at).of_called_in()
    if not reader.county:
        parts = parts.filter(unit__superior__in=reader.units)
    own = Q(holder=user) | Q(first_contact=user)
    return [
        ("part_below", visible.open().filter(pk__in=parts.values("ticket"))),
        ("above", late if reader.county else late.filter(below)),
        ("above", _nobody_came(visible, reader, at)),
        ("call_back", visible.waiting_for_call_back().filter(below).exclude(own)),
        ("dispute", visible.disputed_since(at - DISPUTES_STAND).filter(below)),
        ("extension", visible.filter(pk__in=asked.values("clock__ticket"))),
    ]


def _nobody_came(visible: TicketQuerySet, reader: Reader, at: datetime) -> TicketQuerySet:
    """Urgent matters that nobody has taken: after 15 minutes the level above's, after 30 the county's."""
    waits = dict(URGENT_RUNGS)
    whose = Q(unit__superior__in=reader.units, submitted_at__lte=at - waits["township"])
    if reader.county:
        whose |= Q(submitted_at__lte=at - waits["county"])
    return visible.urgent_and_untaken().filter(whose)


# An offer that waits to be taken; plain SQL, because it is compiled once for each branch.
OFFERED = RawSQL(
    "EXISTS (SELECT 1 FROM services_holding offer WHERE offer.ticket_id = services_ticket.id"
    " AND offer.lead AND offer.taken_at IS NULL AND offer.ended_at IS NULL)",
    (),
    BooleanField(),
)


def _plain(rows: TicketQuerySet, reason: str) -> QuerySet[Ticket, tuple[Any, ...]]:
    """One branch as `_fact` reads it."""
    return (
        rows.order_by()
        .annotate(is_offered=OFFERED, why=Value(reason, CharField()))
        .values_list(
            "pk",
            "status",
            "unit_id",
            "holder_id",
            "first_contact_id",
            "region_id",
            "ticket_class",
            "urgent_claimed",
            "overdue_at",
            "next_due_at",
            "submitted_at",
            "paused",
            "is_offered",
            "why",
        )[:MOST]
    )


def _fact(*row: Any) -> Fact:
    ticket_class, urgent_claimed = row[6:8]
    urgent = ticket_class == TicketClass.URGENT or (
        urgent_claimed and row[1] in workflow.CLAIM_STANDS
    )
    return Fact._make((*row[:6], urgent, *row[8:-1], frozenset({row[-1]})))


# What of the rows beside a matter its line prints and its buttons ask for.
BESIDE_A_MATTER = (
    "opening__text",
    "requester__name",
    "requester__phone",
    "region__short_name",
    "region__path",
    "region__level",
    "region__successor__short_name",
    "region__successor__path",
    "region__successor__successor_id",
    "unit__name",
    "unit__kind",
    "unit__superior_id",
    "unit__region_id",
    "holder__name",
    "item__name",
    "item__mode",
    "item__presence",
)
OF_A_MATTER = tuple(field.name for field in Ticket._meta.concrete_fields)
OF_A_HOLDING = tuple(field.name for field in Holding._meta.concrete_fields)


def rows_shown(user: User, keys: Iterable[int]) -> dict[int, Ticket]:
    """The matters in full, with what their rows and buttons ask for; three queries."""
    holdings = (
        Holding.objects.select_related("unit", "offered_by")
        .only(*OF_A_HOLDING, "unit__name", "unit__superior_id", "offered_by__name")
        .order_by("offered_at", "pk")
    )
    running = Clock.objects.running().order_by("due_at")
    pause = Pause.objects.filter(clock__ticket=OuterRef("pk"), end=None)
    found = (
        Ticket.objects.visible_to(user)
        .annotate(paused_until=Subquery(pause.values("planned_until")[:1]))
        .select_related("opening", "requester", "region__successor", "unit", "holder", "item")
        .only(*OF_A_MATTER, *BESIDE_A_MATTER)
        .filter(pk__in=list(keys))
        .prefetch_related(
            Prefetch("holdings", holdings), Prefetch("clocks", running, to_attr="running_clocks")
        )
    )
    return {ticket.pk: ticket for ticket in found}
