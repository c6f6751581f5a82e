"""Done, told, called back, rated, done again (B18, B19)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from config.errors import Refusal
from notify.actions import sweep
from services import actions
from services.models import CallBackShare, Ticket
from tests.services.conftest import local


@pytest.fixture
def told(ask, lamp, cadre, at):
    """A lamp that was mended; the villager was phoned. Drawn for a call-back or not, as the test says."""

    def told(drawn: bool = True, at=at):
        ticket = ask(item=lamp, at=at)
        actions.accept(ticket=ticket, by=cadre, at=at)
        actions.resolve(
            ticket=ticket, result="换了灯泡", outcome="done", by=cadre, at=at + timedelta(hours=1)
        )
        CallBackShare.objects.update_or_create(reason="direct", defaults={"percent": 0})
        Ticket.objects.filter(pk=ticket.pk).update(mode="agent" if drawn else "direct")
        ticket.refresh_from_db()
        actions.feed_back(ticket=ticket, channel="phone", by=cadre, at=at + timedelta(hours=2))
        assert ticket.drawn == drawn
        return ticket

    return told


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "done", "result": " "}, "result"),
        ({"outcome": "planned"}, "until"),
        ({"outcome": "planned", "until": date(2026, 11, 23)}, "until"),
        ({"outcome": "explained"}, "basis"),
        ({"outcome": "referred"}, "referred_to"),
        ({"outcome": "somehow"}, "outcome"),
    ],
)
def test_each_outcome_needs_what_the_villager_will_ask(ask, cadre, at, said, field):
    ticket = ask()
    actions.accept(ticket=ticket, by=cadre, at=at)
    with pytest.raises(Refusal) as refusal:
        actions.resolve(**({"ticket": ticket, "result": "说了", "by": cadre, "at": at} | said))
    assert refusal.value.field == field


def test_resolving_starts_the_feedback_clock_and_telling_ends_it(told):
    ticket = told()
    assert ticket.clocks.get(kind="feedback").outcome == "met"
    assert ticket.status == "answered"


def test_neither_handler_nor_first_contact_calls_back(told, cadre):
    with pytest.raises(PermissionDenied):
        actions.call_back(ticket=told(), solved=True, by=cadre, at=local("2026-11-24T09:00"))


def test_solved_closes_and_a_bad_grade_opens_a_rectification_of_the_unit(told, clerk, cadre, units):
    ticket = told()
    actions.call_back(ticket=ticket, solved=True, grade=2, by=clerk, at=local("2026-11-24T09:00"))
    assert ticket.status == "closed"
    rectification = ticket.rectifications.get()
    assert (rectification.unit, rectification.clock.due_at) == (
        units.village,
        local("2026-12-09T17:30"),
    )
    actions.rectify(ticket=ticket, result="上门道歉", by=cadre, at=local("2026-11-25T09:00"))
    assert ticket.clocks.get(kind="rectify").outcome == "met"


def test_not_solved_is_done_again_in_half_the_time_and_the_third_time_above(
    told, cadre, clerk, units
):
    ticket, day = told(), local("2026-11-24T09:00")
    for round_number in (2, 3):
        actions.call_back(ticket=ticket, solved=False, by=clerk, at=day)
        assert (ticket.status, ticket.round, ticket.unit, ticket.holder) == (
            "in_progress",
            round_number,
            units.village,
            cadre,
        )
        assert ticket.clocks.running().get(kind="handle").amount == 1
        actions.resolve(
            ticket=ticket, result="又换了", outcome="done", by=cadre, at=day + timedelta(hours=1)
        )
        actions.feed_back(ticket=ticket, channel="phone", by=cadre, at=day + timedelta(hours=2))
        day += timedelta(days=1)
    actions.call_back(ticket=ticket, solved=False, by=clerk, at=day)
    assert (ticket.round, ticket.unit, ticket.holder) == (4, units.township, None)


def test_three_attempts_without_an_answer_close_it_as_not_reached(told, clerk):
    ticket = told()
    for hour in (9, 10, 11):
        actions.call_back(
            ticket=ticket, reached=False, by=clerk, at=local(f"2026-11-24T{hour:02}:00")
        )
    assert (ticket.status, ticket.end_reason) == ("closed", "not_reached")


def test_the_villagers_own_word_closes_only_what_was_not_drawn(told):
    drawn, plain = told(), told(drawn=False)
    for ticket in (drawn, plain):
        actions.rate(ticket=ticket, solved=True, grade=5, at=local("2026-11-24T09:00"))
    assert (drawn.status, plain.status) == ("answered", "closed")


def test_silence_closes_what_was_not_drawn_and_is_no_praise(told):
    ticket = told(drawn=False)
    sweep(at=local("2026-11-30T12:00"))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.end_reason) == ("closed", "not_sampled")
    assert not ticket.own_ratings.exists()
    assert not ticket.call_backs.exists()


def test_a_planned_matter_comes_back_by_itself(ask, cadre, at):
    ticket = ask()
    actions.accept(ticket=ticket, by=cadre, at=at)
    actions.resolve(
        ticket=ticket, result="列入明年", outcome="planned", until=date(2027, 3, 1), by=cadre, at=at
    )
    actions.feed_back(ticket=ticket, channel="visit", by=cadre, at=at)
    for day in ("2026-12-10T09:00", "2027-03-01T09:00"):
        sweep(at=local(day))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.round, ticket.holder) == ("in_progress", 2, cadre)


def test_sms_without_a_gateway_is_refused_with_what_to_do_instead(ask, cadre, at):
    ticket = ask()
    actions.accept(ticket=ticket, by=cadre, at=at)
    actions.resolve(ticket=ticket, result="好了", outcome="done", by=cadre, at=at)
    with pytest.raises(Refusal, match="请打电话告诉"):
        actions.feed_back(ticket=ticket, channel="sms", by=cadre, at=at)


@pytest.mark.parametrize(("days", "allowed"), [(29, True), (30, False)])
def test_a_closed_matter_is_reopened_within_thirty_days(told, clerk, days, allowed):
    ticket = told()
    closed = local("2026-11-24T09:00")
    actions.call_back(ticket=ticket, solved=True, by=clerk, at=closed)
    if allowed:
        actions.reopen(ticket=ticket, reason="又坏了", by=clerk, at=closed + timedelta(days=days))
        assert ticket.status == "in_progress"
    else:
        with pytest.raises(Refusal):
            actions.reopen(
                ticket=ticket, reason="又坏了", by=clerk, at=closed + timedelta(days=days)
            )
