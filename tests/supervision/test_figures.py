"""Each figure counts exactly the rows that it lists."""

from __future__ import annotations

import pytest

from supervision.figures import FIGURES, Slice, counts, rows
from supervision.periods import half_month


@pytest.fixture
def cut(county, units, at) -> Slice:
    return Slice(county, half_month(at.date()), at)


def test_nothing_counts_as_nothing(cut) -> None:
    assert counts(cut) | {"uncovered": 3} == dict.fromkeys(FIGURES, 0) | {"uncovered": 3}


@pytest.mark.parametrize("key", FIGURES)
def test_every_figure_lists(cut, key) -> None:
    list(rows(key, cut))
