"""Who stands where, by rotation: pure, deterministic, the longest unasked first (B22).

One queue per kind of duty, so that nights, rest days and holidays go round for themselves.
The longest unasked is a queue over real shifts, not over days: nobody is left out because
their turn would fall on a day without that shift, and a newcomer is asked once, not until
the others are caught up with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from duty.models import DutyMember, DutyPresence, ShiftRequirement, ShiftTemplate

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Planned:
    """A shift that is not yet written, and its rank among the centre's shifts of the day kind."""

    center_id: int
    template: ShiftTemplate
    duty_date: date
    day_kind: str
    start: datetime
    end: datetime
    rank: int = 0

    @property
    def queue(self) -> tuple[int, str]:
        return self.template.pk, self.day_kind


class Filled(NamedTuple):
    shift: Planned
    place: ShiftRequirement
    member: DutyMember | None


def plan_shift(
    center_id: int, template: ShiftTemplate, day: date, kind: str, rank: int = 0
) -> Planned:
    """The template's hours on that local day; an end that is not after the start is on the next day."""
    overnight = template.ends_at <= template.starts_at
    last_day = day + timedelta(days=1) if overnight else day
    start, end = (
        timezone.make_aware(datetime.combine(on, clock))
        for on, clock in ((day, template.starts_at), (last_day, template.ends_at))
    )
    return Planned(center_id, template, day, kind, start, end, rank)


@dataclass
class Rotation:
    """What the queues remember: who stood last and when, who is bound elsewhere, who is away.

    `stood` is keyed by (member, template, day kind), `busy` (onsite duty in any centre) and `away`
    (approved leave) by user.
    """

    members: dict[int, list[DutyMember]]
    stood: dict[tuple[int, int, str], datetime] = field(default_factory=dict)
    busy: dict[int, list[tuple[datetime, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    away: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    _served: dict[tuple[int, str], datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        category = {
            member.pk: (center, member.category)
            for center, group in self.members.items()
            for member in group
        }
        for (member, _template, _kind), at in self.stood.items():
            if member in category:
                self._serve(category[member], at)

    def fill(self, shifts: Iterable[Planned]) -> Iterator[Filled]:
        """One row per place, open ones too.

        Of shifts that begin together, the centre whose place of a category has waited longest
        goes first: a township person shared by five villages comes to each of them in turn.
        """
        ordered = sorted(shifts, key=lambda shift: (shift.start, shift.center_id, shift.rank))
        for _start, together in groupby(ordered, key=lambda shift: shift.start):
            places = [
                (shift, place)
                for shift in together
                for place in shift.template.requirements.all()
                for _each in range(place.least)
            ]
            in_shift: dict[Planned, set[int]] = defaultdict(set)
            for shift, place in sorted(
                places,
                key=lambda pair: self._served.get((pair[0].center_id, pair[1].category), NEVER),
            ):
                member = self._longest_unasked(shift, place, in_shift[shift])
                if member is not None:
                    self._note(member, shift, place)
                    in_shift[shift].add(member.user_id)
                yield Filled(shift, place, member)

    def _longest_unasked(
        self, shift: Planned, place: ShiftRequirement, taken: set[int]
    ) -> DutyMember | None:
        group = [
            member
            for member in self.members.get(shift.center_id, [])
            if not place.category or member.category == place.category
        ]
        free = [
            (
                self.stood.get((member.pk, *shift.queue), NEVER),
                (position - shift.rank) % len(group),
                member,
            )
            for position, member in enumerate(group)
            if member.user_id not in taken
            and member.may_stand(shift.duty_date)
            and not self._is_bound(member, shift, place)
        ]
        return min(free, key=lambda choice: choice[:2])[2] if free else None

    def _is_bound(self, member: DutyMember, shift: Planned, place: ShiftRequirement) -> bool:
        spans = list(self.away.get(member.user_id, ()))
        if place.presence == DutyPresence.ONSITE:
            spans += self.busy.get(member.user_id, ())
        return any(start < shift.end and shift.start < end for start, end in spans)

    def _note(self, member: DutyMember, shift: Planned, place: ShiftRequirement) -> None:
        self.stood[member.pk, *shift.queue] = shift.start
        self._serve((shift.center_id, place.category), shift.start)
        if place.presence == DutyPresence.ONSITE:
            self.busy.setdefault(member.user_id, []).append((shift.start, shift.end))

    def _serve(self, place: tuple[int, str], at: datetime) -> None:
        self._served[place] = max(at, self._served.get(place, NEVER))
