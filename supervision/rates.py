"""Rates from two counts of the same rows: two decimals, rounded half up, 件少 under twenty."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

# A rate over fewer cases says nothing: 件少.
FEW = 20

# Rate -> what is counted, over what.
RATES: Mapping[str, tuple[str, str]] = {
    "finish_rate": ("finished", "accepted"),
    "on_time_rate": ("on_time", "finished"),
    "response_rate": ("contacted_in_time", "contact_due"),
    "solution_rate": ("solved", "reached"),
    "satisfaction_rate": ("satisfied", "reached"),
}


def rate(part: int, whole: int) -> Decimal | None:
    """2312 of 2421 is 95.50; None where the cases are too few to compare."""
    if whole < FEW:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rate_of(name: str, counted: Mapping[str, int]) -> Decimal | None:
    part, whole = RATES[name]
    return rate(counted[part], counted[whole])
