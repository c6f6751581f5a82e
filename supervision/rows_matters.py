"""Lines of matters behind a number: numbers, items, units and dates, never a name, a phone or the words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regions.wording import moment
from services.lights import late_words
from services.models import Ticket
from services.wording import staff_word


def _number(ticket: Ticket, readable: bool) -> Any:
    """Whoever may not read the matter gets the end of its number, enough to speak of it with the unit."""
    start, end = ticket.number[:4], ticket.number[4:]
    if not readable:
        return _("尾号%(end)s") % {"end": end}
    return (f"{start} {end}", reverse("ticket", args=[ticket.number]))


def _about(ticket: Ticket) -> str:
    named = ticket.item or ticket.category
    return named.name if named else _("没分类")


def _where(ticket: Ticket) -> str:
    """Township and village: names repeat inside a county."""
    region = ticket.region
    return f"{region.parent.short_name}{region.short_name}" if region.parent else str(region)


def light(ticket: Any, at: datetime) -> tuple[str, str]:
    """Light and word, alike in list, count and export (B48); no light where nothing presses."""
    if ticket.is_overdue(at):
        return "overdue", late_words(ticket.overdue_at, at)
    if ticket.paused:
        return "paused", _("暂停计时")
    if ticket.is_due_soon:
        return "soon", _("快到期")
    return "", staff_word(ticket, at)


def _when(at: datetime | None) -> str:
    return moment(at) if at else "—"


def ticket_cells(ticket: Any, at: datetime, readable: bool) -> list[Any]:
    state, words = light(ticket, at)
    return [
        _number(ticket, readable),
        _about(ticket),
        _where(ticket),
        ticket.unit.name,
        _when(ticket.submitted_at),
        _when(ticket.overdue_at or ticket.next_due_at),
        (words, "", state),
    ]


def _of_matter(row: Any, readable: bool) -> list[Any]:
    ticket = row.ticket
    return [_number(ticket, readable), _about(ticket), _where(ticket)]


def clock_cells(clock: Any, at: datetime, readable: bool) -> list[Any]:
    said = clock.get_outcome_display() or (_("过了") if clock.is_past_due(at) else _("在走"))
    return [
        *_of_matter(clock, readable),
        clock.unit.name,
        clock.get_kind_display(),
        _when(clock.due_at),
        said,
    ]


def part_cells(clock: Any, at: datetime, readable: bool) -> list[Any]:
    late = (late_words(clock.due_at, at), "", "overdue")
    return [
        *_of_matter(clock, readable),
        clock.unit.name,
        _when(clock.started_at),
        _when(clock.due_at),
        late,
    ]


def call_back_cells(call: Any, at: datetime, readable: bool) -> list[Any]:
    reached = _("打通") if call.reached else _("没打通")
    return [
        *_of_matter(call, readable),
        call.ticket.unit.name,
        _when(call.at),
        reached,
        _solved(call.solved),
        _grade(call.grade),
    ]


def own_rating_cells(rating: Any, at: datetime, readable: bool) -> list[Any]:
    return [
        *_of_matter(rating, readable),
        rating.ticket.unit.name,
        _when(rating.at),
        _solved(rating.solved),
        _grade(rating.grade),
    ]


def _solved(solved: bool | None) -> str:
    return "—" if solved is None else _("解决了") if solved else _("没解决")


def _grade(grade: int | None) -> str:
    words = {5: _("非常满意"), 4: _("满意"), 3: _("基本满意"), 2: _("不满意"), 1: _("非常不满意")}
    return words[grade] if grade else "—"


def rectification_cells(row: Any, at: datetime, readable: bool) -> list[Any]:
    return [
        *_of_matter(row, readable),
        row.unit.name,
        _grade(row.grade),
        _when(row.opened_at),
        _when(row.clock.due_at),
    ]


def holding_cells(holding: Any, at: datetime, readable: bool) -> list[Any]:
    return [
        *_of_matter(holding, readable),
        holding.unit.name,
        _when(holding.offered_at),
        _when(holding.taken_at),
        _when(holding.ended_at),
        _days(holding.stood),
        _("退回") if holding.returned_reason else "",
    ]


def _days(span: timedelta) -> str:
    return _("%(days)d天") % {"days": max(span.days, 0)}
