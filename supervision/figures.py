"""The figures of the county, each defined once (screens.md annex C).

A figure is a condition on tickets: counted by `count`, listed by `rows`, so a cell opens
exactly its rows. The cohort is what was received in the period; reports on cadres are never
among them, the county sees their number on a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.clock import LOCAL
from regions.models import Region
from services import workflow
from services.choices import ClockKind, ClockOutcome, Outcome
from services.models import Clock, Ticket
from services.querysets import TicketQuerySet

# A rate over fewer cases says nothing: 件少.
FEW = 20


@dataclass(frozen=True)
class Period:
    """Whole local days, `until` not included."""

    since: date
    until: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.since, time(0), LOCAL)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.until, time(0), LOCAL)


@dataclass(frozen=True)
class Figure:
    key: str
    label: Promise | str
    condition: Q


_ACCEPTED = Q(instant=False, accepted_at__isnull=False) & ~Q(status=workflow.MERGED)
_FINISHED = _ACCEPTED & Q(status__in=workflow.FED_BACK)
_LATE = Exists(
    Clock.objects.filter(
        ticket=OuterRef("pk"),
        outcome=ClockOutcome.MISSED,
        kind__in=[ClockKind.HANDLE, ClockKind.STEP, ClockKind.FEEDBACK],
    )
)

FIGURES: Mapping[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure("received", _("收到"), Q()),
        Figure("instant", _("当场办"), Q(instant=True)),
        Figure("accepted", _("受理"), _ACCEPTED),
        Figure(
            "waiting", _("待受理"), Q(instant=False, accepted_at=None, status=workflow.SUBMITTED)
        ),
        Figure(
            "awaiting_materials",
            _("待补正"),
            Q(status=workflow.AWAITING_MATERIALS, accepted_at=None),
        ),
        Figure("declined", _("不予受理"), Q(status=workflow.DECLINED)),
        Figure("withdrawn", _("撤回"), Q(status=workflow.WITHDRAWN, accepted_at=None)),
        Figure("merged", _("并案"), Q(status=workflow.MERGED)),
        Figure("finished", _("办结"), _FINISHED),
        Figure("on_time", _("按时"), _FINISHED & ~Q(_LATE)),
        Figure("explained", _("说明办不了"), _FINISHED & Q(outcome=Outcome.EXPLAINED)),
        Figure("planned", _("列入计划"), _FINISHED & Q(outcome=Outcome.PLANNED)),
        Figure("referred", _("转告"), _FINISHED & Q(outcome=Outcome.REFERRED)),
        Figure("supplemented_again", _("二次告知"), Q(supplements_asked__gt=1)),
        Figure("returned", _("退回"), Q(returns__gt=0)),
    )
}

# 收到 is the sum of these; a difference is printed, never hidden.
PARTS = ("instant", "accepted", "waiting", "awaiting_materials", "declined", "withdrawn", "merged")


def cohort(region: Region, period: Period) -> TicketQuerySet:
    """What was received in the period at or below a region; reports on cadres left out."""
    return Ticket.objects.filter(
        confidential=False,
        region__path__startswith=region.path,
        submitted_at__gte=period.start,
        submitted_at__lt=period.end,
    )


def rows(key: str, tickets: TicketQuerySet) -> TicketQuerySet:
    """The tickets that a figure counts."""
    return tickets.filter(FIGURES[key].condition)


def counts(tickets: TicketQuerySet, keys: Iterable[str] = tuple(FIGURES)) -> dict[str, int]:
    """Several figures of one cohort, in one statement."""
    named = {f"{key}_count": Count("pk", filter=FIGURES[key].condition or None) for key in keys}
    counted = tickets.aggregate(**named)
    return {key: counted[f"{key}_count"] for key in keys}


def difference(counted: Mapping[str, int]) -> int:
    """What the parts leave over of 收到; 0 when the sum holds."""
    return counted["received"] - sum(counted[part] for part in PARTS)


@dataclass(frozen=True)
class MonthFigures:
    """What a village's own page says of its month."""

    received: int
    finished: int
    overdue: int


def month_of_village(region: Region, at: datetime) -> MonthFigures:
    """This month so far; 办好 counts what was done on the spot too, 超时 what is late at this instant."""
    today = timezone.localdate(at)
    counted = counts(
        cohort(region, Period(today.replace(day=1), today + timedelta(days=1))),
        ("received", "instant", "finished"),
    )
    late = (
        Ticket.objects.overdue(at)
        .filter(confidential=False, region__path__startswith=region.path)
        .count()
    )
    return MonthFigures(counted["received"], counted["instant"] + counted["finished"], late)
