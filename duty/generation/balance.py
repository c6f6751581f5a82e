"""What a plan costs, kept up while it changes: the range between most and least loaded, by measure.

People whose posts never touch each other's (the township's and the village's, where each shift
asks for one of both) are compared among themselves only.
"""

from __future__ import annotations

from collections import defaultdict

from duty.generation.problem import MEASURES, Person, Problem

# Beside the range, which only sees the two ends: every step towards the middle helps a little.
SQUARES = 0.01


class Balance:
    """Deviations from the expected share, and the cost that follows from them."""

    def __init__(self, problem: Problem) -> None:
        self.people = problem.people
        self.groups = groups(problem)
        self.group_of = {
            person: number for number, group in enumerate(self.groups) for person in group
        }
        self.worth = [post.worth for post in problem.posts]
        self.unwanted = [
            [post.day in person.unwanted for person in problem.people] for post in problem.posts
        ]
        weights = problem.weights
        self.weights = [float(getattr(weights, measure)) for measure in MEASURES]
        self.weight_unwanted, self.weight_open = weights.unwanted, weights.open
        self.values = [
            self._starting(problem, number, measure) for number, measure in enumerate(MEASURES)
        ]
        self.ranges = [[self._range(m, g) for g in self.groups] for m in self.values]
        self.squares = sum(
            weight * value * value
            for weight, values in zip(self.weights, self.values, strict=True)
            for value in values
        )
        self.broken, self.open = 0, len(problem.posts)

    @property
    def cost(self) -> float:
        fair = sum(
            weight * sum(ranges) for weight, ranges in zip(self.weights, self.ranges, strict=True)
        )
        return fair + self.weight_unwanted * self.broken + self.weight_open * self.open

    @property
    def energy(self) -> float:
        return self.cost + SQUARES * self.squares

    def give(self, person: int, post: int) -> None:
        self._add(person, post, 1)

    def withdraw(self, person: int, post: int) -> None:
        self._add(person, post, -1)

    def load(self, person: int, post: int) -> float:
        """How far above the share the person would come, in what the post is worth."""
        return sum(
            weight * (values[person] + worth)
            for weight, values, worth in zip(
                self.weights, self.values, self.worth[post], strict=True
            )
            if worth
        )

    def _add(self, person: int, post: int, sign: int) -> None:
        self.open -= sign
        self.broken += sign * self.unwanted[post][person]
        group = self.group_of[person]
        members = self.groups[group]
        for number, worth in enumerate(self.worth[post]):
            if worth and self.weights[number]:
                values = self.values[number]
                before = values[person]
                after = values[person] = before + sign * worth
                self.squares += self.weights[number] * (after * after - before * before)
                self.ranges[number][group] = self._range(values, members)

    @staticmethod
    def _range(values: list[float], members: list[int]) -> float:
        inside = [values[person] for person in members]
        return max(inside) - min(inside)

    def _starting(self, problem: Problem, number: int, measure: str) -> list[float]:
        """Before anything is given out: what was served beyond the share, less what is expected now."""
        values = [0.0 for _person in problem.people]
        for group in self.groups:
            inside = [problem.people[person] for person in group]
            served = sum(float(getattr(person.served, measure)) for person in inside)
            weight = sum(person.weight for person in inside) or 1
            share = sum(person.share for person in inside) or 1
            coming = self._coming(problem, number, inside)
            for place in group:
                person = problem.people[place]
                values[place] = (
                    float(getattr(person.served, measure))
                    - served * person.weight / weight
                    - coming * person.share / share
                )
        return values

    @staticmethod
    def _coming(problem: Problem, number: int, people: list[Person]) -> float:
        inside = {person.category for person in people}
        return sum(
            post.worth[number]
            for post in problem.posts
            if not post.categories or post.categories & inside
        )


def groups(problem: Problem) -> list[list[int]]:
    """People by number, together when a chain of posts that either may take links their categories."""
    leader = {person.category: person.category for person in problem.people}

    def find(category: str) -> str:
        while leader[category] != category:
            category = leader[category]
        return category

    for categories in {post.categories for post in problem.posts}:
        linked = [name for name in sorted(leader) if not categories or name in categories]
        for name in linked[1:]:
            leader[find(name)] = find(linked[0])
    together: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(problem.people):
        if person.share > 0:
            together[find(person.category)].append(number)
    return list(together.values())
