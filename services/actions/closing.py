"""Done, told, called back, rated; and the other ways out (B18, B19, B62)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from config.clock import LOCAL
from config.errors import Refusal
from notify import actions as notify
from services import ladder, workflow
from services.actions.intake import require_result
from services.actions.together import require_all_answered
from services.actions.turn import Turn, turn
from services.choices import CallBackReason, ClockKind, Mode, Outcome, TicketClass
from services.deadlines import working_days_later
from services.models import EventText, Ticket
from services.numbers import lot
from services.papers import require_originals_back
from services.terms import UNSAMPLED_CLOSE, call_back_shares
from services.villager_messages import WRITTEN, write_to_requester, written_ways

BAD_GRADE = 2
MORNING = time(8)
UNREACHED = {
    "sms": gettext_lazy("发不了短信（没有开通，或者没留手机号），请打电话告诉"),
    "email": gettext_lazy("发不了邮件（没有开通，或者没留邮箱），请打电话告诉"),
}


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
        require_all_answered(step)
        require_originals_back(row, unit_id=row.unit_id)
        step.stop(ClockKind.HANDLE)
        step.share_ends()
        ladder.cancel_one(ladder.PAUSE_TOPIC, row)
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
        raise Refusal(_("请选怎么告诉的：打电话、上门、当面、短信、邮件"), "channel")
    with turn(ticket=ticket, act="feed_back", by=by, at=at, seq=seq) as step:
        row = step.ticket
        require_originals_back(row)
        step.stop(ClockKind.FEEDBACK)
        step.stop(ClockKind.CONTACT)
        row.answered_at = at
        row.contacted_at = row.contacted_at or at
        step.record("feed_back", text=note.strip(), channel=channel)
        if channel in WRITTEN:
            _send_result(step, channel)
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


def _send_result(step: Turn, channel: str) -> None:
    """The result in writing, through the outbox; whom it would not reach has to be told another way."""
    if step.ticket.confidential:
        raise Refusal(_("这类反映不发短信和邮件，请打电话告诉"), "channel")
    if channel not in written_ways(step.ticket):
        raise Refusal(str(UNREACHED[channel]), "channel")
    results = EventText.objects.filter(event__ticket=step.ticket, event__verb="resolve")
    written = results.order_by("-event__seq").values_list("text", flat=True).first()
    write_to_requester(step, "ticket_done", words=written or "", channel=channel)


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
    """By the county's shares, a matter's greatest: all urgent, overdue, reworked, escalated and agent ones,
    and one in five of the others."""
    if ticket.confidential:
        return False
    escalated = ticket.events.filter(verb="escalate").exists()
    return drawn_by_lot(
        ticket.number,
        ticket.ticket_class == TicketClass.URGENT,
        overdue,
        ticket.round > 1,
        escalated,
        ticket.mode == Mode.AGENT,
        shares=call_back_shares(),
    )


def drawn_by_lot(number: str, *applies: bool, shares: Mapping[str, int]) -> bool:
    """`applies` in the order of CallBackReason, of which the last stands for every other matter."""
    reasons = [
        reason for reason, does in zip(CallBackReason.values, (*applies, True), strict=True) if does
    ]
    return lot(number) < max(shares[reason] for reason in reasons)


def _plan_return(ticket: Ticket) -> None:
    """A planned matter comes back by itself on its day."""
    if ticket.outcome == Outcome.PLANNED and ticket.planned_until:
        morning = datetime.combine(ticket.planned_until, MORNING, LOCAL)
        ladder.plan_one(ladder.PLANNED_TOPIC, ticket, [("come_back", morning)])


def close(step: Turn, act: str) -> None:
    """Over: nothing is owed any more, except what a bad grade may still ask of the unit."""
    step.stop(ClockKind.CALL_BACK)
    step.move(act, workflow.CLOSED)
    ladder.cancel_one(ladder.UNSAMPLED_TOPIC, step.ticket)
    lead = step.lead()
    if lead is not None:
        step.end(lead)
