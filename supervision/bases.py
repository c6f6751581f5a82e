"""Rows that figures count, and the slice of county, days and instant that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, CharField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, NullIf
from django.utils import timezone

from accounts.models import UnitKind
from activities.themes import centers_without_theme
from centers.models import Assessment, Center, Project, Standard
from centers.standards import SEVEN_ONES
from duty.coverage import uncovered
from regions.models import Region
from services.choices import ClockKind, ClockOutcome
from services.models import CallBack, Clock, Holding, OwnRating, Rectification, Ticket
from services.querysets import TicketQuerySet
from services.topics import lately
from supervision.periods import Period


@dataclass(frozen=True)
class Slice:
    """What is looked at: where, received when, as of which instant; narrowed to a unit or a topic."""

    region: Region
    period: Period
    at: datetime
    unit: int | None = None
    item: int | None = None  # 0: without one
    category: int | None = None  # the same
    part: int | None = None  # one of the seven of 七个一, or one batch of renovation
    alone: bool = False  # the region itself, nothing below it

    @cached_property
    def query(self) -> dict[str, Any]:
        """Days and what they are narrowed to, as addresses name them."""
        chosen = {"unit": self.unit, "item": self.item, "category": self.category}
        chosen |= {"part": self.part, "alone": 1 if self.alone else None}
        narrowed = {name: value for name, value in chosen.items() if value is not None}
        return {**self.period.query, **narrowed}

    @cached_property
    def encoded(self) -> str:
        """The same as the end of an address: a page has hundreds of them."""
        return urlencode(self.query)

    @cached_property
    def standard(self) -> Standard | None:
        return Standard.objects.in_force(SEVEN_ONES, timezone.localdate(self.at))


Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Base:
    """Rows that figures count: how to find them, and by which fields they fall to a region, a unit, a matter."""

    rows: Callable[[Slice], Rows]
    region: str
    unit: str
    ticket: str | None = None
    part: str | None = None

    def of(self, cut: Slice) -> Rows:
        """The rows of a slice, at or below its region."""
        below = {f"{self.region}__path__startswith": cut.region.path}
        wanted = Q(**{self.region: cut.region} if cut.alone else below)
        if cut.unit is not None:
            wanted &= Q(**{self.unit: cut.unit})
        if self.ticket is not None:
            wanted &= _topic(cut, self.ticket)
        if self.part is not None and cut.part is not None:
            wanted &= Q(**{self.part: cut.part})
        return self.rows(cut).filter(wanted)

    def group(self, by: str, cut: Slice) -> Combinable:
        """What the rows are grouped by: region, child, unit, part, category or channel."""
        if by == "child":
            return self._child(cut)
        own = {"region": f"{self.region}_id", "unit": self.unit, "part": self.part}
        return F(own.get(by) or f"{self.ticket}{'category_id' if by == 'category' else by}")

    def _child(self, cut: Slice) -> Combinable:
        """The place directly below the slice's region in which a row lies; nothing for its own rows."""
        step = Value(cut.region.path.count("/") + 1)
        path = F(f"{self.region}__path")
        found = Func(path, Value("/"), step, function="SPLIT_PART", output_field=CharField())
        return Cast(NullIf(found, Value("")), BigIntegerField())


def _topic(cut: Slice, prefix: str) -> Q:
    wanted = Q()
    if cut.item is not None:
        wanted &= Q(**{f"{prefix}item": cut.item or None})
    if cut.category is not None:
        wanted &= Q(**{f"{prefix}category": cut.category or None})
    return wanted


def _received(cut: Slice, prefix: str = "") -> Q:
    """The cohort: what was received in the period; reports on cadres left out."""
    return Q(
        **{
            f"{prefix}confidential": False,
            f"{prefix}submitted_at__gte": cut.period.start,
            f"{prefix}submitted_at__lt": cut.period.end,
        }
    )


def _open(cut: Slice) -> TicketQuerySet:
    return Ticket.objects.open().filter(confidential=False)


def _handed_to_departments(cut: Slice) -> Rows:
    return Holding.objects.filter(
        lead=True,
        unit__kind=UnitKind.DEPARTMENT,
        offered_by__isnull=False,
        ticket__confidential=False,
        offered_at__gte=cut.period.start,
        offered_at__lt=cut.period.end,
    )


def _centers(cut: Slice) -> Rows:
    """Centres to which the standard of 七个一 applies, with what they have of it."""
    if cut.standard is None:
        return Center.objects.annotate(met_items=Value(0), needed_items=Value(0)).none()
    applies = Q(needed_items__gt=0, unit__region__retired_on=None)
    return Center.objects.with_progress(cut.standard).filter(applies)


def _walled(cut: Slice) -> Rows:
    """Centres of villages and communities, surveyed or not."""
    return Center.objects.of_villages().filter(unit__region__retired_on=None)


def _functions(cut: Slice) -> Rows:
    """One row for each of the seven that a centre has."""
    return Assessment.objects.current().meeting().filter(item__standard=cut.standard)


BASES: Mapping[str, Base] = {
    "tickets": Base(lambda cut: Ticket.objects.filter(_received(cut)), "region", "unit_id", ""),
    "clocks": Base(
        lambda cut: Clock.objects.exclude(outcome=ClockOutcome.VOID).filter(
            _received(cut, "ticket__"), kind__in=[ClockKind.CONTACT, ClockKind.CALL_BACK]
        ),
        "ticket__region",
        "unit_id",
        "ticket__",
    ),
    "call_backs": Base(
        lambda cut: CallBack.objects.filter(_received(cut, "ticket__")),
        "ticket__region",
        "ticket__unit_id",
        "ticket__",
    ),
    "own_ratings": Base(
        lambda cut: OwnRating.objects.filter(_received(cut, "ticket__")),
        "ticket__region",
        "ticket__unit_id",
        "ticket__",
    ),
    # at the instant, whenever received: charged to the unit that holds it
    "open": Base(_open, "unit__region", "unit_id", ""),
    # the same seen from the village that waits, wherever it is held
    "own": Base(_open, "region", "unit_id", ""),
    # the thirty days before the instant, whatever the period
    "lately": Base(lambda cut: lately(cut.at), "region", "unit_id", ""),
    "rectifications": Base(
        lambda cut: Rectification.objects.filter(finished_at=None, ticket__confidential=False),
        "unit__region",
        "unit_id",
        "ticket__",
    ),
    "parts": Base(
        lambda cut: (
            Clock.objects.past_due(cut.at).of_called_in().filter(ticket__confidential=False)
        ),
        "unit__region",
        "unit_id",
        "ticket__",
    ),
    "handed": Base(_handed_to_departments, "ticket__region", "unit_id", "ticket__"),
    "stations": Base(lambda cut: uncovered(cut.region, cut.at), "region", "pk"),
    "centers": Base(_centers, "unit__region", "unit_id"),
    "functions": Base(_functions, "center__unit__region", "center__unit_id", part="item_id"),
    "walls": Base(_walled, "unit__region", "unit_id"),
    "projects": Base(
        lambda cut: Project.objects.standing(),
        "center__unit__region",
        "center__unit_id",
        part="batch_id",
    ),
    "themeless": Base(
        lambda cut: centers_without_theme(cut.region, timezone.localdate(cut.at)),
        "unit__region",
        "unit_id",
    ),
    # a number for the county and nothing else: no list shows these
    "confidential": Base(
        lambda cut: Ticket.objects.open().filter(confidential=True), "region", "unit_id", ""
    ),
}
