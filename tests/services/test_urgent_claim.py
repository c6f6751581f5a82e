"""A villager's tick is a claim: it stands among the urgent matters until somebody says yes or no (DESIGN 4.2 Urgent)."""

from datetime import timedelta

import pytest

from notify.actions import sweep
from notify.models import PhoneTask
from services import actions
from services.models import Ticket
from services.rows import work_list
from tests.conftest import log_in


@pytest.fixture
def claimed(cast, lamp):
    ticket = cast.ask(item=lamp, urgent=True)
    return actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)


def urgent_rows(person, at):
    return [row for group in work_list(person, at) if group.key == "urgent" for row in group.rows]


def test_after_somebody_took_it_the_row_asks_whether_it_is_urgent(claimed, cast):
    (row,) = urgent_rows(cast.cadre, cast.at)
    assert row.first.act == "set_urgency"
    assert list(Ticket.objects.urgent()) == [claimed]
    assert claimed.is_urgent


@pytest.mark.parametrize("where", ["/desk/", "/desk/tickets/{number}/"])
def test_list_and_page_ask_with_two_buttons(client, claimed, cast, where):
    page = log_in(client, cast.cadre).get(where.format(number=claimed.number)).content.decode()
    assert "真的很急？" in page
    assert 'name="urgent" value="yes"' in page
    assert 'name="urgent" value="no"' in page


@pytest.mark.parametrize(
    ("answer", "ticket_class", "basis"), [("yes", "urgent", "hour"), ("no", "basic", "working_day")]
)
def test_one_tap_answers_it(client, claimed, cast, answer, ticket_class, basis):
    said = {"seq": claimed.last_seq, "urgent": answer, "reason": "接手后问过", "back": "desk"}
    address = f"/desk/tickets/{claimed.number}/set-urgency/"
    assert log_in(client, cast.cadre).post(address, said).status_code == 302
    claimed.refresh_from_db()
    handle = claimed.clocks.running().get(kind="handle")
    assert (claimed.ticket_class, handle.basis) == (ticket_class, basis)
    assert not claimed.claims_urgency
    assert bool(urgent_rows(cast.cadre, cast.at)) == (answer == "yes")


def test_what_the_clock_accepted_can_still_be_taken(claimed, cast, lamp, at):
    ticket = cast.ask(item=lamp, urgent=True)
    late = at + timedelta(minutes=16)
    sweep(at=late)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.holder) == ("in_progress", None)
    row = next(row for row in urgent_rows(cast.cadre, late) if row.ticket == ticket)
    assert (row.first.act, row.first.label) == ("take", "我接了")
    actions.take(ticket=ticket, by=cast.cadre, at=late)
    assert ticket.holder == cast.cadre
    assert not PhoneTask.objects.open().exists()


def test_everybody_of_a_rung_whom_only_the_portal_reaches_is_to_be_phoned(cast):
    from tests.conftest import hire

    other = hire("agent", "冯桂花", 30, cast.units.county_desk, "county_desk")
    ticket = cast.ask(urgent=True)
    sweep(at=cast.at + timedelta(minutes=31))
    callees = PhoneTask.objects.open().filter(
        about=f"ticket:{ticket.number}", unit__kind="county_desk"
    )
    assert {other, cast.county} <= {task.callee for task in callees}


def test_lowering_before_acceptance_gives_the_ordinary_time_to_accept(cast, at):
    ticket = cast.ask(urgent=True)
    actions.set_urgency(ticket=ticket, urgent=False, reason="问过，不急", by=cast.cadre, at=at)
    assert ticket.clocks.running().get(kind="accept").basis == "working_day"
    assert not ticket.is_urgent
