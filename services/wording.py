"""Words of clocks, dates and states as staff read them (screens.md annex A)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from regions.wording import relative
from services import workflow
from services.choices import Basis, ClockKind, EndReason, Outcome, Status

if TYPE_CHECKING:
    from services.models import Clock, Ticket


def due_words(due_at: datetime, at: datetime) -> str:
    return relative(due_at, at)


def clock_words(kind: str) -> str:
    return str(ClockKind(kind).label)


def length_words(amount: Decimal | int | str, basis: str) -> str:
    """3个工作日, 5天, 2小时."""
    unit = {Basis.WORKING_DAY: _("个工作日"), Basis.CALENDAR_DAY: _("天"), Basis.HOUR: _("小时")}
    return f"{Decimal(amount).normalize():f}{unit[Basis(basis)]}"


# What is owed by when, in one word: 办还剩3天, 回话还剩2小时.
_OWED: dict[str, str] = {
    ClockKind.ACCEPT: "受理",
    ClockKind.CONTACT: "联系",
    ClockKind.HANDLE: "办",
    ClockKind.STEP: "送上去",
    ClockKind.TAKE: "签收",
    ClockKind.FEEDBACK: "回话",
    ClockKind.CALL_BACK: "回访",
    ClockKind.RECTIFY: "整改",
}


def owed_word(clock: Clock) -> str:
    return _("写结果") if clock.is_of_called_in else _(_OWED[clock.kind])


def staff_word(ticket: Ticket, at: datetime) -> str:
    """What a cadre reads; the order is the order of importance."""
    if ticket.status == workflow.SUBMITTED and offered_unit(ticket):
        return _("待签收（%(unit)s）") % {"unit": offered_unit(ticket)}
    if ticket.status == workflow.IN_PROGRESS:
        return _staff_word_in_progress(ticket, at)
    if ticket.status == workflow.CLOSED and ticket.outcome not in {"", Outcome.DONE}:
        return _("已办结（%(outcome)s）") % {"outcome": _CLOSED_WORDS[ticket.outcome]}
    if ticket.status == workflow.WITHDRAWN and ticket.end_reason == EndReason.LAPSED:
        return _("已撤回（逾期未补）")
    return str(Status(ticket.status).label)


_CLOSED_WORDS: dict[str, str] = {
    Outcome.EXPLAINED: "说明",
    Outcome.PLANNED: "列入计划",
    Outcome.REFERRED: "转告",
}


def _staff_word_in_progress(ticket: Ticket, at: datetime) -> str:
    if offered_unit(ticket):
        return _("待签收（%(unit)s）") % {"unit": offered_unit(ticket)}
    if ticket.paused:
        return _("暂停计时")
    if ticket.is_overdue(at):
        return _("超时")
    return _("重办") if ticket.round > 1 else _("办理中")


def offered_unit(ticket: Ticket) -> str:
    """The name of the unit to which it is offered; pages prefetch holdings with their unit."""
    return next((holding.unit.name for holding in ticket.holdings.all() if holding.is_offered), "")


GRADES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


def earliest_due(clocks: list[Clock]) -> datetime | None:
    """What the villager is told as 最晚: contact before anybody has called, else the promise."""
    running = {
        clock.kind: clock.due_at for clock in clocks if clock.is_running and not clock.paused
    }
    for kind in (ClockKind.ACCEPT, ClockKind.HANDLE, ClockKind.FEEDBACK):
        if kind in running:
            return running[kind]
    return None
