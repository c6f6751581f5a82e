"""The words of a row beside its light: what it is, who, where it stands, by when (screens.md 1.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from accounts.scope import active_posts
from regions.wording import day, relative
from services.lights import next_clock, owed_words, part_of
from services.models import Clock, Ticket
from services.permissions import acting_post
from services.reader import Reader
from services.wording import offered_unit

TITLE = 20


def title_of(ticket: Ticket) -> str:
    """The first words of the matter; without any, what it is about."""
    said = " ".join(ticket.text.split())
    if len(said) > TITLE:
        return said[:TITLE] + "…"
    if said:
        return said
    if ticket.call_me:
        return _("请打给我")
    return ticket.item.name if ticket.item else _("编号%(number)s") % {"number": ticket.number}


def who_words(ticket: Ticket, *, knows: bool) -> str:
    """2组 刘小满; masked for whoever does not work on it."""
    requester = ticket.requester
    name = "" if requester is None else requester.name if knows else requester.masked_name
    return " ".join(filter(None, [ticket.place[:12] if knows else "", name]))


def second_line(
    ticket: Ticket, group: str, user: User, reader: Reader, at: datetime, who: str, act: str
) -> list[str]:
    found, part = [_village(ticket, user), who], part_of(ticket, group, reader, at)
    if group == "urgent":
        minutes = (at - ticket.submitted_at) // timedelta(minutes=1)
        found.append(_passed(minutes))
    found += [
        _again(ticket),
        _returned(ticket),
        _from(ticket, group, reader),
        _stuck(ticket, group, reader, part),
        _time(ticket, group, at, part),
    ]
    found.append(_hat(user, ticket, act))
    return [words for words in found if words]


def _passed(minutes: int) -> str:
    if minutes >= 24 * 60:
        return _("已过%(count)s天") % {"count": minutes // (24 * 60)}
    if minutes < 1:
        return _("刚来")
    if minutes >= 60:
        return _("已过%(count)s小时") % {"count": minutes // 60}
    return _("已过%(count)s分钟") % {"count": minutes}


def _village(ticket: Ticket, user: User) -> str:
    """Not said to somebody who has one village only."""
    own = {post.region_id or post.unit.region_id for post in active_posts(user)}
    return "" if own == {ticket.region_id} else ticket.region.short_name


def _again(ticket: Ticket) -> str:
    """Not solved the last time."""
    if ticket.round < 2 or not ticket.is_open:
        return ""
    return _("重办") if ticket.round == 2 else _("第%(count)s次重办") % {"count": ticket.round - 1}


def _returned(ticket: Ticket) -> str:
    """退回来的, with its reason, until it is handed on again."""
    offers = [row for row in ticket.holdings.all() if row.lead and row.offered_by_id]
    if not offers or not offers[-1].returned_reason or not ticket.is_open:
        return ""
    return _("%(unit)s退回：%(reason)s") % {
        "unit": offers[-1].unit.name,
        "reason": offers[-1].returned_reason[:30],
    }


def _from(ticket: Ticket, group: str, reader: Reader) -> str:
    if group not in {"take", "called_in"}:
        return ""
    words = _("%(unit)s转来") if group == "take" else _("%(unit)s请一起办")
    for holding in ticket.holdings.all():
        meant = holding.is_offered if group == "take" else holding.is_called_in
        if meant and holding.unit_id in reader.units and holding.offered_by:
            return words % {"unit": holding.offered_by.name}
    return ""


def _stuck(ticket: Ticket, group: str, reader: Reader, part: Clock | None) -> str:
    """Where it stands, when that is not with the reader."""
    if part is not None:
        return "" if part.unit_id in reader.units else _stuck_at(ticket, part)
    if offered_unit(ticket) and group != "take":
        return _("等%(unit)s签收") % {"unit": offered_unit(ticket)}
    if ticket.unit_id not in reader.units:
        word = _("卡在：%(unit)s") if group == "overdue" else _("在%(unit)s")
        if group in {"take", "call_back", "called_in"}:
            return ""
        return word % {"unit": ticket.unit.name}
    parts = _("、").join(row.unit.name for row in ticket.holdings.all() if row.is_called_in)
    if parts:
        return _("等%(units)s写结果") % {"units": parts}
    if ticket.holder and ticket.holder_id != reader.user:
        return _("%(name)s在办") % {"name": ticket.holder.name}
    return ""


def _stuck_at(ticket: Ticket, part: Clock) -> str:
    """A unit that was called in keeps the others waiting."""
    names = {row.pk: row.unit.name for row in ticket.holdings.all()}
    return _("卡在：%(unit)s（一起办的）") % {"unit": names.get(part.holding_id or 0, "")}


def _time(ticket: Ticket, group: str, at: datetime, share: Clock | None) -> str:
    if ticket.paused and share is None:
        until = getattr(ticket, "paused_until", None)
        return _("暂停到%(day)s") % {"day": day(until)} if until else ""
    clock = share or next_clock(ticket, group)
    if clock is None or group == "urgent":
        return ""
    if group == "accept":
        return _("最晚%(due)s") % {"due": relative(clock.due_at, at)}
    # what is late already says so in its light
    later_today = clock.due_at > at and timezone.localdate(clock.due_at) == timezone.localdate(at)
    return owed_words(clock, at) if later_today else ""


def _hat(user: User, ticket: Ticket, act: str) -> str:
    """As what one acts, for people with several posts (代办员、网格员…)."""
    if len(active_posts(user)) < 2 or act in {"", "rectify"}:
        return ""
    post = acting_post(user, ticket, act)[1]
    # get_role_display would hash every role's words for each row
    return str(Role(post.role).label) if post else ""
