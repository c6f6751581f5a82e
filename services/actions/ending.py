"""The other ways out, and back in: withdraw, merge, reopen (B60, B62)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from config.errors import Refusal
from services import ladder, workflow
from services.actions.judging import redo
from services.actions.reasons import require_reason
from services.actions.turn import Turn, turn
from services.choices import Channel, ClockKind, EndReason
from services.models import Ticket
from services.terms import INSTANT_REOPEN_DAYS, REOPEN_DAYS


def withdraw(
    *,
    ticket: Ticket,
    at: datetime,
    by: User | None = None,
    seq: int | None = None,
    reason: str = "",
    channel: str = "",
) -> Ticket:
    """不用办了: the villager said so, online with the code or to somebody who writes down how."""
    if by is not None:
        require_reason(reason)
        if channel not in Channel.values:
            raise Refusal(_("请选群众是怎么说的"), "channel")
    with turn(ticket=ticket, act="withdraw", by=by, at=at, seq=seq) as step:
        step.record("withdraw", text=reason.strip(), channel=channel or Channel.WEB)
        _end_everything(step)
        step.move("withdraw")
        if by is None:
            people = {step.ticket.first_contact} | (
                {step.ticket.holder} if step.ticket.holder else set()
            )
            step.tell(people, _("群众说不用办了：%(number)s") % {"number": step.ticket.number})
    return ticket


def merge(
    *, ticket: Ticket, into: Ticket, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Make it part of the lead ticket; its requester is told when the lead's is.

    Both are locked, by key: of two people who merge A into B and B into A at once one wins.
    """
    require_reason(reason)
    with transaction.atomic():
        both = Ticket.objects.filter(pk__in={ticket.pk, into.pk}).order_by("pk")
        lead = {row.pk: row for row in both.select_for_update(of=("self",))}[into.pk]
        if lead.pk == ticket.pk or lead.merged_into_id or not lead.is_open:
            raise Refusal(_("只能并到另一件还在办的事里"), "into")
        if (lead.confidential, lead.avoided) != (ticket.confidential, ticket.avoided):
            # who sees the one must not learn of the other
            raise Refusal(_("这两件不能并"), "into")
        with turn(ticket=ticket, act="merge", by=by, at=at, seq=seq) as step:
            step.ticket.merged_into = lead
            step.record("merge", text=reason.strip(), into=lead.number)
            _end_everything(step)
            step.move("merge")
    return ticket


def _end_everything(step: Turn) -> None:
    for topic in (
        ladder.URGENT_TOPIC,
        ladder.MATERIALS_TOPIC,
        ladder.PLANNED_TOPIC,
        ladder.UNSAMPLED_TOPIC,
        ladder.PAUSE_TOPIC,
    ):
        ladder.cancel_one(topic, step.ticket)
    step.end_all()


def reopen(
    *, ticket: Ticket, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Start an ended matter again: within 30 days (10 when done on the spot), by the unit or the level above."""
    require_reason(reason)
    with turn(ticket=ticket, act="reopen", by=by, at=at, seq=seq) as step:
        row = step.ticket
        days = INSTANT_REOPEN_DAYS if row.instant else REOPEN_DAYS
        if row.ended_at is not None and (at - row.ended_at).days >= days:
            raise Refusal(_("已经过了%(days)s天，请重新登记一件") % {"days": days})
        step.record("reopen", text=reason.strip())
        row.disputed_at = row.dispute_settled_at = None
        if row.status == workflow.CLOSED:
            redo(step, "reopen")
        else:
            row.decline_reason, row.end_reason = "", EndReason.NONE
            row.unit, row.holder = Unit.objects.heir_of(row.unit), None
            step.move("reopen")
            step.start(ClockKind.ACCEPT, step.office.terms.term(ClockKind.ACCEPT, row.ticket_class))
    return ticket
