"""Who may stand in a place instead, and why the others may not: what a tap on a cell shows (B22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from duty.fairness import beyond_share, served_of
from duty.models import Assignment, DutyMember, Leave
from duty.standing_rules import Stint, Verdict, judge

# Rest, seven days and nights in a row look no further to either side.
AROUND = timedelta(days=9)


@dataclass(frozen=True)
class Candidate:
    """Somebody of the centre for one place.

    `load` is how many places they have that month; `beyond` how far they stand above the share
    of their category so far (below: negative), in points.
    """

    member: DutyMember
    verdict: Verdict
    load: int
    beyond: float = 0

    @property
    def load_words(self) -> str:
        """这个月3班，累计比应分的少4"""
        words = _("这个月%(load)d班") % {"load": self.load}
        amount = round(abs(self.beyond))
        if not amount:
            return words
        said = _("累计比应分的多%(n)d") if self.beyond > 0 else _("累计比应分的少%(n)d")
        return _("%(words)s，%(said)s") % {"words": words, "said": said % {"n": amount}}

    @property
    def words(self) -> str:
        return "；".join([*self.verdict.against, *self.verdict.beyond])


@dataclass(frozen=True)
class Bonds:
    """What people stand and when they are away, around some time; two queries."""

    stints: dict[int, list[Stint]]
    leaves: dict[int, list[Leave]]

    @classmethod
    def of(
        cls, users: Collection[int], start: datetime, end: datetime, *, planned: bool = False
    ) -> Bonds:
        """`planned`: as if everything written down were published."""
        bonds = cls(defaultdict(list), defaultdict(list))
        theirs = Q(user__in=users)
        if planned:
            theirs = Q(planned_change=None) & theirs | Q(planned_change__member__user__in=users)
        rows = (
            Assignment.objects.active()
            .filter(theirs, start__lt=end + AROUND, end__gt=start - AROUND)
            .select_related("shift", *(["planned_change__member"] if planned else []))
        )
        for row in rows:
            user = row.user_coming if planned else row.user_id
            if user is not None:
                bonds.stints[user].append(stint_of(row))
        for leave in Leave.objects.away(start, end).filter(user__in=users):
            bonds.leaves[leave.user_id].append(leave)
        return bonds

    def judge(
        self, member: DutyMember, place: Stint, without: Iterable[int | None] = ()
    ) -> Verdict:
        """`without` are places that the member gives away at the same time."""
        gone = {place.row, *without}
        others = [one for one in self.stints.get(member.user_id, ()) if one.row not in gone]
        return judge(member, place, others, self.leaves.get(member.user_id, ()))


def stint_of(row: Assignment, since: datetime | None = None) -> Stint:
    """A place as time in a shift, or what is left of it from `since` on."""
    start = max(row.start, since) if since else row.start
    shift = row.shift
    return Stint(
        shift.pk,
        shift.center_id,
        shift.duty_date,
        start,
        row.end,
        row.presence,
        row.category,
        row.pk,
    )


def candidates(row: Assignment, at: datetime) -> list[Candidate]:
    """Everybody of the centre but who stands there; five queries.

    The legal first; among them who has stood least for their share over all, then this month.
    """
    place = stint_of(row, at)
    members = list(
        DutyMember.objects.active_on(row.shift.duty_date)
        .filter(center=row.shift.center, user__is_active=True)
        .select_related("user")
    )
    beyond = beyond_share(members, served_of(members))
    members = [member for member in members if member.user_id != row.user_id]
    bonds = Bonds.of([member.user_id for member in members], place.start, place.end)
    loads = loads_of_month(row)
    found = [
        Candidate(
            member,
            bonds.judge(member, place),
            loads.get(member.user_id, 0),
            beyond[member.pk].points,
        )
        for member in members
    ]
    return sorted(
        found,
        key=lambda one: (
            len(one.verdict.against),
            len(one.verdict.beyond),
            round(one.beyond),
            one.load,
            one.member.pk,
        ),
    )


def loads_of_month(row: Assignment) -> dict[int, int]:
    """How many places each person has in the roster of that place."""
    counted = User.objects.filter(assignments__shift__roster=row.shift.roster_id).annotate(
        load=Count("assignments", filter=Q(assignments__status="active"))
    )
    return dict(counted.values_list("pk", "load"))
