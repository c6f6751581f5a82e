"""The calendar changed: open clocks are reckoned anew, and no told date comes earlier (B27, DESIGN 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from accounts.models import User
from regions.models import CalendarDay, Region
from services.actions.timekeeping import reckon
from services.actions.turn import Turn, turn_by_itself
from services.choices import Basis
from services.models import Clock
from services.office import Office

CHUNK = 500


class Recomputed(NamedTuple):
    """How many running clocks were looked at, and how many are due later now."""

    looked_at: int = 0
    moved: int = 0


def recompute_clocks(*, at: datetime, by: User | None = None) -> Recomputed:
    """Bring every running clock that counts days in line with the calendar of today.

    1. A clock that is due later by it moves: its ladder is planned anew, the ticket's copies
       follow, and an event keeps both instants.
    2. A clock that would be due earlier keeps the told date; once the year is announced it is
       no longer marked provisional.
    3. Ticket by ticket, each locked on its own; one that somebody is working on waits for the
       next run. A second run changes nothing.
    """
    offices = _Offices()
    looked_at = moved = 0
    for clocks in _chunks():
        looked_at += len(clocks)
        stale = [clock for clock in clocks if _is_stale(clock, offices.of(clock.ticket.region))]
        for ticket_id, region in {clock.ticket_id: clock.ticket.region for clock in stale}.items():
            with turn_by_itself(ticket_id, at=at, by=by, office=offices.of(region)) as step:
                if step is not None:
                    moved += _recompute(step)
    return Recomputed(looked_at, moved)


class _Offices:
    """The calendar and rules of each county, read once."""

    def __init__(self) -> None:
        self._counties = set(
            CalendarDay.objects.exclude(county=None).values_list("county", flat=True).distinct()
        )
        self._known: dict[frozenset[int], Office] = {}

    def of(self, region: Region) -> Office:
        county = self._counties.intersection(region.ancestor_ids)
        key = frozenset(county)
        if key not in self._known:
            self._known[key] = Office.of(region)
        return self._known[key]


def _chunks() -> Iterator[list[Clock]]:
    """The running clocks by their key, with everything that reckoning reads; unlocked."""
    last = 0
    while True:
        clocks = list(
            Clock.objects.counting_days()
            .filter(pk__gt=last)
            .select_related("ticket__region")
            .prefetch_related("pauses", "extensions")
            .order_by("pk")[:CHUNK]
        )
        if not clocks:
            return
        last = clocks[-1].pk
        yield clocks


def _is_stale(clock: Clock, office: Office) -> bool:
    reckoned = reckon(clock, office.calendar)
    return (clock.due_at, clock.warn_at, clock.provisional) != (
        reckoned.due_at,
        reckoned.warn_at,
        reckoned.provisional,
    )


def _recompute(step: Turn) -> int:
    """Under the ticket's lock, with the clocks as they are by now; answers how many moved."""
    moved = 0
    for clock in step.clocks:
        if clock.basis == Basis.HOUR or not _is_stale(clock, step.office):
            continue
        before = clock.due_at
        if reckon(clock, step.office.calendar).due_at == before:
            step.refresh(clock)
            continue
        step.reckon(clock)
        step.record(
            "recompute",
            clock=clock.kind,
            before=before.isoformat(),
            after=clock.due_at.isoformat(),
        )
        moved += 1
    return moved
