"""What the villager says of it: call-back, own rating, redo, rectification (B19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit, User
from config.errors import Conflict, Refusal
from services import ladder, workflow
from services.actions.closing import close
from services.actions.intake import promised_term, require_result
from services.actions.turn import Turn, turn
from services.audience import spared
from services.choices import CallBackTag, ClockKind, EndReason
from services.models import CallBack, OwnRating, Rectification, Ticket
from services.people import heads_of
from services.terms import CALL_BACK_ATTEMPTS, REDO_LIMIT
from services.wording import due_words

BAD_GRADE = 2


def call_back(
    *, ticket: Ticket, by: User, at: datetime, seq: int | None = None, reached: bool = True,
    solved: bool | None = None, grade: int | None = None, tags: Sequence[str] = (), note: str = "",
) -> Ticket:  # fmt: skip
    """Somebody of the level above asked the villager (B19).

    `tags` say what annoyed: the known ones stand in the story, a program may send words of its own.

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
        known = [tag for tag in CallBackTag.values if tag in tags]
        step.record(
            "call_back", text=note.strip(), reached=reached, solved=solved, grade=grade, tags=known
        )
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
    home = spared(Unit.objects.heir_of(row.unit), row)
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
    step.share_begins()
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
