"""Before anything is planned: the places that nobody can take, and why (B22). Milliseconds.

Three kinds of holes are found: a place that no person may take alone, places of one shift that
want the same few people, and weeks in which a category has more places than its people may stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duty.generation.legality import Legality, Reason, unsuited
from duty.generation.problem import Person, Plan, Problem

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Against:
    person: int
    reason: Reason


@dataclass(frozen=True)
class Unfillable:
    """A place without anybody; `against` has everybody of a fitting category, nobody where there are none."""

    post: int
    against: tuple[Against, ...]


@dataclass(frozen=True)
class Shortage:
    """From a day on, in seven days, so many places of the categories for so many that may be stood."""

    first: date
    categories: frozenset[str]
    places: int
    possible: int


@dataclass(frozen=True)
class Findings:
    unfillable: tuple[Unfillable, ...]
    crowded: tuple[int, ...]  # posts that are one too many for the people of their shift
    shortages: tuple[Shortage, ...]

    def __bool__(self) -> bool:
        return bool(self.unfillable or self.crowded or self.shortages)


def precheck(problem: Problem) -> Findings:
    unfillable = tuple(
        Unfillable(number, _against(problem, number))
        for number, post in enumerate(problem.posts)
        if number not in problem.fixed
        and all(unsuited(person, post) is not None for person in problem.people)
    )
    return Findings(unfillable, tuple(_crowded(problem)), tuple(_shortages(problem)))


def holes(problem: Problem, plan: Plan) -> list[Unfillable]:
    """The open places of a plan, each with what speaks against every person of a fitting category."""
    legality = Legality(problem)
    for post, person in enumerate(plan):
        if person is not None:
            legality.take(person, post)
    return [
        Unfillable(post, tuple(_reasons(problem, legality, post)))
        for post, person in enumerate(plan)
        if person is None
    ]


def _against(problem: Problem, number: int) -> tuple[Against, ...]:
    return tuple(_reasons(problem, Legality(problem), number))


def _reasons(problem: Problem, legality: Legality, post: int) -> Iterator[Against]:
    for person in range(len(problem.people)):
        reason = legality.reason_against(person, post)
        if reason is not None and reason != Reason.CATEGORY:
            yield Against(person, reason)


def _crowded(problem: Problem) -> Iterator[int]:
    """By matching the places of a shift with its people: those left over, if each has somebody alone."""
    together: dict[int, list[int]] = defaultdict(list)
    for number, post in enumerate(problem.posts):
        if number not in problem.fixed:
            together[post.shift].append(number)
    for numbers in together.values():
        able = {
            number: [
                place
                for place, person in enumerate(problem.people)
                if unsuited(person, problem.posts[number]) is None
            ]
            for number in numbers
        }
        yield from unmatched({number: people for number, people in able.items() if people})


def unmatched(able: dict[int, list[int]]) -> list[int]:
    """Which posts stay without a person of their own, each person standing once (augmenting paths)."""
    holder: dict[int, int] = {}

    def settle(post: int, seen: set[int]) -> bool:
        for person in able[post]:
            if person not in seen:
                seen.add(person)
                if person not in holder or settle(holder[person], seen):
                    holder[person] = post
                    return True
        return False

    return [post for post in able if not settle(post, set())]


def _shortages(problem: Problem) -> Iterator[Shortage]:
    """Seven days by seven days from the first; a week that runs over belongs to the one before."""
    onsite = [post for post in problem.posts if post.onsite]
    if not onsite:
        return
    first, last = min(post.day for post in onsite), max(post.day for post in onsite)
    for categories in sorted({post.categories for post in onsite}, key=sorted):
        day = first
        while day <= last:
            inside = [
                post
                for post in onsite
                if day <= post.day < day + WEEK
                and post.categories
                and post.categories <= categories
            ]
            possible = _possible(problem.people, categories, day, {post.day for post in inside})
            if len(inside) > possible:
                yield Shortage(day, categories, len(inside), possible)
                day += WEEK
            else:
                day += timedelta(days=1)


def _possible(
    people: Sequence[Person], categories: frozenset[str], first: date, days: Iterable[date]
) -> int:
    """How many duties the people of these categories may stand in the week: a day each, up to their limit."""
    wanted = set(days)
    total = 0
    for person in people:
        if person.category in categories and person.share > 0:
            there = sum(_is_there(person, day) for day in wanted)
            before = sum(duty.onsite and first <= duty.day < first + WEEK for duty in person.bound)
            total += max(0, min(there, person.most_in_7_days - before))
    return total


def _is_there(person: Person, day: date) -> bool:
    inside = (person.since or date.min) <= day < (person.until or date.max)
    return inside and not any(
        away.start.date() <= day and away.end.date() > day for away in person.absences
    )
