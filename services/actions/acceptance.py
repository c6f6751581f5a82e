"""Accept, decline, say once what is missing, take the papers in (B13, B14, B16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import house_of
from config.errors import Conflict, Refusal
from services import ladder, workflow
from services.actions.intake import Done, finish_at_once, promised_term, require_result
from services.actions.reasons import REASON_LIMIT
from services.actions.turn import Turn, turn
from services.audience import must_keep_away
from services.choices import ClockKind, DeclineReason, Mode
from services.models import Clock, Pause, Supplement, SupplementItem, Ticket
from services.papers import require_originals_back
from services.people import heads_of
from services.terms import MATERIALS_END_DAYS, MATERIALS_REMINDERS
from services.villager_messages import write_to_requester
from services.wording import due_words

WAITING_FOR_PAPERS = "等补材料"


def accept(
    *,
    ticket: Ticket,
    by: User,
    at: datetime,
    seq: int | None = None,
    mode: str = "",
    done: Done | None = None,
) -> Ticket:
    """Take the matter on (includes 签收 of what was offered to the own unit).

    1. the accept clock stops, the promise of the submission starts to run
    2. whoever accepts is holder; an urgent ladder ends
    3. with `done` the whole way is written at once and the matter is over
    """
    with turn(ticket=ticket, act="accept", by=by, at=at, seq=seq) as step:
        if done is not None:
            require_result(done.result)
            require_originals_back(step.ticket)
            finish_at_once(step, done)
            return step.ticket
        if mode:
            set_mode(step, mode)
        step.record("accept", mode=step.ticket.mode)
        begin_work(step, by)
    return ticket


def assign(*, ticket: Ticket, user: User, by: User, at: datetime, seq: int | None = None) -> Ticket:
    """Give the matter to a person of the unit that has it; before acceptance this accepts it."""
    with turn(ticket=ticket, act="assign", by=by, at=at, seq=seq) as step:
        unit = step.ticket.unit
        if not any(
            unit.pk in house_of(post)
            for post in user.posts.active_on(timezone.localdate(at)).select_related("unit")
        ):
            raise Refusal(
                _("%(name)s不在%(unit)s，交办只能交给本单位的人")
                % {"name": user.name, "unit": unit.name},
                "user",
            )
        if must_keep_away(user, step.ticket):
            raise Refusal(_("这件事%(name)s要回避，请换一个人") % {"name": user.name}, "user")
        step.record("assign", user=user.pk)
        if step.ticket.status == workflow.SUBMITTED:
            begin_work(step, user)
        else:
            step.hold(unit, user)
        step.tell([user], _("交给您办：%(number)s") % {"number": step.ticket.number})
    return ticket


def begin_work(
    step: Turn, holder: User | None, *, since: datetime | None = None, act: str = "accept"
) -> None:
    """From asked to being worked on: stop accept, withdraw an open offer, start the promised time."""
    ticket = step.ticket
    step.withdraw_offer()
    step.stop(ClockKind.ACCEPT)
    ticket.accepted_at = step.at
    step.move(act)
    step.hold(ticket.unit, holder)
    step.start(ClockKind.HANDLE, promised_term(ticket), since=since)
    step.share_begins()


def set_mode(step: Turn, mode: str) -> None:
    """What must be done in person is never done for somebody (B15)."""
    item = step.ticket.item
    if mode == Mode.AGENT and item is not None and item.presence == "in_person":
        raise Refusal(_("这件事要本人到场，不能代办，可以领着去"), "mode")
    step.ticket.mode = mode


def decline(
    *, ticket: Ticket, reason: str, where_to: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Say why it is not for this house and where to go; the villager may ask the township to look (不同意)."""
    if reason not in DeclineReason.values:
        raise Refusal(_("不予受理只能选列出的原因；不归本单位管的，请用转办"), "reason")
    if not where_to.strip():
        raise Refusal(_("请写清该去找谁"), "where_to")
    with turn(ticket=ticket, act="decline", by=by, at=at, seq=seq) as step:
        step.ticket.decline_reason, step.ticket.referred_to = reason, where_to.strip()[:100]
        step.record("decline", text=where_to.strip(), reason=reason)
        write_to_requester(step, "ticket_declined", words=where_to.strip())
        step.stop(ClockKind.ACCEPT)
        ladder.cancel_urgent(step.ticket, step.at)
        step.move("decline")
    return ticket


def ask_for_materials(
    *,
    ticket: Ticket,
    items: Sequence[str],
    by: User,
    at: datetime,
    seq: int | None = None,
    reason: str = "",
) -> Ticket:
    """Tell everything that is missing at once (一次性告知).

    Before acceptance the accept clock ends and the matter waits, with reminders after 10 and
    25 days and an end after 30; after acceptance the handle clock stands still instead. A
    second notice needs a reason and is counted.
    """
    missing = [item.strip() for item in items if item.strip()]
    if not missing:
        raise Refusal(_("请勾上缺的材料，缺几样一次说全"), "items")
    if any(len(item) > 120 for item in missing):
        raise Refusal(_("材料名字太长了，最多120个字"), "items")
    with turn(ticket=ticket, act="ask_for_materials", by=by, at=at, seq=seq) as step:
        row = step.ticket
        if row.supplements_asked and not reason.strip():
            raise Refusal(_("已经告知过一次了，再要材料要写原因"), "reason")
        row.supplements_asked += 1
        supplement = Supplement.objects.create(
            ticket=row,
            seq=row.supplements_asked,
            asked_at=at,
            asked_by=by,
            reason=reason.strip()[:REASON_LIMIT],
        )
        SupplementItem.objects.bulk_create(
            [SupplementItem(supplement=supplement, text=item) for item in missing]
        )
        step.record(
            "ask_for_materials",
            text="；".join(missing),
            count=len(missing),
            seq_of_notice=row.supplements_asked,
        )
        write_to_requester(step, "ticket_materials", words="；".join(missing), count=len(missing))
        if row.status == workflow.SUBMITTED:
            step.stop(ClockKind.ACCEPT)
            ladder.cancel_urgent(row, step.at)
            step.move("ask_for_materials")
            ladder.plan_one(ladder.MATERIALS_TOPIC, row, _materials_rungs(at))
        else:
            _stand_still_for_papers(step)
    return ticket


def supply(
    *, ticket: Ticket, items: Sequence[int], by: User | None, at: datetime, seq: int | None = None
) -> Ticket:
    """Tick what came in; when the last paper is there a new accept clock starts, or the clock that stood still for them runs on."""
    with turn(ticket=ticket, act="supply", by=by, at=at, seq=seq) as step:
        row = step.ticket
        wanted = SupplementItem.objects.filter(supplement__ticket=row, supplied_at=None)
        came = wanted.filter(pk__in=list(items))
        if not came.exists():
            raise Refusal(_("请勾上收到的材料"), "items")
        count = came.update(supplied_at=at)
        left = wanted.count()
        step.record("supply", count=count, left=left)
        if row.status == workflow.AWAITING_MATERIALS:
            step.move("supply", workflow.AWAITING_MATERIALS if left else workflow.SUBMITTED)
            if not left:
                ladder.cancel_one(ladder.MATERIALS_TOPIC, row)
                step.start(
                    ClockKind.ACCEPT, step.office.terms.term(ClockKind.ACCEPT, row.ticket_class)
                )
                accept_clock = step.running(ClockKind.ACCEPT)
                due = due_words(accept_clock.due_at, at) if accept_clock else ""
                step.tell(
                    heads_of(row.unit, at),
                    _("材料补齐了：%(number)s，最晚%(due)s受理")
                    % {"number": row.number, "due": due},
                )
        elif not left and _stands_still_for_papers(step):
            run_on(step)
    return ticket


def _stand_still_for_papers(step: Turn) -> None:
    """What is past due already runs on: the villager must hear of the papers all the same."""
    handle = step.running(ClockKind.HANDLE)
    if handle is not None and not handle.paused and not handle.is_past_due(step.at):
        stand_still(step, handle, _(WAITING_FOR_PAPERS))


def _stands_still_for_papers(step: Turn) -> bool:
    """What stands still for another reason waits for that reason's end, whatever papers come in."""
    handle = step.running(ClockKind.HANDLE)
    pauses = Pause.objects.filter(clock=handle, end=None, reason=_(WAITING_FOR_PAPERS))
    return handle is not None and pauses.exists()


def stand_still(step: Turn, handle: Clock, reason: str, until: date | None = None) -> None:
    """The promise stands still, and with it the unit's own share while that is not past due."""
    share = step.own_step()
    for clock in (handle, share):
        if clock is not None and not clock.paused and not clock.is_past_due(step.at):
            step.pause(clock, reason, until)


def run_on(step: Turn) -> None:
    for clock in (step.running(ClockKind.HANDLE), step.own_step()):
        if clock is not None and clock.paused:
            step.resume(clock)


def pausable(step: Turn) -> Clock:
    """The handle clock, which stands still only while it is not past due."""
    handle = step.running(ClockKind.HANDLE)
    if handle is None:
        raise Conflict(_("这件事现在没有在计时"))
    if handle.is_past_due(step.at):
        raise Refusal(_("已经超时了，不能再暂停计时"))
    return handle


def _materials_rungs(at: datetime) -> list[tuple[str, datetime]]:
    return [
        (f"day_{days}", at + timedelta(days=days))
        for days in (*MATERIALS_REMINDERS, MATERIALS_END_DAYS)
    ]
