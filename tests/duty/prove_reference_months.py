"""Makes `data/reference_months.json`: each invented month with the optimum that OR-Tools proves.

Run once, in an environment of its own (`pip install ortools`; the portal never needs it):
`python -m tests.duty.prove_reference_months`. The proof comes from the formulation: every place
filled, the most loaded at or above the average, the least loaded at or below it.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable
from math import ceil
from typing import Any

from ortools.sat.python import cp_model  # type: ignore[import-not-found]  # not a dependency

from duty.generation import Plan, Post, Problem
from duty.generation.legality import clashes, unsuited
from tests.duty.reference_months import FILE, invent, problem_of

WANTED = 20
SECONDS = 600


def prove(problem: Problem) -> tuple[int, Plan] | None:
    """The optimum and a plan that reaches it; None where some place cannot be filled."""
    model = cp_model.CpModel()
    stands = {
        (person, post): model.new_bool_var(f"{person}/{post}")
        for post, asked in enumerate(problem.posts)
        for person, who in enumerate(problem.people)
        if unsuited(who, asked) is None
    }
    for post in range(len(problem.posts)):
        model.add_exactly_one(var for (_person, place), var in stands.items() if place == post)
    for person in range(len(problem.people)):
        _keep_rules(model, problem, person, {p: v for (w, p), v in stands.items() if w == person})
    weights = problem.weights
    cost = [
        weight * _range(model, problem, stands, worth)
        for weight, worth in (
            (int(weights.points), lambda post: post.points),
            (int(weights.nights), lambda post: int(post.night)),
            (int(weights.rest_days), lambda post: int(post.rest_day)),
        )
    ]
    cost += [
        int(weights.unwanted) * var
        for (person, post), var in stands.items()
        if problem.posts[post].day in problem.people[person].unwanted
    ]
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 8
    solver.parameters.max_time_in_seconds = SECONDS
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    plan: Plan = [None for _post in problem.posts]
    for (person, post), var in stands.items():
        if solver.value(var):
            plan[post] = person
    return round(solver.objective_value), plan


def _keep_rules(model: Any, problem: Problem, person: int, stands: dict[int, Any]) -> None:
    who = problem.people[person]
    for post, mask in enumerate(clashes(problem.posts, who.rest)):
        for other in range(post + 1, len(problem.posts)):
            if mask >> other & 1 and post in stands and other in stands:
                model.add_at_most_one(stands[post], stands[other])
    worked, nights = defaultdict(list), defaultdict(list)
    for post, var in stands.items():
        worked[problem.posts[post].day.toordinal()].append(var)
        if problem.posts[post].night:
            nights[problem.posts[post].day.toordinal()].append(var)
    for duty in who.bound:
        worked[duty.day.toordinal()].append(1)
        if duty.night:
            nights[duty.day.toordinal()].append(1)
    last = max(worked, default=0)
    for first in range(min(worked, default=0), last + 1):
        week = [var for day in range(first, first + 7) for var in worked[day]]
        model.add(sum(week) <= who.most_in_7_days)
        row = [var for day in range(first, first + who.nights_in_row + 1) for var in nights[day]]
        model.add(sum(row) <= who.nights_in_row)


def _range(
    model: Any, problem: Problem, stands: dict[tuple[int, int], Any], worth: Callable[[Post], int]
) -> Any:
    total = sum(worth(post) for post in problem.posts)
    people = len(problem.people)
    high = model.new_int_var(ceil(total / people), total, "")
    low = model.new_int_var(0, total // people, "")
    width = model.new_int_var(0, total, "")
    model.add(width == high - low)
    sums = []
    for person in range(people):
        load = model.new_int_var(0, total, "")
        mine = [
            worth(problem.posts[post]) * var
            for (who, post), var in stands.items()
            if who == person and worth(problem.posts[post])
        ]
        model.add(load == sum(mine))
        model.add(load <= high)
        model.add(load >= low)
        sums.append(load)
    model.add(sum(sums) == total)
    return width


def main() -> None:
    rows: list[dict[str, Any]] = []
    number = 0
    while len(rows) < WANTED:
        number += 1
        people = invent(number)
        proven = prove(problem_of(people))
        sys.stdout.write(f"{number}: {proven and proven[0]}\n")
        sys.stdout.flush()
        if proven is not None:
            rows.append(
                {"number": number, "optimum": proven[0], "plan": proven[1], "people": people}
            )
    text = ",\n".join(json.dumps(row) for row in rows)
    FILE.write_text(f"[\n{text}\n]\n")


if __name__ == "__main__":
    main()
