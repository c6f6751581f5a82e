"""One row of the work list: two lines of words and its buttons (screens.md 1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from accounts.scope import active_posts
from regions.wording import day, phone_number, relative
from services import workflow
from services.acts import (
    LABELS,
    Act,
    address_of,
    beside,
    first_act,
    offered_act,
    word_of,
)
from services.choices import ClockKind
from services.models import Clock, Ticket
from services.permissions import acting_post, sees_person
from services.wording import offered_unit, owed_word, staff_word
from services.worklist import GROUPS, SHOWN, Reader, facts_for, grouped, rows_shown

TITLE = 20
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Light(NamedTuple):
    """The tag of a row's first line."""

    state: str
    word: str


@dataclass(frozen=True)
class Row:
    ticket: Ticket
    page: str
    light: Light
    title: str
    who: str
    words: list[str]
    first: Act | None
    beside: list[tuple[str, str]]
    dial: str

    @property
    def digits(self) -> str:
        """An old phone dials by hand."""
        return phone_number(self.dial)

    @property
    def shape(self) -> str:
        """The drawing of its light."""
        return f"light-{self.light.state}"


@dataclass(frozen=True)
class Group:
    key: str
    name: str
    total: int
    rows: list[Row]

    @property
    def left(self) -> int:
        """How many are not shown here."""
        return self.total - len(self.rows)


def work_list(user: User, at: datetime) -> list[Group]:
    """The groups that are not empty, each with its first rows; a fixed number of queries."""
    reader = Reader.of(user)
    keys = grouped(facts_for(user, at), reader, at)
    shown = {group: found[:SHOWN] for group, found in keys.items()}
    tickets = rows_shown(user, [key for found in shown.values() for key in found])
    return [
        Group(
            group,
            str(GROUPS[group]),
            len(keys[group]),
            [row_of(tickets[key], group, user, reader, at) for key in found if key in tickets],
        )
        for group, found in shown.items()
    ]


def group_keys(user: User, group: str, at: datetime) -> list[int]:
    """Everything in one group, for the page behind 还有N件."""
    return grouped(facts_for(user, at), Reader.of(user), at).get(group, [])


def rows_of(user: User, keys: list[int], group: str, at: datetime) -> list[Row]:
    tickets, reader = rows_shown(user, keys), Reader.of(user)
    return [row_of(tickets[key], group, user, reader, at) for key in keys if key in tickets]


def rows_found(user: User, found: QuerySet[Ticket], at: datetime) -> list[Row]:
    """What a search found, the newest first."""
    return rows_of(user, list(found.values_list("pk", flat=True)), "", at)


def row_of(ticket: Ticket, group: str, user: User, reader: Reader, at: datetime) -> Row:
    knows = sees_person(user, ticket)
    first = first_act(user, ticket, group)
    who = who_words(ticket, knows=knows)
    page = reverse("ticket", args=[ticket.number])
    dial = ticket.requester.phone if knows and ticket.requester and ticket.is_open else ""
    return Row(
        ticket=ticket,
        page=page,
        light=Light(*light_of(ticket, group, at, part_of(ticket, group, reader, at))),
        title=title_of(ticket),
        who=who,
        words=_second_line(ticket, group, user, reader, at, who, first),
        first=_first(first, ticket, group, user, page) if first else None,
        beside=[
            (str(LABELS[act]), f"{address_of(act, page)}?back=desk")
            for act in beside(user, ticket, first)
        ],
        dial=dial,
    )


def _first(act: str, ticket: Ticket, group: str, user: User, page: str) -> Act:
    """A department says by when as it signs; everybody else signs with one tap."""
    ask = act == "take" and any(post.role == Role.LIAISON for post in active_posts(user))
    return offered_act(act, ticket, back="desk", label=word_of(act, group), page=page, ask=ask)


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


def share_of(ticket: Ticket, reader: Reader) -> Clock | None:
    """The clock of the part that the reader's unit owes of another unit's matter."""
    return next(
        (
            clock
            for clock in getattr(ticket, "running_clocks", [])
            if clock.is_of_called_in and clock.unit_id in reader.units
        ),
        None,
    )


def part_of(ticket: Ticket, group: str, reader: Reader, at: datetime) -> Clock | None:
    """The reader's own share, else the late one for which the matter stands among what is late."""
    own = share_of(ticket, reader)
    if own is not None or group != "overdue" or ticket.is_overdue(at):
        return own
    running: list[Clock] = getattr(ticket, "running_clocks", [])
    late = (clock for clock in running if clock.is_of_called_in and clock.is_past_due(at))
    return next(late, None)


def light_of(
    ticket: Ticket, group: str, at: datetime, share: Clock | None = None
) -> tuple[str, str]:
    """The tag of the first line: its light and its word; of a unit that was called in, its `share`."""
    if group == "urgent":
        return "urgent", _("急")
    if share is not None:
        return _light_of_clock(share, at)
    if ticket.is_overdue(at) and ticket.overdue_at:
        return "overdue", late_words(ticket.overdue_at, at)
    if ticket.paused:
        return "paused", staff_word(ticket, at)
    clock = _next_clock(ticket, group)
    if clock is None or ticket.status == workflow.AWAITING_MATERIALS:
        return "ok", staff_word(ticket, at)
    if group == "accept" and timezone.localdate(clock.due_at) > timezone.localdate(at):
        return ("soon" if clock.warn_at <= at else "ok"), _("新来的")
    return _light_of_clock(clock, at)


def _light_of_clock(clock: Clock, at: datetime) -> tuple[str, str]:
    if clock.due_at <= at:
        late = late_words(clock.due_at, at)
        # a late call is not a late matter, and must not read like one
        called = clock.kind == ClockKind.CONTACT
        return "overdue", _("联系%(late)s") % {"late": late} if called else late
    if timezone.localdate(clock.due_at) == timezone.localdate(at):
        return "soon", relative(clock.due_at, at)
    return ("soon" if clock.warn_at <= at else "ok"), owed_words(clock, at)


def _next_clock(ticket: Ticket, group: str = "") -> Clock | None:
    """What the unit that leads owes next, or by when an offer is to be signed; the parts of others are not its light."""
    running: list[Clock] = getattr(ticket, "running_clocks", [])
    counting = [clock for clock in running if not (clock.paused or clock.is_of_called_in)]
    offers = [clock for clock in counting if clock.kind == ClockKind.TAKE and group == "take"]
    return next(iter(offers or counting), None)


def late_words(due_at: datetime, at: datetime) -> str:
    """超时1天; before a day has passed 超时2小时, 超时40分钟."""
    late = at - due_at
    if late >= DAY:
        return _("超时%(count)s天") % {"count": late.days}
    if late >= HOUR:
        return _("超时%(count)s小时") % {"count": late // HOUR}
    return _("超时%(count)s分钟") % {"count": max(late // timedelta(minutes=1), 1)}


def owed_words(clock: Clock, at: datetime) -> str:
    """办还剩3天, 回话还剩2小时: a bare number of days would not say of what."""
    left = left_words(clock.due_at, at)
    if clock.due_at <= at:
        return left
    return _("%(what)s%(left)s") % {"what": owed_word(clock), "left": left}


def left_words(due_at: datetime, at: datetime) -> str:
    """还剩2小时, from tomorrow on by days: 还剩3天."""
    left = due_at - at
    if left < timedelta(0):
        return late_words(due_at, at)
    days = (timezone.localdate(due_at) - timezone.localdate(at)).days
    if days > 1 or left >= DAY:
        return _("还剩%(count)s天") % {"count": max(days, 1)}
    if left >= HOUR:
        return _("还剩%(count)s小时") % {"count": left // HOUR}
    return _("还剩%(count)s分钟") % {"count": max(left // timedelta(minutes=1), 1)}


def _second_line(
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
    clock = share or _next_clock(ticket, group)
    if clock is None or group == "urgent" or (group == "overdue" and clock.due_at <= at):
        return ""
    if group == "accept":
        return _("最晚%(due)s") % {"due": relative(clock.due_at, at)}
    today = timezone.localdate(clock.due_at) == timezone.localdate(at)
    return owed_words(clock, at) if today else ""


def _hat(user: User, ticket: Ticket, act: str) -> str:
    """As what one acts, for people with several posts (代办员、网格员…)."""
    if len(active_posts(user)) < 2 or act in {"", "rectify"}:
        return ""
    post = acting_post(user, ticket, act)[1]
    # get_role_display would hash every role's words for each row
    return str(Role(post.role).label) if post else ""
