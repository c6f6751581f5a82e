"""From unit to unit: hand over, escalate, take, give back (B16, B17)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.scope import active_posts
from config.errors import Conflict, Refusal
from services import workflow
from services.actions.acceptance import begin_work
from services.actions.reasons import REASON_LIMIT, require_not_concerned, require_reason
from services.actions.together import give_part_back
from services.actions.turn import Turn, turn
from services.audience import spared
from services.choices import ClockKind, TicketClass
from services.deadlines import deadline
from services.models import Clock, Holding, Ticket
from services.people import heads_of, lowest_above_both
from services.permissions import works_in
from services.terms import RETURN_ALLOWED
from services.wording import due_words

RETURN_LIMIT = 3


def transfer(
    *, ticket: Ticket, unit: Unit, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Offer the matter to another unit. Until it takes it, the one that has it keeps the debt and the clock."""
    require_reason(reason)
    with turn(ticket=ticket, act="transfer", by=by, at=at, seq=seq) as step:
        _offer(step, unit, "transfer", reason)
    return ticket


def escalate(
    *, ticket: Ticket, reason: str, by: User, at: datetime, seq: int | None = None, note: str = ""
) -> Ticket:
    """Offer it one level up, for one of two reasons: beyond our authority, or unable to solve (003-9)."""
    if reason not in workflow.ESCALATION_REASONS:
        raise Refusal(_("上报要选原因：权限以外，或者无力解决"), "reason")
    with turn(ticket=ticket, act="escalate", by=by, at=at, seq=seq) as step:
        above = step.ticket.unit.superior
        if above is None:
            raise Refusal(_("上面没有可以上报的单位了"))
        _offer(step, above, "escalate", note, reason_code=reason)
    return ticket


def _offer(step: Turn, unit: Unit, verb: str, reason: str, **data: str) -> None:
    ticket = step.ticket
    if ticket.confidential:
        raise Refusal(_("这类反映不能转出去"))
    require_not_concerned(ticket, unit)
    if unit.pk == ticket.unit_id:
        raise Refusal(_("已经在%(unit)s了") % {"unit": unit.name}, "unit")
    step.withdraw_offer()
    holding = Holding.objects.create(
        ticket=ticket, unit=unit, offered_by=ticket.unit, offered_at=step.at
    )
    step.holdings.append(holding)
    step.record(verb, text=reason.strip(), unit=unit.pk, **data)
    step.share_ends()
    clock = step.start(
        ClockKind.TAKE,
        step.office.terms.term(ClockKind.TAKE, ticket.ticket_class),
        unit=unit,
        holding=holding,
    )
    step.move(verb)
    step.tell(
        heads_of(unit, step.at),
        _("%(from)s转来一件：%(number)s，最晚%(due)s签收")
        % {
            "from": ticket.unit.name,
            "number": ticket.number,
            "due": due_words(clock.due_at, step.at),
        },
    )


def take(
    *, ticket: Ticket, by: User, at: datetime, seq: int | None = None, until: datetime | None = None
) -> Ticket:
    """Sign for what was offered: from now on this unit and this person owe the work and the promised date.

    `until` says by when; not later than what the villager was promised. What was accepted
    without a person (视同受理, third return) is taken the same way.
    """
    with turn(ticket=ticket, act="take", by=by, at=at, seq=seq) as step:
        row, holding = step.ticket, _offered_to(step, by)
        said = {"until": until.isoformat()} if until else {}
        if holding is None:
            _take_what_nobody_holds(step, by)
            return ticket
        step.stop(ClockKind.TAKE, holding=holding)
        step.record("take", unit=holding.unit_id, **said)
        if row.status == workflow.SUBMITTED:
            row.unit = holding.unit
            step.take(holding, by)
            begin_work(step, by, act="take")
        else:
            step.take(holding, by)
            step.share_begins()
            step.move("take")
        _expect(step, until)
        step.tell(
            [row.first_contact],
            _("%(unit)s %(name)s接下了：%(number)s")
            % {"unit": row.unit.name, "name": by.name, "number": row.number},
        )
    return ticket


def _take_what_nobody_holds(step: Turn, by: User) -> None:
    row = step.ticket
    if row.holder is not None or row.status != workflow.IN_PROGRESS:
        raise Conflict(_("这件事已经不在等您签收了"))
    step.record("take", unit=row.unit_id)
    step.hold(row.unit, by)
    step.move("take")


def _expect(step: Turn, until: datetime | None) -> None:
    """By when the unit says it will be done, inside the promise."""
    lead, handle = step.lead(), step.running(ClockKind.HANDLE)
    if until is None or lead is None:
        return
    if until <= step.at:
        raise Refusal(_("请写以后的日子"), "until")
    if handle is not None and timezone.localdate(until) > timezone.localdate(handle.due_at):
        raise Refusal(
            _("答应群众的是%(due)s前，要更晚请申请延长")
            % {"due": due_words(handle.due_at, step.at)},
            "until",
        )
    lead.expected_at = until
    lead.save(update_fields=["expected_at"])


def give_back(
    *, ticket: Ticket, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Return what was offered, with a reason. The third time it goes to the lowest unit above both sides (B16).

    A unit that was called in gives its part back the same way; that is no return of the matter.
    """
    require_reason(reason)
    with turn(ticket=ticket, act="return", by=by, at=at, seq=seq) as step:
        row, holding = step.ticket, _offered_to(step, by)
        if holding is None:
            give_part_back(step, by, reason)
            return ticket
        clock = step.running(ClockKind.TAKE, holding)
        if clock is not None and at > _returnable_until(step, clock):
            raise Refusal(_("转来的时间太长，不能退回了。请签收，再转给该办的单位"))
        step.stop(ClockKind.TAKE, holding=holding)
        step.end(holding, reason.strip()[:REASON_LIMIT])
        row.returns += 1
        step.record("return", text=reason.strip(), unit=holding.unit_id, count=row.returns)
        step.move("return")
        if row.returns >= RETURN_LIMIT:
            _settle_above(step, holding.unit)
        else:
            if row.status == workflow.IN_PROGRESS:
                step.share_begins()
            step.tell(
                {*heads_of(row.unit, at), row.first_contact},
                _("%(unit)s退回：%(number)s") % {"unit": holding.unit.name, "number": row.number},
            )
    return ticket


def _returnable_until(step: Turn, clock: Clock) -> datetime:
    """A hand-over may be returned a little longer than it may lie unsigned (濮阳, C4)."""
    allowed = RETURN_ALLOWED[TicketClass(step.ticket.ticket_class)]
    return max(deadline(allowed, clock.started_at, step.office.calendar).due_at, clock.due_at)


def _settle_above(step: Turn, returned_by: Unit) -> None:
    arbiter = spared(lowest_above_both(step.ticket.unit, returned_by), step.ticket)
    step.record("settle_above", unit=arbiter.pk)
    step.hold(arbiter, None)
    accept = step.running(ClockKind.ACCEPT)
    if accept is not None:
        step.charge(accept, arbiter)
    step.tell(
        heads_of(arbiter, step.at),
        _("退了三次，请协调：%(number)s") % {"number": step.ticket.number},
    )


def _offered_to(step: Turn, by: User) -> Holding | None:
    """The offer that the person's unit may answer."""
    posts = active_posts(by)
    return next(
        (
            holding
            for holding in step.holdings
            if holding.is_offered and any(works_in(post, holding.unit_id) for post in posts)
        ),
        None,
    )
