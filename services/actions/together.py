"""Joint handling: other units are called in, each owes its part by a clock of its own (DESIGN 4.2 Holding)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit, UnitKind, User
from accounts.scope import active_posts
from config.errors import Conflict, Refusal
from services.actions.intake import require_result
from services.actions.reasons import REASON_LIMIT, require_not_concerned, require_reason
from services.actions.turn import Turn, turn
from services.choices import ClockKind
from services.models import Holding, Ticket
from services.people import heads_of
from services.permissions import works_in
from services.wording import due_words


def call_in(
    *, ticket: Ticket, unit: Unit, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Ask another unit for its part; the one that leads keeps the matter and the promised date.

    1. the unit sees the matter from now on, and owes its part inside a step of its own
    2. it answers or gives back with a reason; until then the matter cannot be resolved
    3. late it is red for that unit, never for the one that leads
    """
    require_reason(reason)
    with turn(ticket=ticket, act="call_in", by=by, at=at, seq=seq) as step:
        row = step.ticket
        _require_other_unit(step, unit)
        holding = Holding.objects.create(
            ticket=row, unit=unit, lead=False, offered_by=row.unit, offered_at=at, taken_at=at
        )
        step.holdings.append(holding)
        term = step.office.terms.term(ClockKind.STEP, row.ticket_class)
        clock = step.start(ClockKind.STEP, term, unit=unit, holding=holding)
        step.record("call_in", text=reason.strip(), unit=unit.pk)
        step.move("call_in")
        step.tell(
            {*heads_of(unit, at), row.first_contact},
            _("%(from)s请%(unit)s一起办：%(number)s，最晚%(due)s写结果")
            % {
                "from": row.unit.name,
                "unit": unit.name,
                "number": row.number,
                "due": due_words(clock.due_at, at),
            },
        )
    return ticket


def _require_other_unit(step: Turn, unit: Unit) -> None:
    if step.ticket.confidential or unit.kind == UnitKind.CONFIDENTIAL_DESK:
        raise Refusal(_("这类反映不能让别的单位一起办"), "unit")
    require_not_concerned(step.ticket, unit)
    if unit.pk == step.ticket.unit_id:
        raise Refusal(_("%(unit)s就是主办的") % {"unit": unit.name}, "unit")
    if any(part.unit_id == unit.pk for part in step.called_in()):
        raise Refusal(_("%(unit)s已经在一起办了") % {"unit": unit.name}, "unit")


def answer(
    *, ticket: Ticket, result: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """A unit that was called in says what it did; its clock stops, the one that leads is told."""
    require_result(result)
    with turn(ticket=ticket, act="answer", by=by, at=at, seq=seq) as step:
        part = _part_of(step, by)
        part.user, part.answered_at = by, at
        step.end_part(part)
        part.save(update_fields=["user", "answered_at"])
        step.record("answer", text=result.strip(), unit=part.unit_id)
        step.move("answer")
        _tell_lead(step, _("%(unit)s写了结果：%(number)s"), part)
    return ticket


def give_part_back(step: Turn, by: User, reason: str) -> None:
    """Not ours: the unit that was called in owes nothing more; the one that leads is told why."""
    part = _part_of(step, by)
    step.end_part(part, reason.strip()[:REASON_LIMIT], void=True)
    step.record("return", text=reason.strip(), unit=part.unit_id)
    step.move("return")
    _tell_lead(step, _("%(unit)s退回，不一起办：%(number)s"), part)


def release(
    *, ticket: Ticket, unit: Unit, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """The part of a unit that was called in is needed no more."""
    require_reason(reason)
    with turn(ticket=ticket, act="release", by=by, at=at, seq=seq) as step:
        part = next((part for part in step.called_in() if part.unit_id == unit.pk), None)
        if part is None:
            raise Conflict(_("%(unit)s现在没有在一起办") % {"unit": unit.name})
        step.end_part(part, void=True)
        step.record("release", text=reason.strip(), unit=unit.pk)
        step.move("release")
        step.tell(
            heads_of(unit, at),
            _("不用%(unit)s一起办了：%(number)s")
            % {"unit": unit.name, "number": step.ticket.number},
        )
    return ticket


def require_all_answered(step: Turn) -> None:
    """Joint handling is done when every part is (B16)."""
    waiting = "、".join(part.unit.name for part in step.called_in())
    if waiting:
        raise Refusal(
            _("%(units)s还没写结果。等写完再办结，或者先点“不用一起办了”") % {"units": waiting}
        )


def _part_of(step: Turn, by: User) -> Holding:
    posts = active_posts(by)
    for part in step.called_in():
        if any(works_in(post, part.unit_id) for post in posts):
            return part
    raise Conflict(_("您单位现在没有在一起办"))


def _tell_lead(step: Turn, words: str, part: Holding) -> None:
    row = step.ticket
    people = {row.first_contact, *([row.holder] if row.holder else heads_of(row.unit, step.at))}
    step.tell(people, words % {"unit": part.unit.name, "number": row.number})
