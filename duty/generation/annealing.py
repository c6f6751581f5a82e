"""A fairer plan by many small changes, bounded by their number and led by a seed (B22).

Bounded by changes and not by seconds, so that the same month with the same seed gives the same
plan on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from random import Random

from duty.generation.greedy import Draft, fill
from duty.generation.problem import Plan, Problem

# The plan is heated and cooled again and again, each time from the best so far and less hot.
HEATS = (6.0, 4.0, 3.0, 2.0, 2.0)
COLD = 0.2
CHANGES = 30_000  # in each of the heats

# Which change is tried, as shares of 1 one after the other; the rest exchanges whole days.
GIVEN_AWAY = 0.1
EXCHANGED_IN_A_DAY = 0.2
EXCHANGED = 0.3
LONGEST_STRETCH = 6

Places = list[tuple[int, int | None]]


@dataclass(frozen=True)
class Generated:
    plan: Plan
    cost: float


def generate(problem: Problem, seed: int, changes: int = CHANGES) -> Generated:
    """A plan without a hole that could be filled by moving people about, as fair as the changes allow."""
    rng = Random(seed)  # noqa: S311 - a lottery among equals, not a secret
    first = Draft(problem)
    fill(first, rng)
    best = Generated(list(first.plan), first.balance.cost)
    for heat in HEATS:
        found = _Annealing(_from_plan(problem, best.plan), rng).run(changes, heat)
        if found.cost < best.cost:
            best = found
    last = _from_plan(problem, best.plan)
    fill(last, rng)  # moving people about may have freed somebody for an open place
    return Generated(list(last.plan), last.balance.cost)


def _from_plan(problem: Problem, plan: Plan) -> Draft:
    draft = Draft(problem)
    for post, person in enumerate(plan):
        if person is not None and post not in problem.fixed:
            draft.put(post, person)
    return draft


class _Annealing:
    def __init__(self, draft: Draft, rng: Random) -> None:
        self.draft, self.rng = draft, rng
        suitable = draft.legality.suitable
        self.free = [
            post
            for post in range(len(suitable))
            if post not in draft.problem.fixed and suitable[post]
        ]
        days = sorted({draft.problem.posts[post].day for post in self.free})
        place = {day: number for number, day in enumerate(days)}
        self.day = {post: place[draft.problem.posts[post].day] for post in self.free}
        self.of_day: list[list[int]] = [[] for _day in days]
        for post in self.free:
            self.of_day[self.day[post]].append(post)

    def run(self, changes: int, heat: float) -> Generated:
        draft, balance = self.draft, self.draft.balance
        best, best_cost = list(draft.plan), balance.cost
        energy = balance.energy
        if not self.free:
            return Generated(best, best_cost)
        cooling = (COLD / heat) ** (1 / max(changes, 1))
        for _change in range(changes):
            heat *= cooling
            undo = self._change()
            if undo is None:
                continue
            after = balance.energy
            if after <= energy or self.rng.random() < exp((energy - after) / heat):
                energy = after
                if balance.cost < best_cost - 1e-9:
                    best, best_cost = list(draft.plan), balance.cost
            else:
                self._set(undo)
        return Generated(best, best_cost)

    def _change(self) -> Places | None:
        """One change made; what stood there before, or None where it was not legal."""
        post = self._pick(self.free)
        if self.draft.plan[post] is None:
            return self._fill_hole(post)
        chance = self.rng.random()
        if chance < GIVEN_AWAY:
            return self._try([(post, self._pick(self.draft.legality.suitable[post]))])
        if chance < EXCHANGED_IN_A_DAY:
            return self._exchange(post, self._pick(self.of_day[self.day[post]]))
        if chance < EXCHANGED:
            return self._exchange(post, self._pick(self.free))
        return self._exchange_days(post)

    def _exchange(self, one: int, other: int) -> Places | None:
        plan = self.draft.plan
        return self._try([(one, plan[other]), (other, plan[one])])

    def _exchange_days(self, post: int) -> Places | None:
        """Two people take over each other's places for some days: what was legal in a row mostly stays so."""
        plan = self.draft.plan
        one = plan[post]
        other = self._pick(self.draft.legality.suitable[post])
        first = self.day[post]
        last = first + 1 + int(self.rng.random() * LONGEST_STRETCH)
        wanted: Places = []
        for day in self.of_day[first:last]:
            for number in day:
                if plan[number] == one:
                    wanted.append((number, other))
                elif plan[number] == other:
                    wanted.append((number, one))
        return self._try(wanted)

    def _fill_hole(self, post: int) -> Places | None:
        """Somebody takes it, if need be for another place, so that a hole wanders to where it can be filled."""
        person = self._pick(self.draft.legality.suitable[post])
        if self.draft.legality.may_take(person, post):
            return self._try([(post, person)])
        left = self._pick(self.free)
        if self.draft.plan[left] != person:
            return None
        return self._try([(post, person), (left, None)])

    def _try(self, wanted: Places) -> Places | None:
        """The places as wanted, all or none; what stood there before."""
        plan, legality = self.draft.plan, self.draft.legality
        before = [(post, plan[post]) for post, _person in wanted]
        if wanted == before:
            return None
        for post, person in wanted:
            if person is not None and not legality.able[post] >> person & 1:
                return None
        for post, person in before:
            if person is not None:
                self.draft.clear(post)
        for post, person in wanted:
            if person is not None:
                if not legality.may_take(person, post):
                    self._set(before)
                    return None
                self.draft.put(post, person)
        return before

    def _set(self, places: Places) -> None:
        for post, _person in places:
            if self.draft.plan[post] is not None:
                self.draft.clear(post)
        for post, person in places:
            if person is not None:
                self.draft.put(post, person)

    def _pick(self, numbers: list[int] | tuple[int, ...]) -> int:
        return numbers[int(self.rng.random() * len(numbers))]
