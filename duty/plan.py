"""A month's plan: what publishing would change, and what of it breaks a rule (B22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from duty.models import (
    Assignment,
    DutyCategory,
    DutyMember,
    DutyPresence,
    PlannedChange,
    Roster,
)
from duty.standing_rules import beyond_limits
from duty.substitutes import Bonds, stint_of
from duty.wording import end_words
from regions.wording import day, moment

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Change:
    """One place of the next version: who stood there, who is to stand."""

    row: Assignment
    before: User | None
    after: User | None

    @property
    def words(self) -> str:
        return _("%(day)s%(shift)s：%(before)s → %(after)s") % {
            "day": day(self.row.shift.duty_date),
            "shift": self.row.shift.template,
            "before": self.before.name if self.before else _("没有人"),
            "after": self.after.name if self.after else _("没有人"),
        }


def changes_of(roster: Roster) -> list[Change]:
    """What publishing would change, in the order of the month; one query."""
    planned = PlannedChange.objects.of_roster(roster).select_related(
        "assignment__shift__template", "assignment__user", "member__user"
    )
    found = [
        Change(one.assignment, one.assignment.user, one.member.user if one.member else None)
        for one in planned
    ]
    return [one for one in found if one.before != one.after]


@dataclass(frozen=True)
class Breaks:
    """What of a month does not meet the rules, in words.

    Places without anybody; hours in which nobody is answerable; limits of onsite duty.
    """

    open: list[str]
    hours: list[str]
    limits: list[str]

    @property
    def all(self) -> list[str]:
        return [*self.open, *self.hours, *self.limits]


def breaks_of(roster: Roster, at: datetime) -> Breaks:
    """Of the roster as it stands, from `at` on; four queries."""
    rows = list(
        Assignment.objects.active()
        .filter(shift__roster=roster, end__gt=at)
        .select_related("shift__template", "user", "member__user")
        .order_by("start", "pk")
    )
    return found_in(roster, rows, nights_before([roster]), bonds_of(rows), at)


def found_in(
    roster: Roster,
    rows: list[Assignment],
    nights: Iterable[tuple[int, datetime, datetime]],
    bonds: Bonds,
    at: datetime,
) -> Breaks:
    """`rows` are the roster's places in order, as they stand or as they are planned; no query."""
    running = [(start, end) for center, start, end in nights if center == roster.center_id]
    return Breaks(
        open_words(rows), _gap_words(roster, rows, running, at), _limit_words(rows, bonds)
    )


def nights_before(rosters: Sequence[Roster]) -> list[tuple[int, datetime, datetime]]:
    """What runs into the month from the day before it, by centre; the rosters are of one month."""
    first, _last = month_span(rosters[0].month)
    running = Assignment.objects.active().filter(
        shift__center__in=[roster.center_id for roster in rosters], start__lt=first, end__gt=first
    )
    return list(running.values_list("shift__center", "start", "end"))


def bonds_of(rows: Iterable[Assignment], *, planned: bool = False) -> Bonds:
    """What everybody in these places stands around them, in every centre; two queries."""
    standing = [row for row in rows if row.user_id is not None]
    if not standing:
        return Bonds({}, {})
    users = {row.user_id for row in standing if row.user_id}
    start, end = min(row.start for row in standing), max(row.end for row in standing)
    return Bonds.of(users, start, end, planned=planned)


def open_words(rows: Iterable[Assignment]) -> list[str]:
    """11月26日（星期四）白班缺镇干部"""
    return [
        _("%(day)s%(shift)s缺%(kind)s")
        % {
            "day": day(row.shift.duty_date),
            "shift": row.shift.template,
            "kind": DutyCategory(row.category).label if row.category else _("值班人员"),
        }
        for row in rows
        if row.user_id is None
    ]


def uncovered_spans(covered: Iterable[Span], begin: datetime, end: datetime) -> list[Span]:
    """The parts of [begin, end) that none of the half-open spans covers."""
    gaps: list[Span] = []
    reached = begin
    for start, until_ in sorted(covered):
        if start >= end:
            break
        if start > reached:
            gaps.append((reached, start))
        reached = max(reached, until_)
    if reached < end:
        gaps.append((reached, end))
    return gaps


def _gap_words(
    roster: Roster, rows: list[Assignment], running: list[Span], at: datetime
) -> list[str]:
    """Hours of the month in which nobody stands though no place is open: no shift was made for them."""
    first, last = month_span(roster.month)
    spans = [*running, *((row.start, row.end) for row in rows)]
    return [
        _("%(from)s到%(to)s没有班") % {"from": moment(start), "to": end_words(end, start)}
        for start, end in uncovered_spans(spans, max(first, at), last)
    ]


def month_span(first: date) -> Span:
    """The instants at which a month begins and ends."""
    following = (first + timedelta(days=31)).replace(day=1)
    begin, end = (timezone.make_aware(datetime.combine(on, time.min)) for on in (first, following))
    return begin, end


def _limit_words(rows: list[Assignment], bonds: Bonds) -> list[str]:
    """Rest, caps and nights of those who stand onsite, each said once per place."""
    said: dict[str, None] = {}
    for row in rows:
        member: DutyMember | None = row.member
        if member is None or row.presence != DutyPresence.ONSITE:
            continue
        stint = stint_of(row)
        others = [one for one in bonds.stints.get(member.user_id, ()) if one.row != row.pk]
        for words in beyond_limits(member, stint, others):
            said[
                _("%(name)s%(day)s%(shift)s：%(words)s")
                % {
                    "name": member.user.name,
                    "day": day(row.shift.duty_date),
                    "shift": row.shift.template,
                    "words": words,
                }
            ] = None
    return list(said)
