"""Questions about items, tickets, holdings and clocks: the only place that names sets of states."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField, Value

from accounts.fields import blind_index
from accounts.scope import tokens
from config.clock import LOCAL
from services import workflow
from services.grams import grams_asked, words_in

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from regions.models import Region
    from services.models import Clock, Holding, ServiceItem, Ticket  # noqa: F401 - in the bases' brackets


# What is typed as a number: digits, with the marks people put between them.
NUMERIC = re.compile(r"[\d\s+()（）\-]+")
GRAM = 2
TAIL = 4
SHORT_NUMBER = 6
# What a matter's grams are made of, written as services.grams reads it.
SAID = Func(
    Func(
        Value(" "), "opening__text", "requester__name", "item__name", function="concat_ws",
        output_field=TextField(),
    ),
    template="lower(normalize(%(expressions)s, NFKC))",
    output_field=TextField(),
)  # fmt: skip

URGENT = Q(ticket_class="urgent") | Q(urgent_claimed=True, status__in=sorted(workflow.CLAIM_STANDS))


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


class ServiceItemQuerySet(QuerySet["ServiceItem"]):
    def in_use(self) -> ServiceItemQuerySet:
        """What staff may choose, confirmed or not."""
        return self.filter(active=True)

    def public(self, *, confirmed_only: bool) -> ServiceItemQuerySet:
        found = self.in_use()
        return found.filter(confirmed=True) if confirmed_only else found

    def under(self, topic: str) -> ServiceItemQuerySet:
        """What stands under one of the ten buttons."""
        return self.filter(category__plain_name=topic)

    def matching(self, words: str) -> ServiceItemQuerySet:
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word)
                | Q(also_called__icontains=word)
                | Q(category__name__icontains=word)
                | Q(code=word)
            )
        return found

    def resembling(self, words: str) -> ServiceItemQuerySet:
        """For a sentence instead of a word (办低保要啥): any two neighbouring characters of it."""
        text = "".join(words.split())
        likeness = Q(pk__in=[])
        for pair in {text[start : start + 2] for start in range(len(text) - 1)}:
            likeness |= Q(name__icontains=pair) | Q(also_called__icontains=pair)
        return self.filter(likeness)

    def found_by(self, words: str) -> ServiceItemQuerySet:
        """What matches the words, else what resembles them; one query more than the plain list."""
        found = self.matching(words)
        return found if found.exists() else self.resembling(words)


class TicketQuerySet(QuerySet["Ticket"]):
    def visible_to(self, user: User) -> TicketQuerySet:
        """What the person's active posts show; everything outside answers 404."""
        return self.filter(audience__overlap=tokens(user))

    def open(self) -> TicketQuerySet:
        return self.filter(status__in=workflow.OPEN)

    def overdue(self, at: datetime) -> TicketQuerySet:
        return self.filter(overdue_at__lte=at)

    def urgent(self) -> TicketQuerySet:
        return self.filter(URGENT)

    def urgent_and_untaken(self) -> TicketQuerySet:
        """Nobody has pressed 我接了 yet."""
        return self.urgent().filter(
            status__in=[workflow.SUBMITTED, workflow.IN_PROGRESS], holder=None
        )

    def said_before(self, region: Region, phone: str, text: str, since: datetime) -> TicketQuerySet:
        """The same words of the same phone for the same village, still open."""
        return self.open().filter(
            region=region,
            requester__phone_index=blind_index(phone, "phone"),
            opening__text=text,
            submitted_at__gte=since,
            confidential=False,
        )

    def waiting_for_call_back(self) -> TicketQuerySet:
        return self.filter(status=workflow.ANSWERED, drawn=True)

    def disputed_since(self, since: datetime) -> TicketQuerySet:
        """The villager does not agree, and nobody has upheld it or taken it up again."""
        return self.filter(
            disputed_at__gte=since,
            dispute_settled_at=None,
            status__in=[workflow.DECLINED, workflow.CLOSED],
        )

    def found_by(self, words: str, user: User) -> TicketQuerySet:
        """By number or phone where digits are given, else by what was said then or later, who asked and the item.

        Phones whole or by their last four digits; every word must stand in the matter.
        """
        digits = "".join(character for character in words if character.isdigit())
        if NUMERIC.fullmatch(words) and (len(digits) == TAIL or len(digits) > SHORT_NUMBER):
            return self.numbered_or_phoned(digits, words.strip())
        if digits and self.numbered_elsewhere(words).exists():
            return self.numbered_elsewhere(words)
        grams = grams_asked(words)
        if not grams:
            return self.none()
        found = self.filter(search__grams__contains=grams, search__audience__overlap=tokens(user))
        # the grams of a longer word may stand in different places
        longer = [word for word in words_in(words) if len(word) > GRAM]
        if not longer:
            return found
        stands = [Q(said__contains=word) | Q(search__added__contains=word) for word in longer]
        return cast("TicketQuerySet", found.alias(said=SAID).filter(*stands))

    def numbered_elsewhere(self, number: str) -> TicketQuerySet:
        """By the number that another system, such as the 12345 hotline, gave it."""
        return self.filter(external_number=number.strip()).exclude(external_number="")

    def numbered_or_phoned(self, digits: str, typed: str) -> TicketQuerySet:
        """A number, here or elsewhere, a phone number whole or its last four digits."""
        if len(digits) == TAIL:
            return self.filter(requester__phone_tail_index=blind_index(digits, "phone-tail"))
        # one branch a way: OR over two tables would read every matter
        numbered, *others = (
            self.model.objects.filter(way).order_by().values("pk")
            for way in (
                Q(number=digits),
                Q(external_number=typed) & ~Q(external_number=""),
                Q(requester__phone_index=blind_index(digits, "phone")),
            )
        )
        return self.filter(pk__in=numbered.union(*others))

    def for_list(self) -> TicketQuerySet:
        """Everything a row of a list prints, in one query."""
        return self.select_related(
            "opening",
            "requester",
            "region__parent",
            "region__successor",
            "unit",
            "holder",
            "first_contact",
            "item",
            "category",
        )

    def with_running(self, kind: str) -> TicketQuerySet:
        """Matters for which a clock of this kind runs, paused or not."""
        from services.models import Clock

        running = Clock.objects.running().filter(kind=kind, ticket=OuterRef("pk"))
        return self.filter(Exists(running))

    def received_on(self, since: date | None, until: date | None) -> TicketQuerySet:
        """Received from one day to another, both counted."""
        found = self
        if since is not None:
            found = found.filter(submitted_at__gte=start_of(since))
        if until is not None:
            found = found.filter(submitted_at__lt=start_of(until + timedelta(days=1)))
        return found

    def in_order(self, order: str) -> TicketQuerySet:
        """new and old by receipt; due what has a date, the nearest first."""
        if order == "due":
            return self.filter(next_due_at__isnull=False).order_by("next_due_at", "pk")
        return self.order_by(
            *(("submitted_at", "pk") if order == "old" else ("-submitted_at", "-pk"))
        )

    def held_by(self, user: User) -> TicketQuerySet:
        return self.filter(holder=user)

    def at_units(self, units: list[Unit] | set[int]) -> TicketQuerySet:
        return self.filter(unit__in=units)


class HoldingQuerySet(QuerySet["Holding"]):
    def offered(self) -> HoldingQuerySet:
        return self.filter(taken_at=None, ended_at=None)

    def called_in(self) -> HoldingQuerySet:
        """Parts of other units' matters that are still owed."""
        return self.filter(lead=False, ended_at=None)

    def current(self) -> HoldingQuerySet:
        return self.filter(ended_at=None)


class ClockQuerySet(QuerySet["Clock"]):
    def running(self) -> ClockQuerySet:
        return self.filter(stopped_at=None)

    def of_lead(self) -> ClockQuerySet:
        """Without the shares of units that were called in: those are never the leading unit's delay."""
        return self.exclude(kind="step", holding__isnull=False)

    def of_called_in(self) -> ClockQuerySet:
        """The shares of units that were called in; for one row: `Clock.is_of_called_in`."""
        return self.filter(kind="step", holding__isnull=False)

    def counting_days(self) -> ClockQuerySet:
        """Running, and by the calendar: hours go round the clock whatever the day is."""
        return self.running().exclude(basis="hour")

    def past_due(self, at: datetime) -> ClockQuerySet:
        return self.filter(stopped_at=None, paused=False, due_at__lte=at)
