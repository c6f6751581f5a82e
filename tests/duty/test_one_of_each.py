"""Puyang's rule (003-18): every working day one of the township, one of the village and one other."""

import pytest

from duty.generation.precheck import unmatched

TOWNSHIP, VILLAGE, OTHER = 0, 1, 2


@pytest.mark.parametrize(
    ("able", "filled"),
    [
        pytest.param(
            {TOWNSHIP: [1], VILLAGE: [2, 3], OTHER: []},
            False,
            id="F4-roster-1-1-1-two-of-the-village",
        ),
        pytest.param(
            {TOWNSHIP: [1], VILLAGE: [2], OTHER: [3]}, True, id="F4-roster-1-1-1-a-volunteer"
        ),
        pytest.param(
            {TOWNSHIP: [1], VILLAGE: [2], OTHER: [1]}, False, id="F4-roster-1-1-1-one-in-two-places"
        ),
    ],
)
def test_one_of_the_township_one_of_the_village_and_one_other(able, filled):
    """By post the people who could take it: nobody fills two."""
    assert (unmatched(able) == []) is filled
