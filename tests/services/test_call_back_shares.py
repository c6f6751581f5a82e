"""Which matters are called back: by the county's shares, the greatest that applies (B19)."""

import pytest

from services import actions
from services.actions.closing import drawn_by_lot
from services.models import CallBackShare
from services.numbers import lot
from services.terms import CALL_BACK_SHARES
from tests.services.states import resolved

NUMBERS = [f"{body:07d}0" for body in range(2000)]


def share_of(*applies: bool, **shares: int) -> float:
    drawn = [
        drawn_by_lot(number, *applies, shares={**CALL_BACK_SHARES, **shares}) for number in NUMBERS
    ]
    return sum(drawn) / len(drawn)


@pytest.mark.parametrize("which", range(5))
def test_urgent_overdue_reworked_escalated_and_agent_matters_are_all_called_back(which):
    assert share_of(*(place == which for place in range(5))) == 1


def test_of_the_others_about_one_in_five():
    assert 0.17 < share_of(False, False, False, False, False) < 0.23


def test_the_county_sets_its_own_share_of_one_sort():
    assert share_of(False, False, False, False, True, agent=50) == pytest.approx(0.5, abs=0.04)
    assert share_of(True, False, False, False, True, agent=0) == 1


def test_nobody_reads_the_draw_off_the_number():
    """Numbers that follow one another are drawn here and there."""
    drawn = [lot(number) < 20 for number in NUMBERS[:50]]
    assert 1 < sum(drawn) < 25


@pytest.mark.parametrize(("percent", "drawn"), [(100, True), (0, False)])
def test_feeding_back_asks_the_countys_rows(cast, percent, drawn):
    CallBackShare.objects.create(reason="direct", percent=percent)
    ticket = actions.feed_back(ticket=resolved(cast), channel="phone", by=cast.cadre, at=cast.at)
    assert ticket.drawn is drawn
