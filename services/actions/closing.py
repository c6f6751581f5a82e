"""Done, told, called back, rated; and the other ways out (B18, B19, B62)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from config.clock import LOCAL
from config.errors import Conflict, Refusal
from notify import actions as notify
from notify.gateways import has_sms
from services import ladder, workflow
from services.actions.handling import require_reason
from services.actions.intake import promised_term, require_result
from services.actions.turn import Turn, turn
from services.choices import Channel, ClockKind, EndReason, Mode, Outcome, TicketClass
from services.deadlines import working_days_later
from services.models import CallBack, OwnRating, Rectification, Ticket
from services.people import heads_of
from services.terms import (
    CALL_BACK_ATTEMPTS,
    INSTANT_REOPEN_DAYS,
    REDO_LIMIT,
    REOPEN_DAYS,
    UNSAMPLED_CLOSE,
)
from services.wording import due_words

DIRECT_SHARE = 5
BAD_GRADE = 2
MORNING = time(8)


def resolve(
    *, ticket: Ticket, result: str, outcome: str, by: User, at: datetime, seq: int | None = None,
    until: date | None = None, basis: str = "", referred_to: str = "",
) -> Ticket:  # fmt: skip
    """Write the result in plain words; the handle clock stops and the feedback clock starts.

    `planned` needs a day, `explained` the rule it rests on, `referred` where to.
    """
    require_result(result)
    _require_outcome(outcome, until, basis, referred_to, timezone.localdate(at))
    with turn(ticket=ticket, act="resolve", by=by, at=at, seq=seq) as step:
        row = step.ticket
        step.stop(ClockKind.HANDLE)
        step.stop(ClockKind.STEP)
        row.outcome, row.resolved_at = outcome, at
        row.planned_until = until if outcome == Outcome.PLANNED else None
        row.referred_to = (referred_to or basis).strip()[:100]
        step.record(
            "resolve",
            text=result.strip(),
            outcome=outcome,
            **({"until": until.isoformat()} if until else {}),
        )
        step.move("resolve")
        step.start(ClockKind.FEEDBACK, step.office.terms.term(ClockKind.FEEDBACK, row.ticket_class))
        step.tell(
            [row.first_contact], _("办完了，还没告诉群众：%(number)s") % {"number": row.number}
        )
    return ticket


def _require_outcome(
    outcome: str, until: date | None, basis: str, referred_to: str, today: date
) -> None:
    if outcome not in Outcome.values:
        raise Refusal(_("请选一个结果：已解决、已说明、列入计划、已转告"), "outcome")
    if outcome == Outcome.PLANNED and (until is None or until <= today):
        raise Refusal(_("列入计划要写今天以后的日子，到时候再答复"), "until")
    if outcome == Outcome.EXPLAINED and not basis.strip():
        raise Refusal(_("按规定办不了的，要写依据和不同意去哪儿说"), "basis")
    if outcome == Outcome.REFERRED and not referred_to.strip():
        raise Refusal(_("转告要写归谁管、电话多少"), "referred_to")


def feed_back(
    *, ticket: Ticket, channel: str, by: User, at: datetime, seq: int | None = None, note: str = ""
) -> Ticket:
    """The villager has been told, and how; the unit's debt ends here.

    Drawn matters wait for the call-back of the level above; the others close by themselves
    after five working days (silence is never praise).
    """
    if channel not in workflow.FEEDBACK_CHANNELS:
        raise Refusal(_("请选怎么告诉的：打电话、上门、当面、短信"), "channel")
    with turn(ticket=ticket, act="feed_back", by=by, at=at, seq=seq) as step:
        row = step.ticket
        step.stop(ClockKind.FEEDBACK)
        step.stop(ClockKind.CONTACT)
        row.answered_at = at
        row.contacted_at = row.contacted_at or at
        step.record("feed_back", text=note.strip(), channel=channel)
        if channel == "sms":
            _send_result(step)
        _ask_to_tell_merged(step)
        step.move("feed_back")
        row.drawn = is_drawn(row, overdue=row.clocks.filter(outcome="missed").exists())
        if row.drawn:
            step.start(
                ClockKind.CALL_BACK,
                step.office.terms.term(ClockKind.CALL_BACK, row.ticket_class),
                unit=row.unit.superior or row.unit,
            )
        else:
            closes = working_days_later(at, int(UNSAMPLED_CLOSE.amount), step.office.calendar)
            ladder.plan_one(ladder.UNSAMPLED_TOPIC, row, [("close", closes)])
        _plan_return(row)
    return ticket


def _send_result(step: Turn) -> None:
    """The result by SMS, through the outbox; without a gateway or a number somebody has to phone."""
    requester = step.ticket.requester
    if not has_sms() or requester is None or not requester.phone:
        raise Refusal(_("发不了短信（没有开通，或者没留手机号），请打电话告诉"), "channel")
    number = step.ticket.number
    text = _("您的事办完了，编号%(number)s。打村里电话或者网上查") % {"number": number}
    notify.send_sms(
        phone=requester.phone,
        text=text,
        cause=f"ticket:{number}:{step.ticket.last_seq}:sms",
        about=f"ticket:{number}",
        at=step.at,
    )


def _ask_to_tell_merged(step: Turn) -> None:
    """Whoever asked for the same thing is told too: a call on the screen of the unit that had it."""
    for merged in _merged_into(step.ticket):
        if merged.requester is None and not merged.place:
            continue  # a report without a name: nobody to tell
        notify.ask_for_phone_call(
            unit=merged.unit,
            callee=None,
            text=_("并案的也要告诉一声：%(number)s，跟%(lead)s是同一件事，已经有结果了")
            % {"number": merged.number, "lead": step.ticket.number},
            cause=f"merged:{merged.pk}:{step.ticket.pk}:{step.ticket.round}",
            about=f"ticket:{merged.number}",
            url=reverse("ticket", args=[merged.number]),
            at=step.at,
        )


def _merged_into(lead: Ticket) -> list[Ticket]:
    """Everything that was made part of a matter, also by way of another."""
    found: list[Ticket] = []
    wave = [lead]
    while wave:
        wave = list(
            Ticket.objects.filter(merged_into__in=wave)
            .select_related("unit", "requester")
            .order_by("pk")
        )
        found += wave
    return found


def is_drawn(ticket: Ticket, *, overdue: bool) -> bool:
    """All urgent, overdue, reworked, escalated and agent matters, and one in five of the direct ones."""
    if ticket.confidential:
        return False
    if (
        overdue
        or ticket.round > 1
        or ticket.ticket_class == TicketClass.URGENT
        or ticket.mode == Mode.AGENT
    ):
        return True
    return (
        ticket.events.filter(verb="escalate").exists()
        or int(ticket.number[:-1]) % DIRECT_SHARE == 0
    )


def _plan_return(ticket: Ticket) -> None:
    """A planned matter comes back by itself on its day."""
    if ticket.outcome == Outcome.PLANNED and ticket.planned_until:
        morning = datetime.combine(ticket.planned_until, MORNING, LOCAL)
        ladder.plan_one(ladder.PLANNED_TOPIC, ticket, [("come_back", morning)])


def call_back(
    *, ticket: Ticket, by: User, at: datetime, seq: int | None = None, reached: bool = True,
    solved: bool | None = None, grade: int | None = None, tags: Sequence[str] = (), note: str = "",
) -> Ticket:  # fmt: skip
    """Somebody of the level above asked the villager (B19).

    Not reached: counted, and after the third attempt the matter closes as not reached.
    Solved: closed; grade 1 or 2 opens a rectification of the unit with its own clock.
    Not solved: redo, at most twice; the third time the level above becomes holder.
    """
    _require_answer(reached, solved, grade)
    with turn(ticket=ticket, act="call_back", by=by, at=at, seq=seq) as step:
        row = step.ticket
        CallBack.objects.create(
            ticket=row, round=row.round, at=at, by=by, reached=reached,
            solved=solved if reached else None, grade=grade if reached else None, tags=list(tags),
        )  # fmt: skip
        step.record("call_back", text=note.strip(), reached=reached, solved=solved, grade=grade)
        if not reached:
            _count_attempt(step)
        elif solved:
            close(step, "call_back")
            _rectify_bad_grade(step, grade)
        else:
            redo(step, "call_back")
    return ticket


def _require_answer(reached: bool, solved: bool | None, grade: int | None) -> None:
    if reached and solved is None:
        raise Refusal(_("打通了要问一句：解决了没有"), "solved")
    if grade is not None and not 1 <= grade <= 5:
        raise Refusal(_("满意程度只有五档"), "rating")


def _count_attempt(step: Turn) -> None:
    attempts = step.ticket.call_backs.filter(round=step.ticket.round, reached=False).count()
    if attempts >= CALL_BACK_ATTEMPTS:
        step.ticket.end_reason = EndReason.NOT_REACHED
        close(step, "call_back")
    else:
        step.move("call_back", workflow.ANSWERED)


def close(step: Turn, act: str) -> None:
    """Over: nothing is owed any more, except what a bad grade may still ask of the unit."""
    step.stop(ClockKind.CALL_BACK)
    step.move(act, workflow.CLOSED)
    ladder.cancel_one(ladder.UNSAMPLED_TOPIC, step.ticket)
    lead = step.lead()
    if lead is not None:
        step.end(lead)


def _rectify_bad_grade(step: Turn, grade: int | None) -> None:
    """Solved but badly graded: the unit has 15 days to put right what annoyed; the matter stays done."""
    row = step.ticket
    if grade is None or grade > BAD_GRADE or row.rectifications.filter(finished_at=None).exists():
        return
    clock = step.start(
        ClockKind.RECTIFY,
        step.office.terms.term(ClockKind.RECTIFY, row.ticket_class),
        unit=row.unit,
    )
    Rectification.objects.create(
        ticket=row, unit=row.unit, clock=clock, grade=grade, opened_at=step.at
    )
    step.tell(
        heads_of(row.unit, step.at),
        _("差评要整改：%(number)s，最晚%(due)s")
        % {"number": row.number, "due": due_words(clock.due_at, step.at)},
    )


def redo(step: Turn, act: str) -> None:
    """Not solved: again, in half the time; the third time one level up."""
    row = step.ticket
    step.stop(ClockKind.CALL_BACK)
    ladder.cancel_one(ladder.UNSAMPLED_TOPIC, row)
    ladder.cancel_one(ladder.PLANNED_TOPIC, row)
    home = Unit.objects.heir_of(row.unit)
    above = home.superior
    step.move(act, workflow.IN_PROGRESS)
    row.round += 1
    row.outcome, row.resolved_at, row.answered_at, row.drawn = "", None, None, False
    if row.round > REDO_LIMIT + 1 and above is not None:
        step.hold(above, None)
    else:
        lead = step.lead()
        holder = lead.user if lead else row.holder
        step.hold(home, holder if home == row.unit else None)
    term = step.office.terms.redo(promised=promised_term(row), ticket_class=row.ticket_class)
    clock = step.start(ClockKind.HANDLE, term)
    step.record("redo", round=row.round)
    people = {*heads_of(row.unit, step.at), row.first_contact} | (
        {row.holder} if row.holder else set()
    )
    step.tell(
        people,
        _("没解决，重办：%(number)s，最晚%(due)s")
        % {"number": row.number, "due": due_words(clock.due_at, step.at)},
    )


def rate(
    *, ticket: Ticket, solved: bool, grade: int | None, at: datetime, text: str = ""
) -> Ticket:
    """What the villager says by themselves, once a round.

    It closes only a matter that was not drawn (the cadre printed the slip and has the code);
    没解决 starts it again, a bad grade opens a rectification.
    """
    _require_answer(True, solved, grade)
    with turn(ticket=ticket, act="rate", by=None, at=at) as step:
        row = step.ticket
        if row.own_ratings.filter(round=row.round).exists():
            raise Conflict(_("您已经说过了，谢谢"))
        OwnRating.objects.create(ticket=row, round=row.round, at=at, solved=solved, grade=grade)
        step.record("rate", text=text.strip()[:500], solved=solved, grade=grade)
        if not solved:
            redo(step, "rate")
            return step.ticket
        if row.status == workflow.ANSWERED and not row.drawn:
            close(step, "rate")
        else:
            step.move("rate", row.status)
        _rectify_bad_grade(step, grade)
    return ticket


def rectify(
    *, ticket: Ticket, result: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """The unit says what it put right."""
    require_result(result)
    with turn(ticket=ticket, act="rectify", by=by, at=at, seq=seq) as step:
        rectification = step.ticket.rectifications.filter(finished_at=None).first()
        if rectification is None:
            raise Conflict(_("没有等着整改的"))
        rectification.finished_at, rectification.finished_by = at, by
        rectification.save(update_fields=["finished_at", "finished_by"])
        step.record("rectify", text=result.strip())
        step.stop(ClockKind.RECTIFY)
    return ticket


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
        if lead.confidential != ticket.confidential:
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
    ):
        ladder.cancel_one(topic, step.ticket)
    for holding in (step.lead(), step.offer()):
        if holding is not None:
            step.end(holding)


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
        if row.status == workflow.CLOSED:
            redo(step, "reopen")
        else:
            row.decline_reason, row.end_reason, row.disputed_at = "", EndReason.NONE, None
            row.unit, row.holder = Unit.objects.heir_of(row.unit), None
            step.move("reopen")
            step.start(ClockKind.ACCEPT, step.office.terms.term(ClockKind.ACCEPT, row.ticket_class))
    return ticket
