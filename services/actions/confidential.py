"""A matter turns out to be a report on cadres: from now on it is the confidential desk's alone (B21)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import Unit, User
from config.errors import Conflict, Refusal
from duty.actions import personal as duty
from notify import actions as notify
from services import ladder, workflow
from services.actions.reasons import require_reason
from services.actions.turn import Turn, lockable, turn
from services.audience import mark_of
from services.choices import AppointmentOutcome, ClockKind, Kind
from services.deadlines import working_days_later
from services.models import IdempotencyKey, LoggedMatter, Ticket
from services.people import heads_of
from services.terms import UNSAMPLED_CLOSE

# What is still owed to the villager; the rest (take, step, call-back, rectify) was between units.
OWED_TO_THE_VILLAGER = frozenset(
    {ClockKind.ACCEPT, ClockKind.CONTACT, ClockKind.HANDLE, ClockKind.FEEDBACK}
)
WITH_A_HOLDER = frozenset({workflow.IN_PROGRESS, workflow.RESOLVED, workflow.ANSWERED})


def make_confidential(
    *, ticket: Ticket, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Move an ordinary matter to the confidential desk, in one transaction.

    1. first contact, holder and audience are the desk's; every other holding ends
    2. clocks that the villager waits for run on as the desk's, those between units are void,
       their rungs planned anew; no urgent ladder, no call-back, no rectification
    3. messages and calls about it, and exported files, are withdrawn from everybody else
    4. a code that staff have seen opens nothing any more, nor does a receipt; a request of
       staff sent again answers it no more
    5. matters that were merged into it go the same way
    6. the desk's people are told, and nobody else
    """
    require_reason(reason)
    with (
        transaction.atomic(),
        _locked_together(ticket),
        turn(ticket=ticket, act="make_confidential", by=by, at=at, seq=seq) as step,
    ):
        if step.ticket.confidential:
            raise Conflict(_("这件事已经只让县里看了"))
        desk = Unit.objects.confidential_desk_of(step.ticket.region)
        heads = heads_of(desk, at) if desk else []
        if desk is None or not heads:
            raise Refusal(_("县里还没有安排接这类反映的人，请打12388"))
        for other in [step, *_turns_of_merged(step)]:
            other.record("make_confidential", text=reason.strip())
            _hide(other, desk, heads)
            if other is not step:
                other.finish()
        notify.drop_exports()
        _blank_log(step.ticket)
        step.tell(heads, _("有一件改成只让县里看的：%(number)s") % {"number": step.ticket.number})
    return ticket


@contextmanager
def _locked_together(ticket: Ticket) -> Iterator[None]:
    """The matter and what was merged into it, by key, as merging locks them."""
    keys, wave = {ticket.pk}, {ticket.pk}
    while wave:
        wave = set(Ticket.objects.filter(merged_into__in=wave).values_list("pk", flat=True))
        keys |= wave
    list(Ticket.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)))
    yield


def record_opening(*, ticket: Ticket, by: User, at: datetime, address: str | None) -> None:
    """Who opened a report, for the auditor: by its mark, so that the audit shows no number."""
    if ticket.confidential:
        record_audit(
            verb="open_report", actor=by, at=at, subject=mark_of(ticket), address=address or None
        )


def _turns_of_merged(step: Turn) -> list[Turn]:
    """Whoever said the same thing said it about the same cadre; locked after the lead, by key."""
    found: list[Turn] = []
    wave: Iterable[Ticket] = [step.ticket]
    while wave:
        rows = lockable().filter(merged_into__in=[row.pk for row in wave], confidential=False)
        wave = list(rows.select_for_update(of=("self",)).order_by("pk"))
        found += [Turn.resume_on(row, by=step.by, post=step.post, at=step.at) for row in wave]
    return found


def _hide(step: Turn, desk: Unit, heads: list[User]) -> None:
    row = step.ticket
    _change_hands(step, desk)
    _forget_codes_of_staff(row)
    row.confidential, row.kind, row.avoided = True, Kind.REPORT, False
    row.urgent_claimed, row.disputed_at, row.drawn = False, None, False
    row.appointments.filter(ended_at=None).update(
        ended_at=step.at, outcome=AppointmentOutcome.CANCELLED
    )
    row.unit, row.holder, row.first_contact = desk, None, heads[0]
    for topic in (ladder.URGENT_TOPIC, ladder.MATERIALS_TOPIC):
        if topic == ladder.URGENT_TOPIC or row.status != workflow.AWAITING_MATERIALS:
            ladder.cancel_one(topic, row)
    if row.status in WITH_A_HOLDER:
        step.hold(desk, None)
    if row.status == workflow.ANSWERED:
        closes = working_days_later(step.at, int(UNSAMPLED_CLOSE.amount), step.office.calendar)
        ladder.plan_one(ladder.UNSAMPLED_TOPIC, row, [("close", closes)])
    notify.withdraw(about=f"ticket:{row.number}", keep_for=heads)


def _blank_log(ticket: Ticket) -> None:
    """The line of the duty log from which it was made would go on telling the village."""
    linked = LoggedMatter.objects.filter(ticket=ticket).values_list("entry", flat=True)
    duty.blank(entries=list(linked))


def _change_hands(step: Turn, desk: Unit) -> None:
    for clock in [clock for clock in step.clocks if clock.is_running]:
        if clock.kind in OWED_TO_THE_VILLAGER and clock.holding_id is None:
            step.charge(clock, desk)
        else:
            step.stop_clock(clock, void=True)
    for holding in step.holdings:
        if holding.ended_at is None:
            step.end(holding, holding.returned_reason)
    step.ticket.rectifications.filter(finished_at=None).update(finished_at=step.at)


def _forget_codes_of_staff(ticket: Ticket) -> None:
    """A villager who asked alone keeps the code; one that staff printed or read out is void."""
    if ticket.entered_by_id or ticket.events.filter(verb="reissue_code").exists():
        ticket.generation += 1
    IdempotencyKey.objects.filter(ticket=ticket, caller__startswith="user:").delete()
