"""A month's plan: what publishing would change, and what of it breaks a rule (B22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from duty.models import Assignment, DutyCategory, DutyMember, PlannedChange, Roster
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


def breaks_of(roster: Roster, at: datetime) -> list[str]:
    """What of the roster, from `at` on, does not meet the rules, in words; four queries.

    Places without anybody, hours in which nobody is answerable, limits of onsite duty.
    """
    rows = list(
        Assignment.objects.active()
        .filter(shift__roster=roster, end__gt=at)
        .select_related("shift__template", "user", "member__user")
        .order_by("start", "pk")
    )
    return [*open_words(rows), *_gap_words(roster, rows, at), *_limit_words(rows)]


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


def _gap_words(roster: Roster, rows: list[Assignment], at: datetime) -> list[str]:
    """Hours of the month in which nobody stands though no place is open: no shift was made for them."""
    first, last = month_span(roster.month)
    nights = (
        Assignment.objects.active()
        .filter(shift__center=roster.center, start__lt=first, end__gt=first)
        .values_list("start", "end")
    )
    spans = [*nights, *((row.start, row.end) for row in rows)]
    return [
        _("%(from)s到%(to)s没有班") % {"from": moment(start), "to": end_words(end, start)}
        for start, end in uncovered_spans(spans, max(first, at), last)
    ]


def month_span(first: date) -> Span:
    """The instants at which a month begins and ends."""
    following = (first + timedelta(days=31)).replace(day=1)
    begin, end = (timezone.make_aware(datetime.combine(on, time.min)) for on in (first, following))
    return begin, end


def _limit_words(rows: list[Assignment]) -> list[str]:
    """Rest, caps and nights of those who stand onsite, each said once per place."""
    standing = [row for row in rows if row.member is not None and row.presence == "onsite"]
    if not standing:
        return []
    users = {row.user_id for row in standing if row.user_id}
    bonds = Bonds.of(users, standing[0].start, max(row.end for row in standing))
    said: dict[str, None] = defaultdict(None)
    for row in standing:
        member: DutyMember | None = row.member
        if member is None:
            continue
        stint = stint_of(row)
        others = [one for one in bonds.stints[member.user_id] if one.row != row.pk]
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
