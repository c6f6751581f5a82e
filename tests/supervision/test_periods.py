"""Half months, the three buttons, and what an address may ask for; rates to two decimals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from supervision.periods import Period, asked, choices, days_of, half_month, month, title_of, year
from supervision.rates import rate

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 15)),
        (date(2026, 11, 15), date(2026, 11, 1), date(2026, 11, 15)),
        (date(2026, 11, 16), date(2026, 11, 16), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2026, 12, 16), date(2026, 12, 31)),
        (date(2027, 2, 28), date(2027, 2, 16), date(2027, 2, 28)),
        (date(2028, 2, 15), date(2028, 2, 1), date(2028, 2, 15)),
        (date(2028, 2, 16), date(2028, 2, 16), date(2028, 2, 29)),
        pytest.param(
            date(2028, 2, 29), date(2028, 2, 16), date(2028, 2, 29), id="F4-february-2028"
        ),
    ],
)
def test_a_half_month_ends_on_the_15th_or_with_the_month(day, first, last):
    found = half_month(day)
    assert (found.since, found.last) == (first, last)


def test_the_buttons_name_their_periods():
    assert {words: title_of(period, TODAY) for words, period in choices(TODAY).items()} == {
        "今天": "今天",
        "这半月": "这半月",
        "今年": "今年",
    }
    assert year(TODAY).last == date(2026, 12, 31)
    assert month(date(2028, 2, 9)).last == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(date(2026, 11, 1), date(2026, 11, 16)), "11月1日到15日"),
        (Period(date(2026, 10, 16), date(2026, 11, 16)), "10月16日到11月15日"),
        (Period(date(2026, 11, 20), date(2026, 11, 21)), "11月20日"),
        (Period(date(2025, 12, 16), date(2026, 1, 1)), "2025年12月16日到31日"),
        (Period(date(2025, 12, 16), date(2026, 1, 16)), "2025年12月16日到2026年1月15日"),
    ],
)
def test_days_are_said_in_words(period, words):
    assert days_of(period, TODAY) == words


@pytest.mark.parametrize(
    "query",
    [{}, {"from": "2026-11-01"}, {"from": "x", "to": "y"}, {"from": "2026-11-09", "to": "2026-11-08"},
     {"from": "1999-01-01", "to": "1999-01-02"}, {"from": "2026-01-01", "to": "9999-12-31"}],
)  # fmt: skip
def test_nonsense_is_the_default(query):
    assert asked(query, half_month(TODAY)) == half_month(TODAY)


def test_an_address_names_both_days():
    period = half_month(TODAY)
    assert asked(period.query, month(TODAY)) == period


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [pytest.param(2312, 2421, "95.50", id="F4-2312-of-2421"), (20, 20, "100.00"), (0, 20, "0.00"), (1, 3, None), (19, 19, None),
     (1, 800, "0.13"), (398, 412, "96.60"), (384, 398, "96.48"), (0, 0, None)],
)  # fmt: skip
def test_rates_round_half_up_and_need_twenty_cases(part, whole, printed):
    assert rate(part, whole) == (None if printed is None else Decimal(printed))
