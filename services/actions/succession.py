"""A village was merged into another: its open matters go on there, its old ones are read there (B1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from config.errors import Refusal
from notify import actions as notify
from regions.models import Region
from services import workflow
from services.actions.turn import Turn, lockable
from services.audience import audience_of, spared
from services.choices import ClockKind
from services.models import Clock, Holding, Paper, Rectification, Ticket
from services.office import Office
from services.people import heads_of
from services.querysets import TicketQuerySet

CHUNK = 500
# The unit still owes something of these: work, or another round when the villager says no.
WITH_A_UNIT = workflow.OPEN | {workflow.ANSWERED}


class Followed(NamedTuple):
    """How many matters the successor works on now, and how many its people can read now."""

    moved: int = 0
    readable: int = 0


class Move(NamedTuple):
    """From which closed units to which heir, and where that was."""

    region: Region
    units: frozenset[int]
    heir: Unit
    office: Office


@transaction.atomic
def follow(*, region: Region, at: datetime, by: User | None = None) -> Followed:
    """Bring the matters of a merged region to its successor; a second time changes nothing.

    1. Every matter of the region, closed ones too, is seen by the successor's people as well;
       number, code, village and history stay as they are.
    2. What its units had in hand goes to the successor's unit, with clocks and dates as they
       run; who held it keeps it only with a post there. An event tells it to the villager. A
       complaint about the successor's own service goes to the level above it (回避).
    3. What was offered to its units is offered to the successor's, with a new clock to take it.
    4. Papers that lie in its units lie with the successor's.
    5. Its first contacts stay; they, the holders and the heads of the successor's unit are told.
    Tickets are locked by key.
    """
    units = frozenset(Unit.objects.regional(region).values_list("pk", flat=True))
    owed = set(_owed_by(units).values_list("pk", flat=True))
    heir = Unit.objects.answering_for(region)
    if owed and (heir is None or heir.pk in units):
        raise Refusal(_("%(name)s还没有受理单位，请先设好") % {"name": region.lineage[-1]})
    readable = 0
    for rows in _locked(region, owed):
        for row in rows:
            if heir is not None and row.pk in owed:
                _hand_over(row, Move(region, units, heir, Office.of(region)), at, by)
        readable += _rewrite_audience([row for row in rows if row.pk not in owed])
    if heir is not None:
        _papers_follow(units, heir)
    if heir is not None and owed:
        _tell_heads(region, heir, len(owed), at)
    return Followed(len(owed), readable + len(owed))


def follow_late(*, at: datetime) -> int:
    """Matters that reached a closed unit after its region was merged; for the nightly task."""
    late = Ticket.objects.filter(status__in=WITH_A_UNIT, unit__region__successor__isnull=False)
    regions = Region.objects.filter(pk__in=late.values("unit__region"))
    return sum(follow(region=region, at=at).moved for region in regions)


def _papers_follow(units: frozenset[int], heir: Unit) -> None:
    out = Paper.objects.out()
    arrived = out.filter(Q(unit__in=units) | Q(unit=heir), handed_to__in=[*units, heir.pk])
    arrived.update(handed_to=None, handed_at=None)
    out.filter(unit__in=units).update(unit=heir)
    out.filter(handed_to__in=units).update(handed_to=heir)


def _owed_by(units: frozenset[int]) -> TicketQuerySet:
    """What the units have in hand, were offered, or have a clock running for."""
    offered = Holding.objects.offered().filter(unit__in=units)
    running = Clock.objects.running().filter(unit__in=units)
    return Ticket.objects.filter(
        Q(unit__in=units, status__in=WITH_A_UNIT)
        | Q(pk__in=offered.values("ticket"))
        | Q(pk__in=running.values("ticket"))
    )


def _locked(region: Region, owed: set[int]) -> Iterator[list[Ticket]]:
    """Everything that the region's people see, and what its units owe; locked by key, in chunks."""
    concerned = Ticket.objects.filter(
        Q(audience__contains=[f"r:{region.pk}"]) | Q(region=region) | Q(pk__in=owed)
    )
    keys = list(concerned.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        rows = lockable().filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        yield list(
            rows.select_for_update(of=("self",)).prefetch_related("holdings__unit__superior")
        )


def _rewrite_audience(rows: list[Ticket]) -> int:
    changed = []
    for row in rows:
        tokens = audience_of(row, row.holdings.all())
        if tokens != row.audience:
            row.audience = tokens
            changed.append(row)
    Ticket.objects.bulk_update(changed, ["audience"])
    return len(changed)


def _hand_over(ticket: Ticket, move: Move, at: datetime, by: User | None) -> None:
    move = move._replace(heir=spared(move.heir, ticket))
    step = Turn.resume_on(ticket, by=by, post=None, at=at, office=move.office)
    held_before = ticket.holder
    step.record("follow", unit=move.heir.pk, region=move.region.pk)
    _offer_again(step, move)
    if ticket.unit_id in move.units and ticket.status in WITH_A_UNIT:
        _change_unit(step, move.heir)
    _parts_follow(step, move)
    for clock in step.clocks:
        if clock.is_running and clock.unit_id in move.units:
            step.charge(clock, move.heir)
    Rectification.objects.filter(ticket=ticket, finished_at=None, unit__in=move.units).update(
        unit=move.heir
    )
    told = {ticket.first_contact} | ({held_before} if held_before else set())
    text = _("%(old)s并入%(new)s，%(number)s由%(unit)s接着办") % {
        "old": move.region.short_name,
        "new": move.region.lineage[-1].short_name,
        "number": ticket.number,
        "unit": move.heir.name,
    }
    if not ticket.confidential:
        step.tell(told, text)
    step.finish()


def _offer_again(step: Turn, move: Move) -> None:
    """An offer to a closed unit is the heir's; none is needed where the matter comes to the heir anyway."""
    offer, heir = step.offer(), move.heir
    if offer is None or offer.unit_id not in move.units | {heir.pk}:
        return
    comes_home = step.ticket.unit_id in move.units | {heir.pk}
    if offer.unit_id == heir.pk and not comes_home:
        return
    step.stop(ClockKind.TAKE, holding=offer, void=True)
    step.end(offer)
    if comes_home:
        return
    holding = Holding.objects.create(
        ticket=step.ticket, unit=heir, offered_by=offer.offered_by, offered_at=step.at
    )
    step.holdings.append(holding)
    term = step.office.terms.term(ClockKind.TAKE, step.ticket.ticket_class)
    step.start(ClockKind.TAKE, term, unit=heir, holding=holding)


def _parts_follow(step: Turn, move: Move) -> None:
    """What a closed unit was called in for is the heir's, unless the heir leads it or has its own part."""
    has_part = {part.unit_id for part in step.called_in()}
    for part in step.called_in():
        if part.unit_id not in move.units:
            continue
        if move.heir.pk == step.ticket.unit_id or move.heir.pk in has_part:
            step.end_part(part, void=True)
        else:
            part.unit = move.heir
            part.save(update_fields=["unit"])
            has_part.add(move.heir.pk)


def _change_unit(step: Turn, heir: Unit) -> None:
    """The heir has it from now on; the person only when they work there."""
    lead = step.lead()
    if lead is None:
        step.ticket.unit = heir
    else:
        step.hold(heir, lead.user if lead.user and _works_at(lead.user, heir, step.at) else None)
    call_back = step.running(ClockKind.CALL_BACK)
    if call_back is not None:
        step.charge(call_back, heir.superior or heir)


def _works_at(user: User, unit: Unit, at: datetime) -> bool:
    return user.posts.active_on(timezone.localdate(at)).filter(unit=unit).exists()


def _tell_heads(region: Region, heir: Unit, count: int, at: datetime) -> None:
    notify.tell_all(
        people=heads_of(heir, at),
        text=_("%(old)s并过来%(count)s件没办完的，请看一看")
        % {"old": region.short_name, "count": count},
        cause=f"follow:{region.pk}:{timezone.localdate(at)}",
        url=reverse("desk"),
        at=at,
    )
