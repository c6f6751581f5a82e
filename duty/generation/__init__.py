"""A month's roster by rules and fairness: pure, seeded, without a database (B22).

`precheck` names what cannot be filled, `generate` fills the rest (greedy, then annealing),
`checker` looks at the answer from the rules alone.
"""

from duty.generation.annealing import CHANGES, Generated, generate
from duty.generation.checker import Fault, faults, plain_cost
from duty.generation.legality import Legality, Reason
from duty.generation.precheck import Findings, Unfillable, holes, precheck
from duty.generation.problem import (
    Absence,
    Duty,
    Person,
    Plan,
    Post,
    Problem,
    Tally,
    Weights,
)
from duty.generation.turns import take_turns

__all__ = [
    "CHANGES",
    "Absence",
    "Duty",
    "Fault",
    "Findings",
    "Generated",
    "Legality",
    "Person",
    "Plan",
    "Post",
    "Problem",
    "Reason",
    "Tally",
    "Unfillable",
    "Weights",
    "faults",
    "generate",
    "holes",
    "plain_cost",
    "precheck",
    "take_turns",
]
