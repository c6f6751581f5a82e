"""All matters in a person's scope as one list: what may be asked of it, and what a line says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from regions.models import Region
from regions.wording import moment
from services.lights import light_of
from services.models import Ticket
from services.permissions import may
from services.querysets import TicketQuerySet
from services.row_words import title_of, who_words
from services.wording import staff_word
from services.worklist import rows_shown

# No page counts further: nobody turns so many pages.
COUNTED = 10_000
ORDERS = {
    "new": gettext_lazy("新来的在前"),
    "old": gettext_lazy("来得早的在前"),
    "due": gettext_lazy("快到期的在前"),
}
EXACT = ("status", "unit", "category", "channel", "ticket_class")


@dataclass(frozen=True)
class Line:
    ticket: Ticket
    page: str
    light: tuple[str, str]
    title: str
    words: list[str]
    # Number and last step, where the person may transfer it.
    tick: str

    @property
    def shape(self) -> str:
        return f"light-{self.light[0]}"


class CountedPages(Paginator):
    """Pages that stop counting at COUNTED."""

    @cached_property
    def count(self) -> int:
        found = cast("TicketQuerySet", self.object_list).order_by()[:COUNTED]
        return found.count()

    @property
    def is_more(self) -> bool:
        return self.count == COUNTED


def asked(user: User, wanted: Mapping[str, Any], at: datetime) -> TicketQuerySet:
    """The matters that a question names, in its order; what is left out narrows nothing."""
    found = Ticket.objects.visible_to(user)
    if wanted.get("q"):
        found = found.found_by(wanted["q"], user)
    if wanted.get("status") == "open":
        found = found.open()
    found = found.filter(
        **{name: wanted[name] for name in EXACT if wanted.get(name) and wanted[name] != "open"}
    )
    if wanted.get("overdue"):
        found = found.overdue(at)
    if wanted.get("clock"):
        found = found.with_running(wanted["clock"])
    if wanted.get("region"):
        found = found.filter(region__in=Region.objects.below(wanted["region"]))
    found = found.received_on(wanted.get("since"), wanted.get("until"))
    return found.in_order(wanted.get("sort") or "new")


def lines_of(user: User, found: list[int], at: datetime) -> list[Line]:
    """The lines of one page; names stand masked, as on every list that is not one's own work."""
    tickets = rows_shown(user, found)
    return [_line(tickets[key], user, at) for key in found if key in tickets]


def _line(ticket: Ticket, user: User, at: datetime) -> Line:
    light = light_of(ticket, "", at)
    state = staff_word(ticket, at)
    said = [
        ticket.number,
        state if state != light[1] else "",
        ticket.region.short_name,
        who_words(ticket, knows=False),
        ticket.unit.name,
        _("%(when)s收到") % {"when": moment(ticket.submitted_at)},
    ]
    offers = ticket.is_open and not ticket.confidential and may(user, ticket, "transfer")
    return Line(
        ticket=ticket,
        page=reverse("ticket", args=[ticket.number]),
        light=light,
        title=title_of(ticket),
        words=[words for words in said if words],
        tick=f"{ticket.number}:{ticket.last_seq}" if offers else "",
    )
