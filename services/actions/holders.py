"""Who holds a matter within one turn: the lead, what is offered, who takes over."""

from __future__ import annotations

from accounts.models import Unit, UnitKind, User
from services import ladder, workflow
from services.actions.timekeeping import Timekeeping
from services.choices import ClockKind
from services.models import Holding


class Holders(Timekeeping):
    """The holdings of a locked ticket; whoever takes over owes what its clocks say."""

    _holdings: list[Holding] | None = None

    @property
    def holdings(self) -> list[Holding]:
        if self._holdings is None:
            self._holdings = list(
                self.ticket.holdings.select_related("unit", "unit__superior", "user")
            )
        return self._holdings

    def lead(self) -> Holding | None:
        return next(
            (
                holding
                for holding in self.holdings
                if holding.lead and holding.taken_at and not holding.ended_at
            ),
            None,
        )

    def offer(self) -> Holding | None:
        return next(
            (holding for holding in self.holdings if holding.lead and holding.is_offered), None
        )

    def called_in(self) -> list[Holding]:
        """Units that owe their part of it, the earliest asked first."""
        return [holding for holding in self.holdings if holding.is_called_in]

    def hold(self, unit: Unit, user: User | None) -> Holding:
        """Give the matter to a unit and a person; whoever led before has ended."""
        previous = self.lead()
        if previous is not None:
            if previous.unit_id == unit.pk and previous.user_id == (user.pk if user else None):
                return previous
            self.end(previous)
        holding = Holding.objects.create(
            ticket=self.ticket, unit=unit, user=user, offered_at=self.at, taken_at=self.at
        )
        self._take_over(holding)
        self.holdings.append(holding)
        return holding

    def take(self, holding: Holding, user: User) -> None:
        previous = self.lead()
        if previous is not None:
            self.end(previous)
        holding.taken_at, holding.user = self.at, user
        holding.save(update_fields=["taken_at", "user"])
        self._take_over(holding)

    def end(self, holding: Holding, reason: str = "") -> None:
        holding.ended_at, holding.returned_reason = self.at, reason
        holding.save(update_fields=["ended_at", "returned_reason"])

    def end_part(self, holding: Holding, reason: str = "", *, void: bool = False) -> None:
        """A unit that was called in owes its part no more; its clock stops with it."""
        self.stop(ClockKind.STEP, holding=holding, void=void)
        self.end(holding, reason)

    def end_all(self) -> None:
        """Nobody holds it any more, nobody is asked to."""
        for holding in self.holdings:
            if holding.ended_at is None:
                self.end(holding)

    def share_begins(self) -> None:
        """A village that leads an errand decided above has its own time to send it there (村里送到镇里)."""
        ticket = self.ticket
        if ticket.unit.kind != UnitKind.VILLAGE_STATION or not ticket.is_decided_above:
            return
        if self.own_step() is None:
            self.start(ClockKind.STEP, self.office.terms.term(ClockKind.STEP, ticket.ticket_class))

    def share_follows_mode(self) -> None:
        """Another way of doing it: an errand that goes up has its share, any other has none."""
        clock = self.own_step()
        if clock is not None and not self.ticket.is_decided_above:
            self.stop_clock(clock, void=True)
        elif self.ticket.status == workflow.IN_PROGRESS and self.offer() is None:
            self.share_begins()

    def share_ends(self) -> None:
        """Sent on, done here all the same, or taken away: met in time or missed."""
        clock = self.own_step()
        if clock is not None:
            self.stop_clock(clock)

    def _take_over(self, holding: Holding) -> None:
        """The promise goes on; from now on it is this unit's, and a person ends the urgent ladder."""
        for part in self.called_in():
            if part.unit_id == holding.unit_id:
                self.end_part(part, void=True)
        if holding.unit_id != self.ticket.unit_id:
            self.share_ends()
        self.ticket.unit, self.ticket.holder = holding.unit, holding.user
        if holding.user is not None:
            ladder.cancel_urgent(self.ticket, self.at)
        for clock in self.clocks:
            if (
                clock.is_running
                and clock.kind in {ClockKind.HANDLE, ClockKind.FEEDBACK}
                and clock.unit_id != holding.unit_id
            ):
                self.charge(clock, holding.unit)
