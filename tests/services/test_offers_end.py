"""An offer that nobody can take any more does not stay open."""

import pytest

from services import actions
from tests.services import states


def transferred_unaccepted(cast):
    return actions.transfer(
        ticket=states.fresh(cast), unit=cast.units.department, reason="不归我们管", by=cast.cadre, at=cast.at
    )  # fmt: skip


WAYS = {
    "done on the spot": lambda ticket, cast: actions.accept(
        ticket=ticket, by=cast.cadre, at=cast.at, done=actions.Done(result="换好了")
    ),
    "declined": lambda ticket, cast: actions.decline(
        ticket=ticket, reason="in_court", where_to="法院12368", by=cast.cadre, at=cast.at
    ),
    "papers missing": lambda ticket, cast: actions.ask_for_materials(
        ticket=ticket, items=["户口本"], by=cast.cadre, at=cast.at
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_offer_ends_with_the_state_in_which_it_could_be_taken(way, cast):
    ticket = transferred_unaccepted(cast)
    WAYS[way](ticket, cast)
    assert not ticket.holdings.offered().exists()
    assert not ticket.clocks.running().filter(kind="take").exists()


def test_who_resolves_it_meanwhile_offers_it_no_more(cast):
    ticket = states.transferred(cast)
    actions.resolve(ticket=ticket, result="换好了", outcome="done", by=cast.cadre, at=cast.at)
    assert not ticket.holdings.offered().exists()
