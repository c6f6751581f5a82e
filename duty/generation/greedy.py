"""A first plan: the hardest place first, to the least loaded of those who may."""

from __future__ import annotations

from random import Random

from duty.generation.balance import Balance
from duty.generation.legality import Legality
from duty.generation.problem import Plan, Problem


class Draft:
    """A plan with everything that is kept up while it changes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.legality = Legality(problem)
        self.balance = Balance(problem)
        self.plan: Plan = [None for _post in problem.posts]
        for post, person in sorted(problem.fixed.items()):
            if person is not None:
                self.put(post, person)

    def put(self, post: int, person: int) -> None:
        self.plan[post] = person
        self.legality.take(person, post)
        if person in self.balance.group_of:
            self.balance.give(person, post)

    def clear(self, post: int) -> None:
        person = self.plan[post]
        assert person is not None  # noqa: S101 - an open place is never cleared
        self.plan[post] = None
        self.legality.release(person, post)
        if person in self.balance.group_of:
            self.balance.withdraw(person, post)


def fill(draft: Draft, rng: Random) -> None:
    """Every open place that somebody may still take; who comes first among equals is the seed's choice."""
    problem, legality = draft.problem, draft.legality
    chance = [rng.random() for _person in problem.people]
    free = [
        number
        for number, person in enumerate(draft.plan)
        if person is None and number not in problem.fixed
    ]
    order = sorted(
        free,
        key=lambda post: (
            len(legality.suitable[post]),
            -problem.posts[post].points,
            problem.posts[post].day,
            post,
        ),
    )
    for post in order:
        able = [person for person in legality.suitable[post] if legality.may_take(person, post)]
        if able:
            chosen = min(
                able,
                key=lambda person: (
                    draft.balance.unwanted[post][person],
                    draft.balance.load(person, post),
                    chance[person],
                ),
            )
            draft.put(post, chosen)
