"""What publishing the months of several centres would find, before anybody publishes them (B22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from centers.models import Center
from duty.models import Assignment, PlannedChange, Roster
from duty.plan import Breaks, Change, bonds_of, found_in, nights_before
from duty.standing_rules import impossible_words
from duty.substitutes import Bonds, stint_of
from duty.telling import place_words


@dataclass(frozen=True)
class Outlook:
    """One centre's month as it would be once published."""

    center: Center
    roster: Roster | None = None
    changes: list[Change] = field(default_factory=list)
    breaks: Breaks = field(default_factory=lambda: Breaks([], [], []))
    absent: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether there is anything to publish."""
        return self.roster is not None and (
            bool(self.changes) or self.roster.published_by_id is None
        )

    @property
    def against(self) -> list[str]:
        """Why it is left out when a township publishes together; a reason does not help there."""
        return [*self.absent, *self.breaks.hours, *self.breaks.limits]

    @property
    def may_publish(self) -> bool:
        return self.is_new and not self.against


def outlooks(centers: Sequence[Center], first: date, at: datetime) -> list[Outlook]:
    """In the order of the centres; five queries, however many they are."""
    rosters = {
        roster.center_id: roster
        for roster in Roster.objects.filter(center__in=centers, month=first).select_related(
            "published_by"
        )
    }
    if not rosters:
        return [Outlook(center) for center in centers]
    rows: dict[int, list[Assignment]] = defaultdict(list)
    for row in _places(rosters.values(), at):
        rows[row.shift.roster_id].append(row)
    coming = {key: [_as_planned(row) for row in of_roster] for key, of_roster in rows.items()}
    bonds = bonds_of([row for some in coming.values() for row in some], planned=True)
    nights = nights_before(list(rosters.values()))
    found = []
    for center in centers:
        roster = rosters.get(center.pk)
        if roster is None:
            found.append(Outlook(center))
            continue
        planned = coming.get(roster.pk, [])
        changes = [
            Change(before, before.user, after.user)
            for before, after in zip(rows.get(roster.pk, []), planned, strict=True)
            if before.user_id != after.user_id
        ]
        breaks = found_in(roster, planned, nights, bonds, at)
        found.append(Outlook(center, roster, changes, breaks, _absent_words(planned, bonds)))
    return found


def _places(rosters: Iterable[Roster], at: datetime) -> list[Assignment]:
    return list(
        Assignment.objects.active()
        .filter(shift__roster__in=rosters, end__gt=at)
        .select_related("shift__template", "user", "member__user", "planned_change__member__user")
        .order_by("start", "pk")
    )


def _as_planned(row: Assignment) -> Assignment:
    """The place with who is to stand there; not to be saved."""
    planned: PlannedChange | None = getattr(row, "planned_change", None)
    if planned is None:
        return row
    coming = copy(row)
    coming.member = planned.member
    coming.user = planned.member.user if planned.member else None
    return coming


def _absent_words(rows: list[Assignment], bonds: Bonds) -> list[str]:
    """Who was written down and cannot stand there: on leave since, no longer of the centre, elsewhere."""
    said = []
    for row in rows:
        member = row.member
        if member is None or getattr(row, "planned_change", None) is None:
            continue
        others = [one for one in bonds.stints.get(member.user_id, ()) if one.row != row.pk]
        leaves = bonds.leaves.get(member.user_id, ())
        said += [
            _("%(place)s的%(name)s%(why)s")
            % {"place": place_words(row), "name": member.user.name, "why": words}
            for words in impossible_words(member, stint_of(row), others, leaves)
        ]
    return said
