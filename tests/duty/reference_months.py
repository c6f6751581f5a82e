"""Twenty months of one hard centre, as data: October 2026, three shifts a day, ten people.

Each differs in leave, wishes and the week before; `data/reference_months.json` has them with
their proven optima (`prove_reference_months.py` made it).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from duty.generation import Absence, Duty, Person, Plan, Post, Problem, Weights

FILE = Path(__file__).parent / "data" / "reference_months.json"
FIRST = date(2026, 10, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(31)]
STATUTORY = {date(2026, 10, day) for day in (1, 2, 3)}
OFF = STATUTORY | {date(2026, 10, day) for day in (4, 5, 6, 7)}
MAKEUP = date(2026, 10, 10)

CATEGORIES = ("township",) * 2 + ("village",) * 5 + ("other",) * 3
HOURS = {
    "day": (time(8), time(17, 30), 4),
    "evening": (time(17, 30), time(22), 4),
    "night": (time(22), time(8), 6),
}
LOCALS = frozenset({"village", "other"})
ANYBODY: frozenset[str] = frozenset()
# As in the measurements: what a statutory day costs stands in its points.
WEIGHTS = Weights(statutory_days=0)


def factor(day: date) -> int:
    return 6 if day in STATUTORY else 3 if is_off(day) else 2


def is_off(day: date) -> bool:
    return day in OFF or (day.weekday() >= 5 and day != MAKEUP)


def hours(day: date, shift: str) -> tuple[datetime, datetime]:
    starts, ends, _points = HOURS[shift]
    last = day + timedelta(days=1) if ends <= starts else day
    return datetime.combine(day, starts), datetime.combine(last, ends)


def wanted(day: date) -> list[tuple[str, frozenset[str]]]:
    """The places of a day: 1 + 1 + 1 on a working day, a village person and anybody on a day off."""
    if is_off(day):
        first = [("day", frozenset({"village"})), ("day", ANYBODY)]
    else:
        first = [("day", frozenset({name})) for name in ("township", "village", "other")]
    return [*first, ("evening", LOCALS), ("night", ANYBODY)]


def posts() -> tuple[Post, ...]:
    return tuple(
        Post(
            shift=3 * number + list(HOURS).index(shift),
            day=day,
            start=hours(day, shift)[0],
            end=hours(day, shift)[1],
            categories=categories,
            night=shift == "night",
            rest_day=is_off(day),
            statutory_day=day in STATUTORY,
            points=HOURS[shift][2] * factor(day),
        )
        for number, day in enumerate(DAYS)
        for shift, categories in wanted(day)
    )


@dataclass(frozen=True)
class Reference:
    number: int
    problem: Problem
    optimum: int
    plan: Plan


def references() -> list[Reference]:
    return [
        Reference(row["number"], problem_of(row["people"]), row["optimum"], row["plan"])
        for row in json.loads(FILE.read_text())
    ]


def problem_of(rows: list[dict[str, Any]]) -> Problem:
    return Problem(
        posts=posts(),
        people=tuple(
            Person(
                key=number,
                category=CATEGORIES[number],
                absences=tuple(_absence(day) for day in row["leave"]),
                unwanted=frozenset(map(date.fromisoformat, row["unwanted"])),
                bound=tuple(_duty(date.fromisoformat(day), shift) for day, shift in row["before"]),
            )
            for number, row in enumerate(rows)
        ),
        weights=WEIGHTS,
    )


def invent(number: int) -> list[dict[str, Any]]:
    """Leave of up to four days for each, 40 wishes in all, and a legal week before."""
    rng = Random(number)  # noqa: S311 - invents, guards nothing
    rows: list[dict[str, Any]] = []
    for _category in CATEGORIES:
        length, start = rng.randint(0, 4), rng.randint(0, 27)
        leave = [day.isoformat() for day in DAYS[start : start + length]]
        rows.append({"leave": leave, "unwanted": [], "before": _before(rng)})
    pairs = [(row, day.isoformat()) for row in range(len(rows)) for day in DAYS]
    for row, day in rng.sample(pairs, 40):
        rows[row]["unwanted"].append(day)
    return rows


def _before(rng: Random) -> list[list[str]]:
    """At most three shifts in the last week of September, two days apart."""
    days = rng.sample([24, 26, 28, 30], rng.randint(1, 3))
    return [[date(2026, 9, day).isoformat(), rng.choice(list(HOURS))] for day in sorted(days)]


def _absence(text: str) -> Absence:
    day = datetime.fromisoformat(text)
    return Absence(day, day + timedelta(days=1))


def _duty(day: date, shift: str) -> Duty:
    return Duty(day, *hours(day, shift), night=shift == "night")
