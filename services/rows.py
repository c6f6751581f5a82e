"""One row of the work list: two lines of words and its buttons (screens.md 1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from accounts.scope import active_posts
from regions.wording import phone_number
from services.acts import (
    LABELS,
    Act,
    address_of,
    beside,
    first_act,
    offered_act,
    word_of,
)
from services.grouping import GROUPS, grouped
from services.lights import light_of, part_of
from services.models import Ticket
from services.permissions import sees_person
from services.reader import Reader
from services.row_words import second_line, title_of, who_words
from services.worklist import SHOWN, facts_for, rows_shown


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
        words=second_line(ticket, group, user, reader, at, who, first),
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
