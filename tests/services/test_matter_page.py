"""What the page of one matter says at its head and in its story."""

from __future__ import annotations

import pytest

from tests.conftest import log_in
from tests.services import states


def page_of(client, cast, ticket):
    return log_in(client, cast.cadre).get(f"/desk/tickets/{ticket.number}/").content.decode()


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (states.fresh, "待受理"),
        (states.accepted, "办理中"),
        (states.waiting_for_papers, "待补正"),
        (states.declined, "不予受理"),
        (states.resolved, "待反馈"),
    ],
)
def test_the_state_stands_at_the_head_of_its_page(client, cast, state, word):
    head = page_of(client, cast, state(cast)).split('<p class="now">')[1].split("</p>")[0]
    assert word in head


def test_a_matter_sent_up_says_why_in_words(client, cast):
    page = page_of(client, cast, states.escalated(cast))
    assert "，权限以外" in page or "，无力解决" in page
    assert "beyond_authority" not in page


def test_whoever_looks_at_a_matter_has_read_what_was_said_of_it(client, cast):
    ticket = states.fresh(cast)
    told = cast.cadre.messages.filter(about=f"ticket:{ticket.number}")
    assert told.unread().exists()
    page_of(client, cast, ticket)
    assert not told.unread().exists()
