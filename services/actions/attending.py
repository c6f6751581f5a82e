"""Acts that leave the status alone: talk, write down, urge, change how urgent or who was asked (DESIGN 4.2)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.scope import active_posts
from config.errors import Conflict, Refusal
from notify import actions as notify
from services import ladder
from services.actions.reasons import require_reason
from services.actions.turn import Turn, turn
from services.audience import must_keep_away
from services.choices import ClockKind, TicketClass
from services.models import Ticket
from services.people import heads_of, overseers_of

TEXT_LIMIT = 500


def contact(
    *,
    ticket: Ticket,
    reached: bool,
    by: User,
    at: datetime,
    seq: int | None = None,
    channel: str = "phone",
    note: str = "",
) -> Ticket:
    """Write down that the villager was phoned or met. The first time they were reached the contact clock is met."""
    with turn(ticket=ticket, act="contact", by=by, at=at, seq=seq) as step:
        step.record("contact", text=note.strip()[:TEXT_LIMIT], channel=channel, reached=reached)
        if reached and step.ticket.contacted_at is None:
            step.ticket.contacted_at = at
            step.stop(ClockKind.CONTACT)
    return ticket


def note(
    *, ticket: Ticket, text: str, public: bool, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Add words; the villager reads them only when they are public."""
    _require_text(text)
    with turn(ticket=ticket, act="note", by=by, at=at, seq=seq) as step:
        step.record("note", text=text.strip(), public=public)
    return ticket


def add(*, ticket: Ticket, text: str, at: datetime) -> Ticket:
    """再说两句: the villager adds words; who is at it is told."""
    _require_text(text)
    with turn(ticket=ticket, act="add", by=None, at=at) as step:
        step.record("add", text=text.strip())
        step.tell(
            _concerned(step), _("群众又说了两句：%(number)s") % {"number": step.ticket.number}
        )
    return ticket


def urge(
    *, ticket: Ticket, at: datetime, by: User | None = None, seq: int | None = None, text: str = ""
) -> Ticket:
    """催一下: who has it and the level above are told; a villager may once a working day.

    Where only parts of units that were called in are late, staff urge those units and not the lead.
    """
    with turn(ticket=ticket, act="urge", by=by, at=at, seq=seq) as step:
        row = step.ticket
        if by is None:
            _require_new_day(row, at)
            row.urged_at = at
        step.record("urge", text=text.strip()[:TEXT_LIMIT], villager=by is None)
        people = _urged(step, by_villager=by is None)
        step.tell(
            people,
            _("群众在催：%(number)s") % {"number": row.number}
            if by is None
            else _("上级在催：%(number)s") % {"number": row.number},
        )
    return ticket


def _urged(step: Turn, *, by_villager: bool) -> set[User]:
    row = step.ticket
    late = [clock for clock in step.clocks if clock.is_of_called_in and clock.is_past_due(step.at)]
    parts = {person for clock in late for person in heads_of(clock.unit, step.at)}
    if late and not by_villager and not row.is_overdue(step.at):
        return {row.first_contact, *parts}
    return {*_concerned(step), *overseers_of(row.unit, step.at), *parts}


def _require_new_day(ticket: Ticket, at: datetime) -> None:
    if ticket.urged_at is not None and timezone.localdate(ticket.urged_at) == timezone.localdate(
        at
    ):
        raise Refusal(_("今天已经替您催过了，明天还没动静再催"))


def dispute(*, ticket: Ticket, at: datetime, text: str = "") -> Ticket:
    """不同意: puts a declined or closed matter on the list of the level above."""
    with turn(ticket=ticket, act="dispute", by=None, at=at) as step:
        if step.ticket.disputed_at is not None:
            raise Conflict(_("您已经说过了，上一级会看"))
        step.ticket.disputed_at = at
        step.record("dispute", text=text.strip()[:TEXT_LIMIT])
        above: Unit = step.ticket.unit.superior or step.ticket.unit
        step.tell(
            {*heads_of(above, at), *overseers_of(step.ticket.unit, at)},
            _("群众不同意，请看看：%(number)s") % {"number": step.ticket.number},
        )
    return ticket


def uphold(
    *, ticket: Ticket, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """维持: the level above looked and leaves it as it was; the villager reads why, and is phoned."""
    require_reason(reason)
    with turn(ticket=ticket, act="uphold", by=by, at=at, seq=seq) as step:
        row = step.ticket
        if row.disputed_at is None or row.dispute_settled_at is not None:
            raise Conflict(_("没有等着看的不同意"))
        row.dispute_settled_at = at
        above: Unit = row.unit.superior or row.unit
        step.record("uphold", text=reason.strip(), unit=above.pk)
        step.tell(
            {row.first_contact, *heads_of(row.unit, at)},
            _("%(unit)s看过了，维持：%(number)s") % {"unit": above.name, "number": row.number},
        )
        if row.requester is not None and row.requester.phone:
            notify.ask_for_phone_call(
                unit=above,
                callee=None,
                text=_("请打电话告诉群众，看过了，维持原来的答复：%(number)s")
                % {"number": row.number},
                cause=f"upheld:{row.pk}:{row.last_seq}",
                about=f"ticket:{row.number}",
                url=step.url,
                at=at,
            )
    return ticket


def set_urgency(
    *, ticket: Ticket, urgent: bool, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Confirm or lower urgency: the handle clock is urgent only after this; the ladder starts or ends."""
    require_reason(reason)
    with turn(ticket=ticket, act="set_urgency", by=by, at=at, seq=seq) as step:
        row = step.ticket
        usual = row.item.ticket_class if row.item else TicketClass.ORDINARY
        row.ticket_class = TicketClass.URGENT if urgent else usual
        step.record("set_urgency", text=reason.strip(), urgent=urgent)
        row.urgent_claimed = row.urgent_claimed and urgent
        promise = step.office.terms.promise(
            kind=row.kind, item=row.item, ticket_class=row.ticket_class
        )
        row.promised_amount, row.promised_basis = promise.amount, promise.basis
        if step.running(ClockKind.HANDLE):
            step.stop(ClockKind.HANDLE, void=True)
            step.start(ClockKind.HANDLE, promise)
        elif step.running(ClockKind.ACCEPT):
            step.stop(ClockKind.ACCEPT, void=True)
            step.start(ClockKind.ACCEPT, step.office.terms.term(ClockKind.ACCEPT, row.ticket_class))
        if not urgent:
            ladder.cancel_urgent(row, step.at)
        elif row.holder_id is None and not row.confidential:
            ladder.plan_urgent(row, at)
    return ticket


def change_first_contact(
    *, ticket: Ticket, user: User, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Name somebody else as the one who was asked, with a reason; both are told (B12)."""
    require_reason(reason)
    with turn(ticket=ticket, act="change_first_contact", by=by, at=at, seq=seq) as step:
        before = step.ticket.first_contact
        if before == user:
            raise Refusal(_("首问人本来就是%(name)s") % {"name": user.name}, "user")
        if not active_posts(user):
            raise Refusal(_("%(name)s现在没有岗位，不能当首问人") % {"name": user.name}, "user")
        if must_keep_away(user, step.ticket):
            raise Refusal(_("这件事%(name)s要回避，请换一个人") % {"name": user.name}, "user")
        step.ticket.first_contact = user
        step.record("change_first_contact", text=reason.strip(), user=user.pk, before=before.pk)
        step.tell(
            [before, user],
            _("首问人改成%(name)s：%(number)s") % {"name": user.name, "number": step.ticket.number},
        )
    return ticket


def reissue_code(
    *, ticket: Ticket, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Raise the generation: the old code opens nothing any more, the new one is shown once."""
    require_reason(reason)
    with turn(ticket=ticket, act="reissue_code", by=by, at=at, seq=seq) as step:
        step.ticket.generation += 1
        step.ticket.code_closed = False
        step.record("reissue_code", text=reason.strip(), generation=step.ticket.generation)
    return ticket


def _concerned(step: Turn) -> set[User]:
    """First contact and holder; before anybody holds it, the unit's head."""
    row = step.ticket
    return (
        {row.first_contact, row.holder}
        if row.holder
        else {row.first_contact, *heads_of(row.unit, step.at)}
    )


def _require_text(text: str) -> None:
    if not text.strip():
        raise Refusal(_("还没写什么，写几个字就行"), "text")
    if len(text) > TEXT_LIMIT:
        raise Refusal(_("写得太长了，最多500个字。请删短一点，字都还在"), "text")
