"""The stage on which the written requests are played: instants, people, and the sweep in between."""

from __future__ import annotations

import csv
import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import Unit, User
from accounts.roles import Role
from config.clock import LOCAL
from notify.actions.sweeping import fire
from portal.demonstration.names import VILLAGER_PHONES
from regions.models import Region
from regions.workdays import ONE_DAY, Workdays
from services import actions
from services.choices import Channel, Kind, Mode, TicketClass
from services.models import Category, ServiceItem, Ticket

REQUESTS = Path(settings.BASE_DIR) / "data" / "demo" / "requests.csv"

LONG_AGO = datetime(2000, 1, 1, tzinfo=LOCAL)
Steps = Iterator[datetime]
Story = Callable[["Stage"], Steps]
"""Plays one request: yields the next instant, and acts when the stage has come there."""


@lru_cache(maxsize=1)
def written_requests() -> dict[int, dict[str, str]]:
    with REQUESTS.open(encoding="utf-8-sig", newline="") as file:
        return {int(row["n"]): row for row in csv.DictReader(file)}


class Stage:
    """Everything that a story needs, and the present instant of the play."""

    def __init__(self, county: Region, at: datetime) -> None:
        self.county = county
        self.now = at
        self.at = at
        self.workdays = Workdays.for_county(county)
        self.people = {
            user.username: user for user in User.objects.exclude(username__startswith="1")
        }
        self.cadre, self.duty = self.people["cadre"], self.people["duty"]
        self.neighbour, self.township = self.people["neighbor"], self.people["township"]
        self.village = Region.objects.get(code="410327102200")
        self.next_village = Region.objects.get(code="410327102201")

    # --- instants

    def workday(self, back: int, clock: str) -> datetime:
        """So many working days before today, at that time of day."""
        day = self.now.astimezone(LOCAL).date()
        for _number in range(back):
            day -= ONE_DAY
            while not self.workdays.is_working_day(day):
                day -= ONE_DAY
        return datetime.combine(day, time.fromisoformat(clock), LOCAL)

    def ago(self, **span: float) -> datetime:
        return self.now - timedelta(**span)

    def last(self, clock: str) -> datetime:
        """The latest instant with that time of day."""
        today = datetime.combine(
            self.now.astimezone(LOCAL).date(), time.fromisoformat(clock), LOCAL
        )
        return today if today < self.now else today - ONE_DAY

    def later(self, **span: float) -> datetime:
        return self.at + timedelta(**span)

    # --- people

    def unit(self, name: str) -> Unit:
        return Unit.objects.get(name=name, region__path__startswith=self.county.path)

    def liaison(self, department: str) -> User:
        return self.on_post(self.unit(department), Role.LIAISON)

    def representative(self) -> User:
        return self.on_post(Unit.objects.get(region=self.village), Role.REPRESENTATIVE)

    def on_post(self, unit: Unit, role: str) -> User:
        return User.objects.filter(posts__unit=unit, posts__role=role).order_by("posts__pk")[0]

    # --- what happens in most stories

    def ask(
        self,
        number: int,
        *,
        by: User | None = None,
        region: Region | None = None,
        place: str = "",
        done: str = "",
        outcome: str = "",
        **said: Any,
    ) -> Ticket:
        """Submit a written request as its row says."""
        intake = actions.Intake(
            region=region or self.village, place=place, **(said_in(number) | said)
        )
        finished = actions.Done(done, outcome or "done") if done else None
        return actions.submit(intake=intake, at=self.at, by=by, done=finished)

    def accept(self, ticket: Ticket, by: User | None = None) -> None:
        actions.accept(ticket=ticket, by=by or self.cadre, at=self.at)

    def phone(
        self, ticket: Ticket, note: str, by: User | None = None, *, reached: bool = True
    ) -> None:
        actions.contact(ticket=ticket, reached=reached, by=by or self.cadre, at=self.at, note=note)

    def resolve(self, ticket: Ticket, result: str, by: User | None = None, **how: Any) -> None:
        actions.resolve(
            ticket=ticket,
            result=result,
            by=by or self.cadre,
            at=self.at,
            **({"outcome": "done"} | how),
        )

    def tell(self, ticket: Ticket, channel: str = "phone", by: User | None = None) -> None:
        actions.feed_back(ticket=ticket, channel=channel, by=by or self.cadre, at=self.at)

    def end(self, ticket: Ticket, grade: int, *, caller: User | None = None) -> None:
        """Called back by the level above when it was drawn, else rated by the villager."""
        if ticket.drawn:
            actions.call_back(
                ticket=ticket, by=caller or self.township, at=self.at, solved=True, grade=grade
            )
        else:
            actions.rate(ticket=ticket, solved=True, grade=grade, at=self.at)

    # --- the play

    def play(self, stories: list[Story]) -> None:
        """All stories side by side in the order of their instants; what would be later than now is left out.

        Before each step everything due by then happens, as the sweep would have done it.
        """
        waiting: list[tuple[datetime, int, Steps]] = []
        self.at = LONG_AGO
        for number, story in enumerate(stories):
            self._queue(waiting, number, story(self))
        while waiting:
            self.at, number, running = heapq.heappop(waiting)
            fire(at=self.at)
            self._queue(waiting, number, running)
        fire(at=self.now)

    def _queue(
        self,
        waiting: list[tuple[datetime, int, Steps]],
        number: int,
        running: Steps,
    ) -> None:
        instant = next(running, None)
        if instant is not None and instant <= self.now:
            heapq.heappush(waiting, (max(instant, self.at), number, running))


def said_in(number: int) -> dict[str, Any]:
    """The fields of a written request, from its row."""
    row = written_requests()[number]
    category = Category.objects.filter(name=row["category"]).first()
    return {
        "text": row["text"],
        "channel": Channel(row["channel"]).value,
        "requester_name": row["requester"],
        "requester_phone": "" if row["confidential"] == "1" else str(VILLAGER_PHONES + number),
        "on_behalf_of": row["on_behalf_of"],
        "kind": labelled(Kind, row["kind"]),
        "category": category,
        "item": ServiceItem.objects.filter(category=category, name=row["service_item"]).first(),
        "mode": Mode(row["mode"]).value,
        "urgent": row["class"] == TicketClass.URGENT,
        "confidential": row["confidential"] == "1",
    }


def labelled(choices: type[Kind], label: str) -> str:
    return next(choice.value for choice in choices if str(choice.label) == label)
