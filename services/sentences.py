"""The one sentence of its state that a villager reads: plain words, never staff words (screens.md annex A)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duty.wording import whose
from regions.wording import day
from services import workflow
from services.choices import EndReason, Outcome
from services.wording import due_words, offered_unit

if TYPE_CHECKING:
    from services.models import Ticket


def villager_sentence(
    ticket: Ticket, at: datetime, *, due_at: datetime | None, village: str
) -> str:
    """The one sentence on the tracking page: plain words, never staff words."""
    if ticket.is_disputed:
        return _("您说不同意，%(unit)s正在看，看完给您回话") % {
            "unit": (ticket.unit.superior or ticket.unit).name
        }
    return _SENTENCES[ticket.status](ticket, at, due_at, village)


def _submitted(ticket: Ticket, at: datetime, due_at: datetime | None, village: str) -> str:
    if offered_unit(ticket):
        return _("正转给%(unit)s") % {"unit": offered_unit(ticket)}
    if ticket.confidential:
        return _("已经送到县里")
    if due_at is None:
        return _("已经送到%(village)s") % {"village": village}
    return _("已经送到%(village)s，最晚%(due)s给您回话") % {
        "village": village,
        "due": due_words(due_at, at),
    }


def _awaiting_materials(ticket: Ticket, at: datetime, due_at: datetime | None, village: str) -> str:
    count = sum(
        item.supplied_at is None
        for supplement in ticket.supplements.all()
        for item in supplement.items.all()
    )
    return ngettext(
        "还差%(count)s样材料，补齐就接着办", "还差%(count)s样材料，补齐就接着办", count
    ) % {"count": count}


def _in_progress(ticket: Ticket, at: datetime, due_at: datetime | None, village: str) -> str:
    if offered_unit(ticket):
        return _("正转给%(unit)s") % {"unit": offered_unit(ticket)}
    if ticket.paused:
        return _paused(ticket)
    if ticket.is_overdue(at) and ticket.overdue_at is not None:
        days = max((timezone.localdate(at) - timezone.localdate(ticket.overdue_at)).days, 1)
        above = ticket.unit.superior.name if ticket.unit.superior else ticket.unit.name
        return _("已经超时%(days)s天，%(unit)s在催") % {"days": days, "unit": above}
    if ticket.round > 1:
        return _("重新在办")
    if ticket.unit.region_id != ticket.region_id and ticket.unit.kind != "confidential_desk":
        return _("已转到%(unit)s办") % {"unit": ticket.unit.name}
    return _("正在办")


def _paused(ticket: Ticket) -> str:
    pause = next(
        (
            pause
            for clock in ticket.clocks.all()
            if clock.paused
            for pause in clock.pauses.all()
            if pause.end is None
        ),
        None,
    )
    if pause is None:
        return _("先等一等")
    if pause.planned_until is None:
        return _("先等一等：%(reason)s") % {"reason": pause.reason}
    return _("先等一等：%(reason)s，到%(until)s接着办") % {
        "reason": pause.reason,
        "until": day(pause.planned_until),
    }


def _closed(ticket: Ticket, at: datetime, due_at: datetime | None, village: str) -> str:
    if ticket.outcome == Outcome.EXPLAINED:
        return _("按规定办不了，已经跟您说明：%(basis)s。不同意，可以再说") % {
            "basis": ticket.referred_to
        }
    if ticket.outcome == Outcome.PLANNED and ticket.planned_until:
        return _("记上了，%(until)s前再给您答复") % {"until": day(ticket.planned_until)}
    if ticket.outcome == Outcome.REFERRED:
        return _("这事归%(unit)s管") % {"unit": ticket.referred_to}
    return _("办好了")


def _answered(ticket: Ticket, at: datetime, due_at: datetime | None, village: str) -> str:
    if ticket.outcome != Outcome.DONE:
        return _closed(ticket, at, due_at, village)
    return _("办好了。过几天可能有人打电话问您满不满意") if ticket.drawn else _("办好了")


def _declined(ticket: Ticket, at: datetime, due_at: datetime | None, village: str) -> str:
    plain = _("这里办不了，请找%(where)s") % {"where": ticket.referred_to}
    if ticket.disputed_at is not None:
        return plain
    above = whose(ticket.unit.superior) if ticket.unit.superior else _("上面")
    return _("%(plain)s。不同意，让%(above)s看看") % {"plain": plain, "above": above}


def _withdrawn(ticket: Ticket, at: datetime, due_at: datetime | None, village: str) -> str:
    if ticket.end_reason == EndReason.LAPSED:
        return _("材料一直没补齐，先停了。补齐了打村里电话，接着办")
    return _("您说不用办了")


def _merged(ticket: Ticket, at: datetime, due_at: datetime | None, village: str) -> str:
    lead = ticket.merged_into
    state = villager_sentence(lead, at, due_at=None, village=village) if lead else ""
    return _("跟别人说的是同一件事，一起办：%(state)s") % {"state": state}


_SENTENCES: dict[str, Callable[[Ticket, datetime, datetime | None, str], str]] = {
    workflow.SUBMITTED: _submitted,
    workflow.AWAITING_MATERIALS: _awaiting_materials,
    workflow.IN_PROGRESS: _in_progress,
    workflow.RESOLVED: lambda *_args: _("办好了，马上给您回话"),
    workflow.ANSWERED: _answered,
    workflow.CLOSED: _closed,
    workflow.DECLINED: _declined,
    workflow.WITHDRAWN: _withdrawn,
    workflow.MERGED: _merged,
}
