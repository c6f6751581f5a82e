"""While it is worked on: stand still for a reason, run on, ask for more time (B13)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.clock import LOCAL
from config.errors import Conflict, Refusal
from services import ladder
from services.actions.acceptance import pausable, run_on, stand_still
from services.actions.reasons import REASON_LIMIT, require_reason
from services.actions.turn import turn
from services.choices import ClockKind
from services.models import Extension, Ticket
from services.people import heads_of
from services.terms import PAUSE_REMINDERS

MORNING = time(8)


def pause(
    *,
    ticket: Ticket,
    reason: str,
    by: User,
    at: datetime,
    seq: int | None = None,
    until: date | None = None,
) -> Ticket:
    """Let the clock stand still, with a reason the villager reads; not once it is past due.

    On the named day it runs on by itself; without one the unit is asked after 10 and 20 days.
    """
    require_reason(reason)
    if until is not None and until <= timezone.localdate(at):
        raise Refusal(_("暂停要到今天以后的日子"), "until")
    with turn(ticket=ticket, act="pause", by=by, at=at, seq=seq) as step:
        handle = pausable(step)
        if handle.paused:
            raise Conflict(_("已经暂停了"))
        step.record("pause", text=reason.strip(), **({"until": until.isoformat()} if until else {}))
        stand_still(step, handle, reason.strip()[:REASON_LIMIT], until)
        step.move("pause")
        ladder.plan_one(ladder.PAUSE_TOPIC, step.ticket, _pause_rungs(at, until))
    return ticket


def _pause_rungs(at: datetime, until: date | None) -> list[tuple[str, datetime]]:
    if until is not None:
        return [("resume", datetime.combine(until, MORNING, LOCAL))]
    return [(f"day_{days}", at + timedelta(days=days)) for days in PAUSE_REMINDERS]


def resume(*, ticket: Ticket, by: User | None, at: datetime, seq: int | None = None) -> Ticket:
    """Let it run on; the due instant moves by the time that stood still."""
    with turn(ticket=ticket, act="resume", by=by, at=at, seq=seq) as step:
        handle = step.running(ClockKind.HANDLE)
        if handle is None or not handle.paused:
            raise Conflict(_("现在没有暂停"))
        step.record("resume")
        run_on(step)
        step.move("resume")
        ladder.cancel_one(ladder.PAUSE_TOPIC, step.ticket)
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
        if step.ticket.unit.superior is None:
            raise Refusal(_("上面没有能定延期的单位了"))
        if handle.extensions.filter(decided_at=None).exists():
            raise Conflict(_("已经申请过一次，等上一级定"))
        Extension.objects.create(
            clock=handle,
            amount=amount,
            reason=reason.strip()[:REASON_LIMIT],
            asked_by=by,
            asked_at=at,
        )
        step.record("extend", text=reason.strip(), amount=str(amount), basis=handle.basis)
        step.move("extend")
        step.tell(
            heads_of(step.ticket.unit.superior, at),
            _("申请延长：%(number)s") % {"number": step.ticket.number},
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
        if asked.asked_by_id == by.pk:
            raise PermissionDenied(_("自己申请的延期，要别人来定"))
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
