"""Turns by rotation for a centre with few people: the longest unasked of those who may (B22).

One queue per kind of duty (`Post.queue`), so that nights, days off and holidays go round for
themselves; among those who never stood there, the one with the fewest credits comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from duty.generation.greedy import Draft
from duty.generation.problem import Plan, Problem

Stood = Mapping[tuple[int, str], datetime]
"""(person number, queue) -> when the person last stood there."""


def take_turns(problem: Problem, stood: Stood) -> Plan:
    draft = Draft(problem)
    last = {key: at.timestamp() for key, at in stood.items()}
    for number, person in problem.fixed.items():
        if person is not None:
            _note(last, person, problem, number)
    free = [number for number in range(len(problem.posts)) if number not in problem.fixed]
    for number in sorted(free, key=lambda number: (problem.posts[number].start, number)):
        queue = problem.posts[number].queue
        able = [
            person
            for person in draft.legality.suitable[number]
            if draft.legality.may_take(person, number)
        ]
        if able:
            chosen = min(
                able,
                key=lambda person: (
                    last.get((person, queue), 0.0),
                    draft.balance.load(person, number),
                    person,
                ),
            )
            draft.put(number, chosen)
            _note(last, chosen, problem, number)
    return draft.plan


def _note(last: dict[tuple[int, str], float], person: int, problem: Problem, number: int) -> None:
    """Places that are fixed later in the month count too: whoever has one waits."""
    post = problem.posts[number]
    key = person, post.queue
    last[key] = max(last.get(key, 0.0), post.start.timestamp())
