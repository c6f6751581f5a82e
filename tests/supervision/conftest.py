"""Thirty matters worked out by hand, written straight into the tables, and lightweight bulk rows."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.clock import LOCAL
from services.audience import audience_of
from services.models import CallBack, Category, Clock, Holding, OwnRating, Rectification, Ticket
from supervision.bases import Slice
from supervision.periods import half_month

DATA = Path(__file__).parent / "data"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# What a running clock of each word has before and behind it at the instant: warned, due.
RUNNING = {
    "runs": (DAY, 2 * DAY),
    "paused": (-2 * DAY, -DAY),
    "warned": (-HOUR, DAY),
    "late": (-2 * DAY, -DAY),
    "long": (-7 * DAY, -6 * DAY),
}


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def expected(column: str) -> dict[str, int]:
    """The hand-made sums of data/thirty_figures.csv."""
    return {row["figure"]: int(row[column]) for row in read("thirty_figures.csv")}


def matter(
    number: int, region: Any, unit: Any, person: Any, received: datetime, **more: Any
) -> Ticket:
    """A matter as a row, with the audience that the writer would give it."""
    ticket = Ticket(
        number=f"{number:08}", region=region, unit=unit, first_contact=person,
        channel="web", submitted_at=received, **more,
    )  # fmt: skip
    ticket.audience = audience_of(ticket, [])
    return ticket


class Thirty:
    """Builds the rows of data/thirty.csv; `at` is the instant to which its clocks belong."""

    def __init__(self, villages: dict[str, Any], units: Any, person: Any, at: datetime) -> None:
        self.villages, self.units, self.person, self.at = villages, units, person, at
        self.category = Category.objects.create(name="基础设施与人居环境")
        self.tickets: dict[str, Ticket] = {}
        for row in read("thirty.csv"):
            self.add(row)

    def add(self, row: dict[str, str]) -> None:
        unit = getattr(self.units, row["unit"])
        received = datetime.fromisoformat(row["received"]).replace(tzinfo=LOCAL)
        extra = row["extra"].split()
        more = self.facts(row, received, extra)
        ticket = matter(
            int(row["no"]), self.villages[row["village"]], unit, self.person, received, **more
        )
        ticket.save()
        self.tickets[row["no"]] = ticket
        holding = self.hold(ticket, unit, extra)
        for word in row["clocks"].split():
            kind, _, state = word.partition(":")
            self.clock(ticket, kind, state, holding if kind == "take" else None)
        if "part" in extra:
            self.clock(ticket, "step", "late", self.call_in(ticket))
        self.calls(ticket, row["calls"].split(), CallBack, by=self.person)
        self.calls(ticket, row["own"].split(), OwnRating)
        if "rectify" in extra or "rectified" in extra:
            self.rectify(ticket, done="rectified" in extra)

    def facts(self, row: dict[str, str], received: datetime, extra: list[str]) -> dict[str, Any]:
        told = row["status"] in {"closed", "answered"}
        fresh = {"submitted", "awaiting_materials", "declined", "withdrawn", "merged"}
        late = {"late": self.at - DAY, "long": self.at - 6 * DAY}
        running = row["clocks"].rpartition("handle:")[2]
        return {
            "status": row["status"],
            "outcome": row["outcome"],
            "category": self.category,
            "accepted_at": None if row["status"] in fresh or "instant" in extra else received + HOUR,
            "answered_at": received + DAY if told else None,
            "instant": "instant" in extra,
            "confidential": "confidential" in extra,
            "drawn": row["status"] == "answered",
            "decline_reason": "in_court" if row["status"] == "declined" else "",
            "merged_into": self.tickets["1"] if "into1" in extra else None,
            "ticket_class": "urgent" if "urgent" in extra else "ordinary",
            "supplements_asked": 2 if "supplements2" in extra else 0,
            "returns": 3 if "returned3" in extra else 1 if "returned1" in extra else 0,
            "holder": None if {"urgent", "returned3"} & set(extra) else self.person,
            "overdue_at": late.get(running),
            "paused": running == "paused",
        }  # fmt: skip

    def hold(self, ticket: Ticket, unit: Any, extra: list[str]) -> Holding | None:
        """To the department it was handed over on the second day; what was handed back is the township's."""
        if not {"taken", "handed_back"} & set(extra):
            return None
        back = "handed_back" in extra
        offered = ticket.submitted_at + DAY
        return Holding.objects.create(
            ticket=ticket, unit=self.units.department, offered_by=self.units.township,
            offered_at=offered, taken_at=None if back else offered + HOUR,
            ended_at=offered + DAY if back or ticket.status == "closed" else None,
            returned_reason="不归我们管" if back else "",
        )  # fmt: skip

    def call_in(self, ticket: Ticket) -> Holding:
        """The department is asked for its part; whoever leads keeps the matter."""
        offered = ticket.submitted_at + DAY
        return Holding.objects.create(
            ticket=ticket, unit=self.units.department, lead=False, offered_by=ticket.unit,
            offered_at=offered, taken_at=offered,
        )  # fmt: skip

    def clock(self, ticket: Ticket, kind: str, state: str, holding: Holding | None) -> Clock:
        warn, due = RUNNING.get(state, (DAY, DAY))
        ended = state not in RUNNING
        return Clock.objects.create(
            ticket=ticket, holding=holding, unit=holding.unit if holding else ticket.unit,
            kind=kind, amount=1, basis="working_day", started_at=ticket.submitted_at,
            warn_at=self.at + warn, due_at=ticket.submitted_at + due if ended else self.at + due,
            paused=state == "paused",
            stopped_at=ticket.submitted_at + HOUR if ended else None,
            outcome=state if ended else "",
        )  # fmt: skip

    def calls(self, ticket: Ticket, words: list[str], model: Any, **more: Any) -> None:
        for place, word in enumerate(words, start=1):
            said: dict[str, Any] = {"reached": word != "missed"} if model is CallBack else {}
            if word != "missed":
                said |= {"solved": word.startswith("solved"), "grade": int(word[-1])}
            at = ticket.submitted_at + (place + 1) * DAY
            model.objects.create(ticket=ticket, round=place, at=at, **said, **more)

    def rectify(self, ticket: Ticket, *, done: bool) -> None:
        clock = self.clock(ticket, "rectify", "met" if done else "runs", None)
        Rectification.objects.create(
            ticket=ticket, unit=ticket.unit, clock=clock, grade=1, opened_at=self.at - DAY,
            finished_at=self.at if done else None, finished_by=self.person if done else None,
        )  # fmt: skip


@pytest.fixture
def thirty(village, neighbour_village, other_village, units, cadre, at) -> Thirty:
    villages = {place.short_name: place for place in (village, neighbour_village, other_village)}
    return Thirty(villages, units, cadre, at)


@pytest.fixture
def cut(county, units, at) -> Slice:
    """The county in the running half month."""
    return Slice(county, half_month(at.date()), at)
