"""The bookkeeping of a matter on paper: events, clocks, holdings and rungs, as services.actions.turn.Turn keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from types import SimpleNamespace
from typing import Any

from accounts.fields import blind_index, encrypt
from accounts.models import Unit
from notify.models import Alert, AlertState
from portal.demonstration.cast import Cast, Person
from portal.demonstration.rows import Row, Sheets
from services import copies, ladder, ledger, workflow
from services.audience import audience_of
from services.choices import ClockKind, ClockOutcome
from services.deadlines import deadline
from services.grams import grams_of
from services.models import Clock, EventText, Holding, TicketEvent, TicketSearch
from services.terms import Term


@dataclass
class People:
    """Requesters' phones, sealed once and used for all their matters."""

    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def sealed(self, phone: str) -> dict[str, str]:
        if phone not in self.known:
            self.known[phone] = {
                "phone": encrypt(phone),
                "phone_index": blind_index(phone, "phone"),
                "phone_tail_index": blind_index(phone[-4:], "phone-tail"),
            }
        return self.known[phone]


@dataclass
class Book:
    cast: Cast
    sheets: Sheets
    people: People
    number: str
    rng: Random
    now: datetime

    # What the matter is found by.
    words: tuple[str, ...] = ()
    drawn: bool = False
    escalated: bool = False
    ticket: Row = field(default_factory=SimpleNamespace)
    units: dict[int, Unit] = field(default_factory=dict)
    clocks: list[Row] = field(default_factory=list)
    holdings: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    rungs: dict[str, tuple[int, list[tuple[str, datetime]]]] = field(default_factory=dict)

    # --- status and events

    def _move(self, act: str, at: datetime, to: str | None = None) -> None:
        ticket = self.ticket
        target = to or workflow.moves(ticket.status, act)[0]
        ticket.status = target
        if target not in workflow.ENDED:
            ticket.ended_at = None
        elif ticket.ended_at is None:
            ticket.ended_at = at
            for clock in self.clocks:
                if clock.stopped_at is None and clock.kind != ClockKind.RECTIFY:
                    clock.stopped_at, clock.outcome = at, ClockOutcome.VOID

    def _record(
        self, verb: str, at: datetime, by: Person | None, text: str = "", **data: Any
    ) -> None:
        ticket = self.ticket
        salt = f"{self.rng.getrandbits(128):032x}"
        if text:
            data["text"] = ledger.text_hash(salt, text)
        seq, prev_hash = ticket.last_seq + 1, ticket.last_hash
        actor, post = (by.pk, by.post.pk) if by else (None, None)
        sealed = ledger.seal(
            number=ticket.number, seq=seq, verb=verb, actor=actor, post=post, at=at, data=data, prev_hash=prev_hash
        )  # fmt: skip
        event = self.sheets.add(
            TicketEvent, ticket_id=ticket.id, seq=seq, verb=verb, actor_id=actor, post_id=post, at=at, data=data,
            prev_hash=prev_hash, hash=sealed,
        )  # fmt: skip
        if text:
            self.sheets.add(EventText, event_id=event.id, salt=salt, text=text)
        ticket.last_seq, ticket.last_hash = seq, sealed

    # --- clocks

    def _running(self, kind: str) -> Row | None:
        for clock in self.clocks:
            if clock.kind == kind and clock.stopped_at is None:
                return clock
        return None

    def _start(
        self,
        kind: str,
        term: Term,
        at: datetime,
        *,
        since: datetime | None = None,
        unit: Unit | None = None,
        holding: Row | None = None,
    ) -> Row:
        since = since or at
        reckoned = deadline(term, since, self.cast.office.calendar)
        clock = self.sheets.add(
            Clock, ticket_id=self.ticket.id, holding_id=holding.id if holding else None,
            unit_id=unit.pk if unit else self.ticket.unit_id, kind=kind, round=self.ticket.round, amount=term.amount,
            basis=term.basis, cut_off=term.cut_off, started_at=since, due_at=reckoned.due_at, warn_at=reckoned.warn_at,
            provisional=reckoned.provisional,
        )  # fmt: skip
        self.clocks.append(clock)
        return clock

    def _stop(self, kind: str, at: datetime, *, missed: bool = False) -> None:
        clock = self._running(kind)
        if clock is not None:
            clock.stopped_at = at
            clock.outcome = ClockOutcome.MISSED if missed or at > clock.due_at else ClockOutcome.MET

    # --- holdings

    def _new_holding(self, unit: Unit, **values: Any) -> Row:
        holding = self.sheets.add(Holding, ticket_id=self.ticket.id, unit_id=unit.pk, **values)
        holding.unit = unit
        self.holdings.append(holding)
        return holding

    def _hold(self, unit: Unit, user: int | None, at: datetime) -> Row:
        self._end_lead(at)
        holding = self._new_holding(unit, user_id=user, offered_at=at, taken_at=at)
        self._take_over(holding)
        return holding

    def _end_lead(self, at: datetime) -> None:
        for holding in self.holdings:
            if holding.taken_at is not None and holding.ended_at is None:
                holding.ended_at = at

    def _offered(self) -> Row:
        return next(row for row in self.holdings if row.taken_at is None and row.ended_at is None)

    def _take_over(self, holding: Row) -> None:
        self.ticket.unit = holding.unit
        self.ticket.unit_id, self.ticket.holder_id = holding.unit_id, holding.user_id
        if holding.user_id is not None:
            self.rungs.pop(ladder.URGENT_TOPIC, None)
        for clock in self.clocks:
            if clock.stopped_at is None and clock.kind in {ClockKind.HANDLE, ClockKind.FEEDBACK}:
                clock.unit_id = holding.unit_id

    # --- rungs and the end

    def _plan(self, topic: str, rungs: list[tuple[str, datetime]]) -> None:
        """Rungs that hang on the matter itself; the clocks' are reckoned at the end."""
        self.rungs[topic] = (self.ticket.last_seq, rungs)

    def finish(self) -> None:
        """The ticket's copies, and the rungs that still stand: those gone by count as sent."""
        running = [clock for clock in self.clocks if clock.stopped_at is None]
        ticket = self.ticket
        for name, value in copies.of_clocks(Clock(**vars(row)) for row in running).items():
            setattr(ticket, name, value)
        ticket.audience = audience_of(ticket, self.holdings)
        self.sheets.add(
            TicketSearch, ticket_id=ticket.id, grams=grams_of(*self.words), audience=ticket.audience
        )
        for clock in running:
            rungs = ladder.rungs(clock, self.cast.office.calendar)
            self._alerts(ladder.CLOCK_TOPIC, clock.id, clock.revision, rungs)
        for topic, (revision, rungs) in self.rungs.items():
            self._alerts(topic, ticket.id, revision, rungs)

    def _alerts(
        self, topic: str, subject: int, revision: int, rungs: list[tuple[str, datetime]]
    ) -> None:
        for rung, due_at in rungs:
            gone = due_at <= self.now
            self.sheets.add(
                Alert, topic=topic, subject=subject, revision=revision, rung=rung, due_at=due_at,
                state=AlertState.DONE if gone else AlertState.PLANNED, handled_at=due_at if gone else None,
            )  # fmt: skip
