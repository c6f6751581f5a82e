"""Is a plan allowed, and what does it cost? Asked from the rules alone: shares no code with what makes plans.

Slow and plain on purpose. A plan that does not pass is not saved (`duty/actions/generation.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from duty.generation.problem import Duty, Person, Plan, Post, Problem


@dataclass(frozen=True)
class Fault:
    """A rule of `problem` by its number there, and who breaks it on which day."""

    rule: int
    person: int
    day: date


@dataclass(frozen=True)
class _Stand:
    """A duty of one person, of the plan or bound."""

    day: date
    start: datetime
    end: datetime
    onsite: bool
    night: bool
    post: Post | None = None


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    """Everything in the plan that breaks a rule; what stood before is not reproached."""
    found = [
        Fault(0, person if person is not None else -1, problem.posts[post].day)
        for post, person in problem.fixed.items()
        if plan[post] != person
    ]
    for number, person in enumerate(problem.people):
        posts = [
            problem.posts[post]
            for post, taken in enumerate(plan)
            if taken == number and post not in problem.fixed
        ]
        fixed = [
            problem.posts[post]
            for post, taken in enumerate(plan)
            if taken == number and post in problem.fixed
        ]
        found += [Fault(rule, number, day) for rule, day in _broken(person, posts, fixed)]
    return found


def open_posts(plan: Plan) -> list[int]:
    return [post for post, person in enumerate(plan) if person is None]


def _broken(person: Person, posts: list[Post], fixed: list[Post]) -> Iterator[tuple[int, date]]:
    for post in posts:
        yield from _broken_alone(person, post)
    stands = sorted(
        [_stand(duty) for duty in person.bound] + [_of_post(post) for post in [*posts, *fixed]],
        key=lambda stand: stand.start,
    )
    new = {id(post) for post in posts}
    for one, other in combinations(stands, 2):
        if id(one.post) in new or id(other.post) in new:
            yield from _broken_together(person, one, other)
    yield from _broken_weeks(person, stands, posts)
    yield from _broken_nights(person, stands, posts)


def _broken_alone(person: Person, post: Post) -> Iterator[tuple[int, date]]:
    fits = not post.categories or person.category in post.categories
    if not fits or (post.lead and not person.can_lead) or person.share <= 0:
        yield 1, post.day
    there = (person.since or date.min) <= post.day < (person.until or date.max)
    if not there or any(
        away.start < post.end and away.end > post.start for away in person.absences
    ):
        yield 2, post.day
    if post.night and person.no_night_until and post.day < person.no_night_until:
        yield 7, post.day


def _broken_together(person: Person, one: _Stand, other: _Stand) -> Iterator[tuple[int, date]]:
    if one.end > other.start or (one.post and other.post and one.post.shift == other.post.shift):
        yield 3, other.day
    if one.onsite and other.onsite:
        if one.day == other.day:
            yield 4, other.day
        elif other.start - one.end < person.rest:
            yield 5, other.day


def _broken_weeks(
    person: Person, stands: list[_Stand], posts: list[Post]
) -> Iterator[tuple[int, date]]:
    """Only weeks with a new onsite post in them: what stood before may have been too much already."""
    onsite = {stand.day for stand in stands if stand.onsite}
    new = {post.day for post in posts if post.onsite}
    for first in {day - timedelta(days=back) for day in new for back in range(7)}:
        week = {first + timedelta(days=ahead) for ahead in range(7)}
        if len(week & onsite) > person.most_in_7_days:
            yield 6, first


def _broken_nights(
    person: Person, stands: list[_Stand], posts: list[Post]
) -> Iterator[tuple[int, date]]:
    nights = {stand.day for stand in stands if stand.onsite and stand.night}
    for post in posts:
        if post.onsite and post.night:
            first = last = post.day
            while first - timedelta(days=1) in nights:
                first -= timedelta(days=1)
            while last + timedelta(days=1) in nights:
                last += timedelta(days=1)
            if (last - first).days + 1 > person.nights_in_row:
                yield 7, post.day


def _stand(duty: Duty) -> _Stand:
    return _Stand(duty.day, duty.start, duty.end, duty.onsite, duty.night)


def _of_post(post: Post) -> _Stand:
    return _Stand(post.day, post.start, post.end, post.onsite, post.night, post)


def plain_cost(problem: Problem, plan: Plan) -> float:
    """Of people with equal shares who can all be compared: ranges, wishes and open places."""
    weights = problem.weights
    cost = weights.open * len(open_posts(plan))
    for measure, weight in (
        ("points", weights.points),
        ("nights", weights.nights),
        ("rest_days", weights.rest_days),
        ("statutory_days", weights.statutory_days),
    ):
        totals = [float(getattr(person.served, measure)) for person in problem.people]
        for post, person in enumerate(plan):
            if person is not None:
                totals[person] += _worth(problem.posts[post], measure)
        cost += weight * (max(totals) - min(totals))
    broken = sum(
        problem.posts[post].day in problem.people[person].unwanted
        for post, person in enumerate(plan)
        if person is not None
    )
    return cost + weights.unwanted * broken


def _worth(post: Post, measure: str) -> int:
    return {
        "points": post.points,
        "nights": int(post.night),
        "rest_days": int(post.rest_day),
        "statutory_days": int(post.statutory_day),
    }[measure]
