"""A month to be filled, as plain values: who may stand where, and what is fair (B22).

The rules that a plan keeps, checked by `legality` while it is made and by `checker` afterwards:

1. the category fits; an onsite lead may lead; a share of nothing is never asked
2. nobody stands while away, before joining or after leaving, or where bound elsewhere
3. nobody stands in two places at once, nor twice in a shift
4. onsite: one duty a day, counted by the date on which it begins
5. onsite: so many hours of rest between two duties
6. onsite: at most so many duties in any seven days, the days before the month among them
7. onsite: at most so many nights in a row; no night of any kind before a person's date

Standby is a phone at home: it counts in what is fair, not as time worked (rules 4 to 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

Plan = list[int | None]
"""Post number -> person number; None is a place that stays open."""

MEASURES = ("points", "nights", "rest_days", "statutory_days")


@dataclass(frozen=True)
class Tally:
    """What somebody stood before the month; rest days are days off, statutory ones among them."""

    points: float = 0
    nights: float = 0
    rest_days: float = 0
    statutory_days: float = 0


@dataclass(frozen=True)
class Post:
    """One place of one shift; no category named means that anybody may stand there."""

    shift: int
    day: date
    start: datetime
    end: datetime
    categories: frozenset[str] = frozenset()
    onsite: bool = True
    night: bool = False
    rest_day: bool = False
    statutory_day: bool = False
    points: int = 4
    lead: bool = False
    queue: str = ""  # whose turn it is goes round by this, see `turns`

    @property
    def worth(self) -> tuple[int, int, int, int]:
        """What it adds to each of MEASURES."""
        return self.points, int(self.night), int(self.rest_day), int(self.statutory_day)


@dataclass(frozen=True)
class Duty:
    """What somebody stands anyhow: before or after the month, or at another centre."""

    day: date
    start: datetime
    end: datetime
    onsite: bool = True
    night: bool = False


@dataclass(frozen=True)
class Absence:
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Person:
    """`share` is the weight for the part of the month in which the person is there."""

    key: int
    category: str
    weight: float = 1.0
    share: float = 1.0
    can_lead: bool = False
    most_in_7_days: int = 5
    rest: timedelta = timedelta(hours=11)
    nights_in_row: int = 2
    no_night_until: date | None = None
    since: date | None = None
    until: date | None = None
    absences: tuple[Absence, ...] = ()
    unwanted: frozenset[date] = frozenset()
    bound: tuple[Duty, ...] = ()
    served: Tally = Tally()


@dataclass(frozen=True)
class Weights:
    """What a plan costs: each range between the most and the least loaded, wishes, open places."""

    points: float = 1
    nights: float = 10
    rest_days: float = 10
    statutory_days: float = 10
    unwanted: float = 5
    open: float = 10_000


@dataclass(frozen=True)
class Problem:
    """`fixed` posts stay as they are, open ones among them."""

    posts: tuple[Post, ...]
    people: tuple[Person, ...]
    fixed: Mapping[int, int | None] = field(default_factory=dict)
    weights: Weights = Weights()
