"""The clocks of a matter within one turn: started, stopped, paused, reckoned (B13)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models.functions import Greatest

from accounts.models import Unit
from config.clock import LOCAL
from regions.workingtime import WorkingTime
from services.choices import ClockKind, ClockOutcome
from services.deadlines import Deadline, Span, deadline
from services.models import Clock, Holding, Pause, Ticket
from services.office import Office
from services.terms import Term


class Timekeeping:
    """The running clocks of a locked ticket; the turn writes them back when it is left."""

    def __init__(self, ticket: Ticket, *, at: datetime, office: Office) -> None:
        self.ticket = ticket
        self.at = at
        self.office = office
        self.clocks: list[Clock] = []
        self._started: list[Clock] = []
        self._touched: list[Clock] = []

    def running(self, kind: str, holding: Holding | None = None) -> Clock | None:
        for clock in self.clocks:
            if (
                clock.kind == kind
                and clock.is_running
                and (holding is None or clock.holding_id == holding.pk)
            ):
                return clock
        return None

    def own_step(self) -> Clock | None:
        """The running share of the unit that leads; those called in have theirs beside it."""
        return next(
            (
                clock
                for clock in self.clocks
                if clock.kind == ClockKind.STEP and clock.is_running and clock.holding_id is None
            ),
            None,
        )

    def start(
        self,
        kind: str,
        term: Term,
        *,
        since: datetime | None = None,
        unit: Unit | None = None,
        holding: Holding | None = None,
    ) -> Clock:
        """Start a clock; `since` when it counts from an earlier instant (视同受理)."""
        since = since or self.at
        reckoned = deadline(term, since, self.office.calendar)
        clock = Clock.objects.create(
            ticket=self.ticket, holding=holding, unit=unit or self.ticket.unit, kind=kind, round=self.ticket.round, amount=term.amount,
            basis=term.basis, cut_off=term.cut_off, started_at=since, due_at=reckoned.due_at, warn_at=reckoned.warn_at,
            provisional=reckoned.provisional,
        )  # fmt: skip
        self.clocks.append(clock)
        self._started.append(clock)
        return clock

    def stop(
        self, kind: str, *, void: bool = False, missed: bool = False, holding: Holding | None = None
    ) -> Clock | None:
        """Stop a running clock: met when the instant is not past due, else missed; void when it no longer counts."""
        clock = self.running(kind, holding)
        if clock is not None:
            self.stop_clock(clock, void=void, missed=missed)
        return clock

    def stop_clock(self, clock: Clock, *, void: bool = False, missed: bool = False) -> None:
        if clock.paused:
            self._close_pause(clock)
            self._compute(clock)
        clock.stopped_at = self.at
        clock.outcome = (
            ClockOutcome.VOID
            if void
            else ClockOutcome.MISSED
            if missed or self.at > clock.due_at
            else ClockOutcome.MET
        )
        clock.save()
        self._touch(clock)

    def stop_all(self) -> None:
        """Nothing is owed any more; a rectification of the unit goes on."""
        for clock in self.clocks:
            if clock.is_running and clock.kind != ClockKind.RECTIFY:
                self.stop_clock(clock, void=True)

    def pause(self, clock: Clock, reason: str, planned_until: Any = None) -> None:
        Pause.objects.create(clock=clock, start=self.at, reason=reason, planned_until=planned_until)
        clock.paused = True
        self._touch(clock)

    def resume(self, clock: Clock) -> None:
        self._close_pause(clock)
        self.reckon(clock)

    def reckon(self, clock: Clock) -> None:
        """Recompute due and raise the revision, so that the ladder is planned anew."""
        self.refresh(clock)
        clock.revision += 1

    def refresh(self, clock: Clock) -> None:
        """Recompute without a new ladder: the due instant stays, a reminder or a mark may change."""
        self._compute(clock)
        self._touch(clock)

    def _compute(self, clock: Clock) -> None:
        """Due from start, term, pauses, approved extensions and calendar: never moved by hand."""
        reckoned = reckon(clock, self.office.calendar)
        clock.due_at, clock.warn_at, clock.provisional = (
            reckoned.due_at,
            reckoned.warn_at,
            reckoned.provisional,
        )

    def charge(self, clock: Clock, unit: Unit) -> None:
        """From now on it is this unit's time that runs."""
        clock.unit = unit
        self._touch(clock)

    def _close_pause(self, clock: Clock) -> None:
        # whoever waited for the lock has read the clock before the pause began
        Pause.objects.filter(clock=clock, end=None).update(end=Greatest("start", self.at))
        clock.paused = False

    def _touch(self, clock: Clock) -> None:
        if clock not in self._touched:
            self._touched.append(clock)

    @property
    def touched(self) -> bool:
        """Whether a clock has changed since the turn began."""
        return bool(self._touched or self._started)


def reckon(clock: Clock, calendar: WorkingTime) -> Deadline:
    """What the clock says by this calendar; a date that was told never comes earlier."""
    pauses = [Span(pause.start, pause.end) for pause in clock.pauses.all() if pause.end]
    added = sum(
        (extension.amount for extension in clock.extensions.all() if extension.approved),
        Decimal(0),
    )
    term = Term(clock.amount, clock.basis, clock.cut_off)
    reckoned = deadline(term, clock.started_at, calendar, pauses=pauses, added=added)
    if reckoned.due_at >= clock.due_at:
        return reckoned
    return Deadline(
        clock.due_at,
        clock.warn_at,
        calendar.workdays.is_provisional(clock.due_at.astimezone(LOCAL).date()),
    )
