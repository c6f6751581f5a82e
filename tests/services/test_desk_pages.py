"""Every page of the desk opens, for a matter in each state."""

import pytest

from tests.conftest import log_in


@pytest.fixture
def desk(client, cadre):
    return log_in(client, cadre)


def test_an_empty_desk_says_so(desk):
    assert "眼下没有要办的事" in desk.get("/desk/").content.decode()


def test_a_new_matter_stands_under_to_be_accepted(desk, ask):
    ticket = ask()
    page = desk.get("/desk/").content.decode()
    assert "等接收" in page
    assert ticket.number in page
    assert "周铁牛" in page
