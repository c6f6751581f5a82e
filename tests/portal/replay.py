"""A matter of the bulk that really happens: every step goes through services.actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import Unit
from notify.models import Alert
from portal.demonstration.cast import Person
from services import actions, alerts
from services.choices import ClockKind
from services.ladder import CLOCK_TOPIC, MATERIALS_TOPIC, UNSAMPLED_TOPIC, URGENT_TOPIC
from services.models import EventText, SupplementItem, Ticket


class Played:
    """The same steps as `paper.Paper`; the sweep's own steps by the handlers of the sweep."""

    ticket: Ticket

    @property
    def drawn(self) -> bool:
        return self.ticket.drawn

    def submit(
        self,
        intake: actions.Intake,
        at: datetime,
        by: Person | None,
        done: actions.Done | None = None,
    ) -> None:
        self.ticket = actions.submit(intake=intake, at=at, by=by.user if by else None, done=done)

    def act(self, name: str, at: datetime, by: Person | None, **said: Any) -> None:
        if by is not None:
            said["by"] = by.user
        getattr(actions, name)(ticket=self.ticket, at=at, **said)

    def sweep(self, topic: str, subject: int, at: datetime) -> None:
        handler = {CLOCK_TOPIC: alerts.settle_clock, UNSAMPLED_TOPIC: alerts.settle_unsampled}[
            topic
        ]
        handler(subject, at)
        seq = self.ticket.last_seq
        self.ticket.refresh_from_db()
        assert self.ticket.last_seq == seq + 1

    def accept_due(self) -> datetime:
        return self.ticket.clocks.running().get(kind=ClockKind.ACCEPT).due_at

    def deem_accepted(self, at: datetime) -> None:
        self.sweep(CLOCK_TOPIC, self.ticket.clocks.running().get(kind=ClockKind.ACCEPT).pk, at)

    def accept(self, at: datetime, by: Person) -> None:
        self.act("accept", at, by)

    def assign(self, at: datetime, by: Person, user: Person) -> None:
        self.act("assign", at, by, user=user.user)

    def contact(self, at: datetime, by: Person, note: str) -> None:
        self.act("contact", at, by, reached=True, note=note)

    def decline(self, at: datetime, by: Person, reason: str, where_to: str) -> None:
        self.act("decline", at, by, reason=reason, where_to=where_to)

    def ask_for_materials(self, at: datetime, by: Person, items: Sequence[str]) -> None:
        self.act("ask_for_materials", at, by, items=items)

    def supply(self, at: datetime, by: Person) -> None:
        wanted = SupplementItem.objects.filter(supplement__ticket=self.ticket).values_list(
            "pk", flat=True
        )
        self.act("supply", at, by, items=list(wanted))

    def transfer(self, at: datetime, by: Person, unit: Unit, reason: str) -> None:
        self.act("transfer", at, by, unit=unit, reason=reason)

    def escalate(self, at: datetime, by: Person, reason: str, note: str) -> None:
        self.act("escalate", at, by, reason=reason, note=note)

    def take(self, at: datetime, by: Person) -> None:
        self.act("take", at, by)

    def give_back(self, at: datetime, by: Person, reason: str) -> None:
        self.act("give_back", at, by, reason=reason)

    def resolve(self, at: datetime, by: Person, result: str, outcome: str, basis: str) -> None:
        self.act("resolve", at, by, result=result, outcome=outcome, basis=basis)

    def feed_back(self, at: datetime, by: Person, channel: str) -> None:
        self.act("feed_back", at, by, channel=channel)

    def call_back(
        self, at: datetime, by: Person, reached: bool, solved: bool | None, grade: int | None
    ) -> None:
        self.act("call_back", at, by, reached=reached, solved=solved, grade=grade)

    def rate(self, at: datetime, grade: int) -> None:
        self.act("rate", at, None, solved=True, grade=grade)

    def unsampled_close(self) -> datetime:
        return Alert.objects.of(UNSAMPLED_TOPIC, self.ticket.pk).get(state="planned").due_at

    def leave_unsampled(self, at: datetime) -> None:
        self.sweep(UNSAMPLED_TOPIC, self.ticket.pk, at)

    def rectification_open(self) -> bool:
        return self.ticket.rectifications.filter(finished_at=None).exists()

    def rectify(self, at: datetime, by: Person, result: str) -> None:
        self.act("rectify", at, by, result=result)

    def withdraw(self, at: datetime) -> None:
        self.act("withdraw", at, None)


def picture(ticket: Ticket) -> dict[str, Any]:
    """Everything written about a matter but keys, salts and what hangs on them."""
    return {
        "ticket": values(ticket, leave_out={"opening_id", "last_hash", "requester_id"}),
        "said": ticket.text,
        "requester": values(ticket.requester) if ticket.requester else None,
        "found_by": values(ticket.search),
        "events": [event_values(event) for event in ticket.events.order_by("seq")],
        "holdings": [values(row) for row in ticket.holdings.order_by("offered_at", "pk")],
        "clocks": [clock_values(row) for row in ticket.clocks.order_by("started_at", "kind", "pk")],
        "call_backs": [values(row) for row in ticket.call_backs.order_by("at")],
        "own_ratings": [values(row) for row in ticket.own_ratings.all()],
        "rectifications": [
            values(row, leave_out={"clock_id"}) for row in ticket.rectifications.all()
        ],
        "supplements": [values(row) | {"items": items_of(row)} for row in ticket.supplements.all()],
        "rungs": standing_rungs(ticket),
    }


def values(row: Any, leave_out: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    names = {field.attname for field in row._meta.concrete_fields} - leave_out - {"id", "ticket_id"}
    return {name: getattr(row, name) for name in sorted(names)}


def event_values(event: Any) -> dict[str, Any]:
    words = EventText.objects.filter(event=event).values_list("text", flat=True).first()
    data = {key: value for key, value in event.data.items() if key != "text"}
    rest = {"hash", "prev_hash", "recorded_at", "data"}
    return values(event, leave_out=rest) | {"data": data, "words": words}


def clock_values(clock: Any) -> dict[str, Any]:
    return values(clock, leave_out={"holding_id"}) | {
        "held_by": clock.holding.unit_id if clock.holding else None
    }


def items_of(supplement: Any) -> list[tuple[str, datetime | None]]:
    return list(supplement.items.values_list("text", "supplied_at"))


def standing_rungs(ticket: Ticket) -> set[tuple[str, str, int, str, datetime]]:
    """What the sweep will still do, or would have done by now."""
    wanted = Alert.objects.of(CLOCK_TOPIC, 0).none()
    for clock in ticket.clocks.running():
        wanted |= Alert.objects.of(CLOCK_TOPIC, clock.pk)
    for topic in (URGENT_TOPIC, MATERIALS_TOPIC, UNSAMPLED_TOPIC):
        wanted |= Alert.objects.of(topic, ticket.pk)
    clocks = dict(ticket.clocks.values_list("pk", "kind"))
    return {
        (
            row.topic,
            clocks.get(row.subject, "") if row.topic == CLOCK_TOPIC else "",
            row.revision,
            row.rung,
            row.due_at,
        )
        for row in wanted.exclude(state="cancelled")
    }
