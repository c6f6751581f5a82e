"""A matter on paper: each step leaves the rows that services.actions would have written.

Deadlines, seals, audiences and rungs come from the same pure functions; what is repeated
here is only which row a step touches, and a test holds it against the actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Unit
from portal.demonstration.book import Book
from portal.demonstration.cast import Person
from services import ladder, workflow
from services.actions import Done, Intake
from services.actions.closing import drawn_by_lot
from services.actions.judging import BAD_GRADE
from services.choices import ClockKind, ClockOutcome, EndReason, Kind, Level, Mode, TicketClass
from services.deadlines import working_days_later
from services.models import (
    CallBack,
    EventText,
    OwnRating,
    Rectification,
    Requester,
    Supplement,
    SupplementItem,
    Ticket,
)
from services.terms import (
    CALL_BACK_SHARES,
    MATERIALS_END_DAYS,
    MATERIALS_REMINDERS,
    UNSAMPLED_CLOSE,
    Term,
)


class Paper(Book):
    """One matter on paper; its rows collect on `sheets`."""

    # --- coming in

    def submit(
        self, intake: Intake, at: datetime, by: Person | None, done: Done | None = None
    ) -> None:
        item, category = (
            intake.item,
            intake.category or (intake.item.category if intake.item else None),
        )
        unit = self._unit_for(intake)
        kind = Kind.REPORT if intake.confidential else intake.kind
        urgent = intake.urgent and by is not None
        ticket_class = (
            TicketClass.URGENT if urgent else item.ticket_class if item else TicketClass.ORDINARY
        )
        promise = self.cast.office.terms.promise(kind=kind, item=item, ticket_class=ticket_class)
        requester = self._requester(intake)
        self.units[unit.pk] = unit
        self.words = (
            intake.text,
            intake.requester_name if requester is not None else "",
            item.name if item else "",
        )
        self.ticket = self.sheets.add(
            Ticket, number=self.number, region=intake.region, region_id=intake.region.pk, unit=unit, unit_id=unit.pk, kind=kind,
            category_id=category.pk if category else None, item_id=item.pk if item else None, item=item,
            mode=item.mode if item else Mode.DIRECT, ticket_class=ticket_class, confidential=intake.confidential,
            avoided=bool(category and category.about_service and not intake.confidential), channel=intake.channel,
            place=intake.place, requester_id=requester, first_contact_id=self._first_contact(intake),
            entered_by_id=by.pk if by else None, promised_amount=promise.amount, promised_basis=promise.basis,
            submitted_at=at,
        )  # fmt: skip
        self._record(
            "submit", at, by, intake.text, channel=intake.channel, kind=kind, urgent=intake.urgent, call_me=False
        )  # fmt: skip
        self.ticket.opening_id = self.sheets.rows[EventText][-1].id
        if done is not None and by is not None:
            self._finish_at_once(at, by, done)
            return
        terms = self.cast.office.terms
        self._start(ClockKind.ACCEPT, terms.term(ClockKind.ACCEPT, ticket_class), at)
        if requester is not None:
            self._start(ClockKind.CONTACT, terms.term(ClockKind.CONTACT, ticket_class), at)
        if ticket_class == TicketClass.URGENT:
            self._plan(
                ladder.URGENT_TOPIC, [(rung, at + wait) for rung, wait in ladder.URGENT_RUNGS]
            )

    def _unit_for(self, intake: Intake) -> Unit:
        if intake.confidential:
            assert self.cast.confidential is not None  # noqa: S101 - a report is only made where the desk is
            return self.cast.confidential[0]
        village = self.cast.village_of[intake.region.pk]
        about_service = intake.category is not None and intake.category.about_service
        return village.center if about_service else village.station

    def _first_contact(self, intake: Intake) -> int | None:
        if intake.confidential and self.cast.confidential is not None:
            return self.cast.confidential[1].pk
        return intake.first_contact.pk if intake.first_contact else None

    def _requester(self, intake: Intake) -> int | None:
        if not intake.requester_phone:
            return None
        sealed = self.people.sealed(intake.requester_phone)
        key: int = self.sheets.add(Requester, name=intake.requester_name, **sealed).id
        return key

    def _finish_at_once(self, at: datetime, by: Person, done: Done) -> None:
        ticket = self.ticket
        ticket.instant, ticket.ticket_class, ticket.outcome = (
            True,
            TicketClass.INSTANT,
            done.outcome,
        )
        ticket.accepted_at = ticket.contacted_at = ticket.resolved_at = ticket.answered_at = at
        self._hold(self.units[ticket.unit_id], by.pk, at).ended_at = at
        self._record("finish_at_once", at, by, done.result, outcome=done.outcome)
        self._move("finish_at_once", at)

    # --- before it is worked on

    def accept_due(self) -> datetime:
        clock = self._running(ClockKind.ACCEPT)
        due: datetime = clock.due_at if clock else self.now
        return due

    def accept(self, at: datetime, by: Person) -> None:
        self._record("accept", at, by, mode=self.ticket.mode)
        self._begin_work(at, by.pk, "accept")

    def deem_accepted(self, at: datetime) -> None:
        self.ticket.deemed_accepted = True
        self._record("deem_accepted", at, None)
        self._stop(ClockKind.ACCEPT, at, missed=True)
        self._begin_work(at, None, "deem_accepted", since=self.ticket.submitted_at)

    def assign(self, at: datetime, by: Person, user: Person) -> None:
        self._record("assign", at, Person(by.user, by.chosen, by.chosen), user=user.pk)
        self._hold(self.units[self.ticket.unit_id], user.pk, at)

    def _begin_work(
        self, at: datetime, holder: int | None, act: str, since: datetime | None = None
    ) -> None:
        self._stop(ClockKind.ACCEPT, at)
        self.ticket.accepted_at = at
        self._move(act, at)
        self._hold(self.units[self.ticket.unit_id], holder, at)
        self._start(ClockKind.HANDLE, self._promised(), at, since=since)
        self._share_begins(at)

    def _share_begins(self, at: datetime) -> None:
        """A village sends an errand that is decided above on in a time of its own."""
        ticket, unit = self.ticket, self.units[self.ticket.unit_id]
        decided_above = ticket.item is not None and ticket.item.level != Level.VILLAGE
        if ticket.mode != Mode.AGENT or not decided_above or unit.kind != "village_station":
            return
        if self._running(ClockKind.STEP) is None:
            term = self.cast.office.terms.term(ClockKind.STEP, ticket.ticket_class)
            self._start(ClockKind.STEP, term, at)

    def _promised(self) -> Term:
        return Term(Decimal(self.ticket.promised_amount), self.ticket.promised_basis)

    def decline(self, at: datetime, by: Person, reason: str, where_to: str) -> None:
        self.ticket.decline_reason, self.ticket.referred_to = reason, where_to
        self._record("decline", at, by, where_to, reason=reason)
        self._stop(ClockKind.ACCEPT, at)
        self._move("decline", at)

    def ask_for_materials(self, at: datetime, by: Person, items: Sequence[str]) -> None:
        self.ticket.supplements_asked += 1
        supplement = self.sheets.add(
            Supplement,
            ticket_id=self.ticket.id,
            seq=self.ticket.supplements_asked,
            asked_at=at,
            asked_by_id=by.pk,
        )
        self.papers = [
            self.sheets.add(SupplementItem, supplement_id=supplement.id, text=item)
            for item in items
        ]
        self._record(
            "ask_for_materials", at, by, "；".join(items), count=len(items), seq_of_notice=1
        )
        self._stop(ClockKind.ACCEPT, at)
        self._move("ask_for_materials", at)
        days = (*MATERIALS_REMINDERS, MATERIALS_END_DAYS)
        self._plan(
            ladder.MATERIALS_TOPIC, [(f"day_{day}", at + timedelta(days=day)) for day in days]
        )

    def supply(self, at: datetime, by: Person) -> None:
        for row in self.papers:
            row.supplied_at = at
        self._record("supply", at, by, count=len(self.papers), left=0)
        self._move("supply", at, workflow.SUBMITTED)
        self.rungs.pop(ladder.MATERIALS_TOPIC, None)
        self._start(
            ClockKind.ACCEPT,
            self.cast.office.terms.term(ClockKind.ACCEPT, self.ticket.ticket_class),
            at,
        )

    # --- while it is worked on

    def contact(self, at: datetime, by: Person, note: str) -> None:
        self._record("contact", at, by, note, channel="phone", reached=True)
        if self.ticket.contacted_at is None:
            self.ticket.contacted_at = at
            self._stop(ClockKind.CONTACT, at)

    def transfer(self, at: datetime, by: Person, unit: Unit, reason: str) -> None:
        self._offer("transfer", at, by, unit, reason)

    def escalate(self, at: datetime, by: Person, reason: str, note: str) -> None:
        above = self.units[self.ticket.unit_id].superior
        assert above is not None  # noqa: S101 - a village's station has its township
        self.escalated = True
        self._offer("escalate", at, by, above, note, reason_code=reason)

    def _offer(
        self, verb: str, at: datetime, by: Person, unit: Unit, reason: str, **data: str
    ) -> None:
        self.units[unit.pk] = unit
        holding = self._new_holding(unit, offered_by_id=self.ticket.unit_id, offered_at=at)
        self._record(verb, at, by, reason, unit=unit.pk, **data)
        self._stop(ClockKind.STEP, at)
        term = self.cast.office.terms.term(ClockKind.TAKE, self.ticket.ticket_class)
        self._start(ClockKind.TAKE, term, at, unit=unit, holding=holding)
        self._move(verb, at)

    def take(self, at: datetime, by: Person) -> None:
        holding = self._offered()
        self._stop(ClockKind.TAKE, at)
        self._record("take", at, by, unit=holding.unit_id)
        self._end_lead(at)
        holding.taken_at, holding.user_id = at, by.pk
        self._take_over(holding)
        self._move("take", at)

    def give_back(self, at: datetime, by: Person, reason: str) -> None:
        holding = self._offered()
        self._stop(ClockKind.TAKE, at)
        holding.ended_at, holding.returned_reason = at, reason
        self.ticket.returns += 1
        self._record("return", at, by, reason, unit=holding.unit_id, count=self.ticket.returns)
        self._move("return", at)
        self._share_begins(at)

    def withdraw(self, at: datetime) -> None:
        self._record("withdraw", at, None, channel="web")
        self.rungs.clear()
        self._end_lead(at)
        self._move("withdraw", at)

    # --- done, told, called back

    def resolve(self, at: datetime, by: Person, result: str, outcome: str, basis: str) -> None:
        self._stop(ClockKind.HANDLE, at)
        self._stop(ClockKind.STEP, at)
        self.ticket.outcome, self.ticket.resolved_at, self.ticket.referred_to = outcome, at, basis
        self._record("resolve", at, by, result, outcome=outcome)
        self._move("resolve", at)
        self._start(
            ClockKind.FEEDBACK,
            self.cast.office.terms.term(ClockKind.FEEDBACK, self.ticket.ticket_class),
            at,
        )

    def feed_back(self, at: datetime, by: Person, channel: str) -> None:
        ticket = self.ticket
        self._stop(ClockKind.FEEDBACK, at)
        self._stop(ClockKind.CONTACT, at)
        ticket.answered_at, ticket.contacted_at = at, ticket.contacted_at or at
        self._record("feed_back", at, by, channel=channel)
        self._move("feed_back", at)
        ticket.drawn = self.drawn = self._is_drawn()
        if ticket.drawn:
            unit = self.units[ticket.unit_id]
            term = self.cast.office.terms.term(ClockKind.CALL_BACK, ticket.ticket_class)
            self._start(ClockKind.CALL_BACK, term, at, unit=unit.superior or unit)
        else:
            self._plan(ladder.UNSAMPLED_TOPIC, [("close", self.unsampled_close())])

    def _is_drawn(self) -> bool:
        ticket = self.ticket
        if ticket.confidential:
            return False
        return drawn_by_lot(
            ticket.number,
            ticket.ticket_class == TicketClass.URGENT,
            any(clock.outcome == ClockOutcome.MISSED for clock in self.clocks),
            ticket.round > 1,
            self.escalated,
            ticket.mode == Mode.AGENT,
            shares=CALL_BACK_SHARES,
        )

    def call_back(
        self, at: datetime, by: Person, reached: bool, solved: bool | None, grade: int | None
    ) -> None:
        self.sheets.add(
            CallBack, ticket_id=self.ticket.id, round=self.ticket.round, at=at, by_id=by.pk, reached=reached,
            solved=solved, grade=grade, tags=[],
        )  # fmt: skip
        self._record("call_back", at, by, reached=reached, solved=solved, grade=grade, tags=[])
        if not reached:
            self._move("call_back", at, workflow.ANSWERED)
        elif solved:
            self._close("call_back", at)
            self._rectify_bad_grade(at, grade)
        else:
            self._redo(at, by)

    def rate(self, at: datetime, grade: int) -> None:
        self.sheets.add(
            OwnRating,
            ticket_id=self.ticket.id,
            round=self.ticket.round,
            at=at,
            solved=True,
            grade=grade,
        )
        self._record("rate", at, None, solved=True, grade=grade)
        self._close("rate", at)
        self._rectify_bad_grade(at, grade)

    def unsampled_close(self) -> datetime:
        return working_days_later(
            self.ticket.answered_at, int(UNSAMPLED_CLOSE.amount), self.cast.office.calendar
        )

    def leave_unsampled(self, at: datetime) -> None:
        self.ticket.end_reason = EndReason.NOT_SAMPLED
        self._record("leave_unsampled", at, None)
        self._close("leave_unsampled", at)

    def _close(self, act: str, at: datetime) -> None:
        self._stop(ClockKind.CALL_BACK, at)
        self._move(act, at, workflow.CLOSED)
        self.rungs.pop(ladder.UNSAMPLED_TOPIC, None)
        self._end_lead(at)

    def _redo(self, at: datetime, by: Person) -> None:
        ticket = self.ticket
        self._stop(ClockKind.CALL_BACK, at)
        self._move("call_back", at, workflow.IN_PROGRESS)
        ticket.round += 1
        ticket.outcome, ticket.resolved_at, ticket.answered_at, ticket.drawn = "", None, None, False
        term = self.cast.office.terms.redo(
            promised=self._promised(), ticket_class=ticket.ticket_class
        )
        self._start(ClockKind.HANDLE, term, at)
        self._share_begins(at)
        self._record("redo", at, by, round=ticket.round)

    def rectification_open(self) -> bool:
        return self._running(ClockKind.RECTIFY) is not None

    def rectify(self, at: datetime, by: Person, result: str) -> None:
        row = self.sheets.rows[Rectification][-1]
        row.finished_at, row.finished_by_id = at, by.pk
        self._record("rectify", at, by, result)
        self._stop(ClockKind.RECTIFY, at)

    def _rectify_bad_grade(self, at: datetime, grade: int | None) -> None:
        if grade is None or grade > BAD_GRADE:
            return
        term = self.cast.office.terms.term(ClockKind.RECTIFY, self.ticket.ticket_class)
        clock = self._start(ClockKind.RECTIFY, term, at)
        self.sheets.add(
            Rectification, ticket_id=self.ticket.id, unit_id=self.ticket.unit_id, clock_id=clock.id, grade=grade, opened_at=at
        )  # fmt: skip
