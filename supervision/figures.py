"""The figures of the county, each defined once (screens.md annex C).

A figure is a condition on the rows of its base: `rows` lists them, `counts` counts the same
rows, so a cell opens exactly what it counted. Reports on cadres are never among them, the
county sees their number on a line of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Sum,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Project
from centers.walls import STATES as WALL_STATES
from regions.models import Region
from services import workflow
from services.choices import ClockKind, ClockOutcome, Outcome
from services.models import Clock
from services.querysets import URGENT, TicketQuerySet
from services.topics import of_topics
from supervision.bases import BASES, Rows, Slice
from supervision.periods import Period, month

# Grades from here on are praise: 基本满意 is the least of them.
SATISFIED = 3
LONG_OVERDUE = timedelta(days=5)
RETURNED_OFTEN = 3
# The clocks that a unit owes (annex C); the others are courtesy or the level above's.
OWED = (ClockKind.HANDLE, ClockKind.STEP, ClockKind.FEEDBACK)

Condition = Q | Callable[[datetime], Q]
_EVERY = Q()


@dataclass(frozen=True)
class Figure:
    key: str
    label: Promise | str
    condition: Condition = _EVERY
    base: str = "tickets"
    measure: Combinable | None = None  # what is added up, where that is not the rows

    def where(self, at: datetime) -> Q:
        return self.condition(at) if callable(self.condition) else self.condition


def _exists(rows: Rows) -> Q:
    return Q(Exists(rows))


def _missed(**whose: Any) -> Rows:
    return Clock.objects.of_lead().filter(outcome=ClockOutcome.MISSED, kind__in=OWED, **whose)


def due_soon(at: datetime) -> Q:
    """Yellow (B48): not late, and one of the clocks that the unit owes has passed its first warning."""
    warned = (
        Clock.objects.running()
        .of_lead()
        .filter(ticket=OuterRef("pk"), paused=False, kind__in=OWED, warn_at__lte=at)
    )
    return ~Q(overdue_at__lte=at) & _exists(warned)


def _wall(state: str) -> Q:
    return Center.objects.wall_state(state)


def _project(state: str) -> Condition:
    return lambda at: Project.objects.state(state, timezone.localdate(at))


_FRESH = Q(instant=False, accepted_at=None)
_ACCEPTED = Q(instant=False, accepted_at__isnull=False) & ~Q(status=workflow.MERGED)
_FINISHED = _ACCEPTED & Q(status__in=workflow.FED_BACK)
_PARTS = {
    "instant": Q(instant=True) & ~Q(status=workflow.MERGED),
    "accepted": _ACCEPTED,
    "waiting": _FRESH & Q(status=workflow.SUBMITTED),
    "awaiting_materials": _FRESH & Q(status=workflow.AWAITING_MATERIALS),
    "declined": _FRESH & Q(status=workflow.DECLINED),
    "withdrawn": _FRESH & Q(status=workflow.WITHDRAWN),
    "merged": Q(status=workflow.MERGED),
}
_IN_NO_PART = ~(
    _PARTS["instant"]
    | _PARTS["accepted"]
    | _PARTS["waiting"]
    | _PARTS["awaiting_materials"]
    | _PARTS["declined"]
    | _PARTS["withdrawn"]
    | _PARTS["merged"]
)

FIGURES: Mapping[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure("received", _("收到")),
        Figure("instant", _("当场办"), _PARTS["instant"]),
        Figure("accepted", _("受理"), _PARTS["accepted"]),
        Figure("waiting", _("待受理"), _PARTS["waiting"]),
        Figure("awaiting_materials", _("待补正"), _PARTS["awaiting_materials"]),
        Figure("declined", _("不予受理"), _PARTS["declined"]),
        Figure("withdrawn", _("撤回"), _PARTS["withdrawn"]),
        Figure("merged", _("并案"), _PARTS["merged"]),
        Figure("in_no_part", _("对不上的"), _IN_NO_PART),
        Figure("finished", _("办结"), _FINISHED),
        Figure("on_time", _("按时"), _FINISHED & ~_exists(_missed(ticket=OuterRef("pk")))),
        Figure("explained", _("说明办不了"), _FINISHED & Q(outcome=Outcome.EXPLAINED)),
        Figure("planned", _("列入计划"), _FINISHED & Q(outcome=Outcome.PLANNED)),
        Figure("referred", _("转告"), _FINISHED & Q(outcome=Outcome.REFERRED)),
        Figure("supplemented_again", _("二次告知"), Q(supplements_asked__gt=1)),
        Figure("returned", _("退回"), Q(returns__gt=0)),
        Figure("told_by_many", _("三个人以上说"), of_topics, "lately"),
        # clocks of the same matters
        Figure(
            "contact_due",
            _("该联系上"),
            lambda at: (
                Q(kind=ClockKind.CONTACT) & (Q(stopped_at__isnull=False) | Q(due_at__lte=at))
            ),
            "clocks",
        ),
        Figure(
            "contacted_in_time",
            _("按时联系上"),
            Q(kind=ClockKind.CONTACT, outcome=ClockOutcome.MET),
            "clocks",
        ),
        Figure("to_call", _("该打"), Q(kind=ClockKind.CALL_BACK), "clocks"),
        # what was said at call-backs, and apart from it what villagers said by themselves
        Figure("reached", _("打通"), Q(reached=True), "call_backs"),
        Figure("solved", _("解决"), Q(reached=True, solved=True), "call_backs"),
        Figure("satisfied", _("满意"), Q(reached=True, grade__gte=SATISFIED), "call_backs"),
        Figure("own_rated", _("群众自己评"), _EVERY, "own_ratings"),
        Figure("own_satisfied", _("自己评满意"), Q(grade__gte=SATISFIED), "own_ratings"),
        # at the instant
        Figure(
            "urgent_untaken",
            _("急事没人接"),
            URGENT & Q(status__in=[workflow.SUBMITTED, workflow.IN_PROGRESS], holder=None),
            "open",
        ),
        Figure("overdue", _("超时没办"), lambda at: Q(overdue_at__lte=at), "open"),
        Figure(
            "overdue_long",
            _("超时5天以上"),
            lambda at: Q(overdue_at__lte=at - LONG_OVERDUE),
            "open",
        ),
        Figure("due_soon", _("快到期"), due_soon, "open"),
        Figure(
            "to_coordinate",
            _("退了三次等协调"),
            Q(returns__gte=RETURNED_OFTEN, holder=None),
            "open",
        ),
        Figure("stuck", _("超时没办"), lambda at: Q(overdue_at__lte=at), "own"),
        # late for the unit that was called in, never for the one that leads
        Figure("parts_late", _("一起办的超时没写结果"), _EVERY, "parts"),
        Figure("to_rectify", _("差评没整改"), _EVERY, "rectifications"),
        Figure("confidential", _("反映干部"), _EVERY, "confidential"),
        # what departments were handed
        Figure("handed_over", _("转来"), _EVERY, "handed"),
        Figure(
            "taken_in_time",
            _("按时签收"),
            Q(taken_at__isnull=False)
            & _exists(
                Clock.objects.filter(
                    holding=OuterRef("pk"), kind=ClockKind.TAKE, outcome=ClockOutcome.MET
                )
            ),
            "handed",
        ),
        Figure(
            "done_in_time",
            _("按时办结"),
            Q(
                lead=True,
                taken_at__isnull=False,
                ticket__unit=F("unit"),
                ticket__status__in=workflow.FED_BACK,
            )
            & ~_exists(_missed(ticket=OuterRef("ticket"), unit=OuterRef("unit"))),
            "handed",
        ),
        Figure("handed_back", _("退回"), ~Q(returned_reason=""), "handed"),
        # duty, centres, themes
        Figure("uncovered", _("现在没人值班的村"), _EVERY, "stations"),
        Figure("centers", _("要齐七个一的中心"), _EVERY, "centers"),
        Figure("complete", _("七个一齐全"), Q(met_items__gte=F("needed_items")), "centers"),
        Figure(
            "gaps",
            _("七个一缺项"),
            Q(met_items__lt=F("needed_items")),
            "centers",
            F("needed_items") - F("met_items"),
        ),
        Figure("has", _("有的中心"), _EVERY, "functions"),
        # walls and renovation: each state of a wall, unsurveyed among them
        Figure("wall_centers", _("看围墙的中心"), _EVERY, "walls"),
        *(
            Figure(
                f"wall_{state}", format_lazy(_("围墙{state}"), state=words), _wall(state), "walls"
            )
            for state, words in WALL_STATES.items()
        ),
        Figure("projects", _("改造进批次"), _EVERY, "projects"),
        Figure("projects_done", _("改造完成"), _project("done"), "projects"),
        Figure("projects_in_time", _("改造按期完成"), _project("in_time"), "projects"),
        Figure("projects_late", _("改造过期没完成"), _project("late"), "projects"),
        Figure("themeless", _("这个月没定主题"), _EVERY, "themeless"),
    )
}

# 收到 is the sum of these; a difference is printed, never hidden.
PARTS = tuple(_PARTS)

# By which kinds of rows each grouping makes sense.
OF_MATTERS = tuple(key for key, figure in FIGURES.items() if BASES[figure.base].ticket is not None)


def rows(key: str, cut: Slice) -> Rows:
    """The rows that a figure counts."""
    figure = FIGURES[key]
    return BASES[figure.base].of(cut).filter(figure.where(cut.at))


def cohort(region: Region, period: Period) -> TicketQuerySet:
    """What was received in the period at or below a region; reports on cadres left out."""
    cut = Slice(region, period, period.end)
    found: TicketQuerySet = rows("received", cut)  # type: ignore[assignment]  # its base is matters
    return found


def counts_by(
    by: str, cut: Slice, keys: Iterable[str] = tuple(FIGURES)
) -> dict[Any, dict[str, int]]:
    """Several figures for every region, child, unit, category or channel that has any, in one statement."""
    keys = tuple(keys)
    groups: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        groups[FIGURES[key].base].append(key)
    statements = [_counting(base, members, by, cut) for base, members in groups.items()]
    found: dict[Any, dict[str, int]] = {}
    for base, group, numbers in statements[0].union(*statements[1:], all=True):
        counted = found.setdefault(group, dict.fromkeys(keys, 0))
        counted.update(zip(groups[base], numbers, strict=True))
    return found


def _counting(base: str, keys: list[str], by: str, cut: Slice) -> Rows:
    """One row per group: the base's name, the group, and the numbers of its figures as one array."""
    numbers = Func(
        *(_number(FIGURES[key], cut.at) for key in keys),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(BigIntegerField()),
    )
    return (
        BASES[base]
        .of(cut)
        .order_by()
        .values(in_group=BASES[base].group(by, cut))
        .annotate(base_name=Value(base, CharField()), numbers=numbers)
        .values_list("base_name", "in_group", "numbers")
    )


def _number(figure: Figure, at: datetime) -> Any:
    condition = figure.where(at) or None
    if figure.measure is not None:
        return Cast(Coalesce(Sum(figure.measure, filter=condition), 0), BigIntegerField())
    return Count("pk", filter=condition)


def total(groups: Mapping[Any, Mapping[str, int]], keys: Iterable[str]) -> dict[str, int]:
    """The groups added up; a region that is retired or an enclave counts too."""
    return {key: sum(counted[key] for counted in groups.values()) for key in keys}


def counts(cut: Slice, keys: Iterable[str] = tuple(FIGURES)) -> dict[str, int]:
    """Several figures of a slice, in one statement."""
    keys = tuple(keys)
    return total(counts_by("region", cut, keys), keys)


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
    """This month so far; 办好 counts what was done on the spot too, 超时 what its people wait for at this instant."""
    cut = Slice(region, month(timezone.localdate(at)), at)
    counted = counts(cut, ("received", "instant", "finished", "stuck"))
    return MonthFigures(
        counted["received"], counted["instant"] + counted["finished"], counted["stuck"]
    )
