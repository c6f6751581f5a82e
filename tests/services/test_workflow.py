"""The table of moves, and the one writer that keeps to it."""

import pytest

from services import actions, timeline, workflow
from services.choices import Status
from services.permissions import MAY


def test_every_status_of_the_table_is_known_and_leads_only_to_known_ones():
    known = {status for status, _act in workflow.MOVES} | {
        to for targets in workflow.MOVES.values() for to in targets
    }
    assert known <= set(workflow.STATUSES) == set(Status.values)


def test_every_act_of_staff_has_somebody_who_may():
    by_itself = {"deem_accepted", "finish_at_once", "lapse", "come_back", "leave_unsampled"}
    by_villagers = {"add", "rate", "dispute"}
    acts = {act for _status, act in workflow.MOVES} | set(workflow.ACTS)
    assert acts - by_itself - by_villagers == set(MAY)


def test_every_open_status_can_be_left():
    for status in workflow.OPEN:
        assert any(
            targets != (status,)
            for (known, _act), targets in workflow.MOVES.items()
            if known == status
        )


def test_every_verb_has_a_sentence_for_staff():
    acts = (
        {act for _status, act in workflow.MOVES}
        | set(workflow.ACTS)
        | {"submit", "redo", "settle_above", "recompute", "follow", "hand_on"}
    )
    assert acts == timeline.VERBS


@pytest.mark.parametrize("act", ["resolve", "feed_back", "call_back"])
def test_an_act_out_of_turn_is_a_conflict(act, ask, cadre, clerk, at):
    ticket = ask()
    calls = {
        "resolve": lambda: actions.resolve(
            ticket=ticket, result="好了", outcome="done", by=cadre, at=at
        ),
        "feed_back": lambda: actions.feed_back(ticket=ticket, channel="phone", by=cadre, at=at),
        "call_back": lambda: actions.call_back(ticket=ticket, solved=True, by=clerk, at=at),
    }
    from config.errors import Conflict

    with pytest.raises(Conflict):
        calls[act]()
