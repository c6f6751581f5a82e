"""The generated months against the proven optima: nobody is missing, and nobody is far from fair."""

from __future__ import annotations

from statistics import median

import pytest

from duty.generation import Weights, faults, generate, plain_cost
from tests.duty.reference_months import Reference, references


def measured(reference: Reference) -> float:
    """The cost as a multiple of the optimum, counted by the checker."""
    plan = generate(reference.problem, seed=1).plan
    assert not faults(reference.problem, plan)
    assert None not in plan
    return plain_cost(reference.problem, plan) / reference.optimum


@pytest.mark.slow
def test_months_come_near_their_optimum():
    found = [measured(reference) for reference in references()]
    assert median(found) <= 1.5
    assert max(found) <= 2


@pytest.mark.parametrize("reference", references(), ids=lambda reference: reference.number)
def test_the_proven_plan_keeps_the_rules_and_costs_what_is_said(reference):
    assert not faults(reference.problem, reference.plan)
    assert plain_cost(reference.problem, reference.plan) == reference.optimum


def test_the_month_is_the_one_that_was_measured():
    problem = references()[0].problem
    assert len(problem.posts) == 142
    assert sum(post.points for post in problem.posts) == 1656
    assert problem.weights == Weights(statutory_days=0)
