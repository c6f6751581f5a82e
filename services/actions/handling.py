"""While it is worked on: hand over, take, give back, escalate, stand still, more time (B13, B16, B17)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from config.errors import Conflict, Refusal
from services import workflow
from services.actions.acceptance import REASON_LIMIT, _pausable, begin_work
from services.actions.turn import Turn, turn
from services.choices import ClockKind
from services.models import Extension, Holding, Ticket
from services.people import heads_of, lowest_above_both
from services.permissions import works_in
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
        _offer(step, above, "escalate", note or reason, reason_code=reason)
    return ticket


def _offer(step: Turn, unit: Unit, verb: str, reason: str, **data: str) -> None:
    ticket = step.ticket
    if ticket.confidential:
        raise Refusal(_("这类反映不能转出去"))
    if unit.pk == ticket.unit_id:
        raise Refusal(_("已经在%(unit)s了") % {"unit": unit.name}, "unit")
    earlier = step.offer()
    if earlier is not None:
        step.stop(ClockKind.TAKE, holding=earlier, void=True)
        step.end(earlier)
    holding = Holding.objects.create(
        ticket=ticket, unit=unit, offered_by=ticket.unit, offered_at=step.at
    )
    step.holdings.append(holding)
    step.record(verb, text=reason.strip(), unit=unit.pk, **data)
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
    """Sign for what was offered: from now on this unit and this person owe the work and the promised date."""
    with turn(ticket=ticket, act="take", by=by, at=at, seq=seq) as step:
        row = step.ticket
        holding = _offered_to(step, by)
        step.stop(ClockKind.TAKE, holding=holding)
        step.record("take", unit=holding.unit_id, **({"until": until.isoformat()} if until else {}))
        if row.status == workflow.SUBMITTED:
            row.unit = holding.unit
            step.take(holding, by)
            begin_work(step, by, act="take")
        else:
            step.take(holding, by)
            step.move("take")
        step.tell(
            [row.first_contact],
            _("%(unit)s %(name)s接下了：%(number)s")
            % {"unit": row.unit.name, "name": by.name, "number": row.number},
        )
    return ticket


def give_back(
    *, ticket: Ticket, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Return what was offered, with a reason. The third time it goes to the lowest unit above both sides (B16)."""
    require_reason(reason)
    with turn(ticket=ticket, act="return", by=by, at=at, seq=seq) as step:
        row = step.ticket
        holding = _offered_to(step, by)
        step.stop(ClockKind.TAKE, holding=holding)
        step.end(holding, reason.strip()[:REASON_LIMIT])
        row.returns += 1
        step.record("return", text=reason.strip(), unit=holding.unit_id, count=row.returns)
        step.move("return")
        if row.returns >= RETURN_LIMIT:
            _settle_above(step, holding.unit)
        else:
            step.tell(
                {*heads_of(row.unit, at), row.first_contact},
                _("%(unit)s退回：%(number)s") % {"unit": holding.unit.name, "number": row.number},
            )
    return ticket


def _settle_above(step: Turn, returned_by: Unit) -> None:
    arbiter = lowest_above_both(step.ticket.unit, returned_by)
    step.record("settle_above", unit=arbiter.pk)
    step.hold(arbiter, None)
    step.tell(
        heads_of(arbiter, step.at),
        _("退了三次，请协调：%(number)s") % {"number": step.ticket.number},
    )


def _offered_to(step: Turn, by: User) -> Holding:
    """The offer that the person's unit may answer."""
    from accounts.scope import active_posts

    for holding in step.holdings:
        if holding.is_offered and any(works_in(post, holding.unit_id) for post in active_posts(by)):
            return holding
    raise Conflict(_("这件事已经不在等您签收了"))


def pause(
    *,
    ticket: Ticket,
    reason: str,
    by: User,
    at: datetime,
    seq: int | None = None,
    until: date | None = None,
) -> Ticket:
    """Let the clock stand still, with a reason the villager reads; not once it is past due."""
    require_reason(reason)
    if until is not None and until <= timezone.localdate(at):
        raise Refusal(_("暂停要到今天以后的日子"), "until")
    with turn(ticket=ticket, act="pause", by=by, at=at, seq=seq) as step:
        handle = _pausable(step)
        if handle.paused:
            raise Conflict(_("已经暂停了"))
        step.record("pause", text=reason.strip(), **({"until": until.isoformat()} if until else {}))
        step.pause(handle, reason.strip()[:REASON_LIMIT], until)
        step.move("pause")
    return ticket


def resume(*, ticket: Ticket, by: User | None, at: datetime, seq: int | None = None) -> Ticket:
    """Let it run on; the due instant moves by the time that stood still."""
    with turn(ticket=ticket, act="resume", by=by, at=at, seq=seq) as step:
        handle = step.running(ClockKind.HANDLE)
        if handle is None or not handle.paused:
            raise Conflict(_("现在没有暂停"))
        step.record("resume")
        step.resume(handle)
        step.move("resume")
    return ticket


def extend(
    *, ticket: Ticket, amount: Decimal, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Ask one level up for more time; only while the clock is not past due (C2)."""
    require_reason(reason)
    if amount <= 0:
        raise Refusal(_("延长要写几天，至少1天"), "amount")
    with turn(ticket=ticket, act="extend", by=by, at=at, seq=seq) as step:
        handle = step.running(ClockKind.HANDLE)
        if handle is None or handle.is_past_due(at):
            raise Refusal(_("到期以后才申请，不能延长了"))
        if handle.extensions.filter(decided_at=None).exists():
            raise Conflict(_("已经申请过一次，等上一级定"))
        Extension.objects.create(
            clock=handle,
            amount=amount,
            reason=reason.strip()[:REASON_LIMIT],
            asked_by=by,
            asked_at=at,
        )
        step.record("extend", text=reason.strip(), amount=str(amount))
        step.move("extend")
        above = step.ticket.unit.superior
        if above is not None:
            step.tell(
                heads_of(above, at), _("申请延长：%(number)s") % {"number": step.ticket.number}
            )
    return ticket


def decide_extension(
    *,
    ticket: Ticket,
    approve: bool,
    by: User,
    at: datetime,
    seq: int | None = None,
    reason: str = "",
) -> Ticket:
    """Grant or refuse the time; asked in time counts even if granted after the old due instant."""
    if not approve:
        require_reason(reason)
    with turn(ticket=ticket, act="decide_extension", by=by, at=at, seq=seq) as step:
        handle = step.running(ClockKind.HANDLE)
        asked = handle.extensions.filter(decided_at=None).first() if handle else None
        if handle is None or asked is None:
            raise Conflict(_("没有等着定的延期申请"))
        asked.decided_by, asked.decided_at, asked.approved = by, at, approve
        asked.save(update_fields=["decided_by", "decided_at", "approved"])
        step.record("decide_extension", text=reason.strip(), approved=approve)
        if approve:
            step.reckon(handle)
        step.move("decide_extension")
        step.tell(
            [asked.asked_by],
            _("延期%(what)s：%(number)s")
            % {"what": _("同意了") if approve else _("没同意"), "number": step.ticket.number},
        )
    return ticket


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("请写原因，几个字就行"), "reason")
    if len(reason) > REASON_LIMIT:
        raise Refusal(_("原因写得太长了，最多200个字"), "reason")
