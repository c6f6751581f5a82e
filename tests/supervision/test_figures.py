"""Each figure is what the thirty matters say by hand, and counts exactly the rows that it lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.models import Ticket
from supervision.bases import Slice
from supervision.figures import FIGURES, counts, counts_by, difference, month_of_village, rows
from tests.supervision.conftest import expected, matter


@pytest.mark.parametrize("place", ["county", "township"])
def test_thirty_matters_give_the_sums_worked_out_by_hand(thirty, cut, place, request) -> None:
    assert counts(replace(cut, region=request.getfixturevalue(place))) == expected(place)


def test_every_figure_counts_the_rows_it_lists(thirty, cut) -> None:
    counted = counts(cut)
    assert {key: rows(key, cut).count() for key in FIGURES if key != "gaps"} == {
        key: number for key, number in counted.items() if key != "gaps"
    }


def test_all_figures_are_one_statement(thirty, cut, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):  # the standard of 七个一 is asked for first
        counts(cut)


def test_late_matters_are_charged_to_the_unit_that_holds_them(thirty, cut, units) -> None:
    late = counts_by("unit", cut, ["overdue"])
    assert {unit: counted["overdue"] for unit, counted in late.items() if counted["overdue"]} == {
        units.department.pk: 1,
        units.village.pk: 1,
    }


def test_a_sum_that_does_not_hold_shows_its_difference(cut, village, units, cadre, at) -> None:
    """A row that no action writes: being handled, but never accepted."""
    matter(1, village, units.village, cadre, at, status="in_progress").save()
    counted = counts(cut)
    assert difference(counted) == 1 == counted["in_no_part"]


def test_an_open_matter_is_counted_at_the_instant_and_not_by_period(
    cut, village, units, cadre, at
) -> None:
    matter(
        1, village, units.village, cadre, at - timedelta(days=300), status="in_progress",
        accepted_at=at, overdue_at=at,
    ).save()  # fmt: skip
    counted = counts(cut)
    assert (counted["received"], counted["overdue"]) == (0, 1)


def test_a_village_reads_its_own_month(thirty, village, at) -> None:
    month = month_of_village(village, at)
    assert (month.received, month.finished, month.overdue) == (12, 9, 1)


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [({"item": 0}, 28), ({"category": 0}, 0), ({"item": 1}, 0), ({"alone": True}, 0)],
)
def test_a_slice_narrows(thirty, cut: Slice, narrowed, number) -> None:
    assert rows("received", replace(cut, **narrowed)).count() == number


def test_overdue_agrees_with_the_matters_own_question(thirty, cut, at) -> None:
    late = {
        ticket.pk for ticket in Ticket.objects.filter(confidential=False) if ticket.is_overdue(at)
    }
    assert {ticket.pk for ticket in rows("overdue", cut)} == late
