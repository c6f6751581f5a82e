"""Hand over, take, give back, escalate, pause, extend (B13, B16, B17)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from config.errors import Conflict, Refusal
from notify.actions import sweep
from services import actions
from services.models import Ticket
from tests.services.conftest import local


@pytest.fixture
def accepted(ask, lamp, cadre, at):
    ticket = ask(item=lamp)
    actions.accept(ticket=ticket, by=cadre, at=at)
    return ticket


def test_an_offer_leaves_the_debt_where_it_is_until_it_is_taken(accepted, cadre, clerk, units, at):
    actions.transfer(ticket=accepted, unit=units.township, reason="要电工", by=cadre, at=at)
    assert (accepted.status, accepted.unit, accepted.holder) == (
        "in_progress",
        units.village,
        cadre,
    )
    actions.take(ticket=accepted, by=clerk, at=at + timedelta(hours=1))
    assert (accepted.unit, accepted.holder) == (units.township, clerk)
    handle = accepted.clocks.running().get(kind="handle")
    assert (handle.unit, handle.due_at) == (units.township, local("2026-11-26T17:30"))


def test_before_acceptance_an_offer_lets_the_accept_clock_run_on(ask, cadre, clerk, units, at):
    ticket = ask()
    actions.transfer(ticket=ticket, unit=units.township, reason="归镇里", by=cadre, at=at)
    assert ticket.status == "submitted"
    assert ticket.clocks.running().filter(kind="accept").exists()
    actions.take(ticket=ticket, by=clerk, at=at + timedelta(minutes=5))
    assert (ticket.status, ticket.unit, ticket.holder) == ("in_progress", units.township, clerk)


def test_who_was_not_offered_it_cannot_take_it(accepted, cadre, neighbour, clerk, units, at):
    actions.transfer(ticket=accepted, unit=units.township, reason="要电工", by=cadre, at=at)
    with pytest.raises(PermissionDenied):
        actions.take(ticket=accepted, by=neighbour, at=at)


def test_the_third_return_goes_to_the_lowest_unit_above_both(accepted, cadre, liaison, units, at):
    for count in range(3):
        actions.transfer(
            ticket=accepted,
            unit=units.department,
            reason="归住建局",
            by=cadre,
            at=at + timedelta(hours=count),
        )
        actions.give_back(
            ticket=accepted,
            reason="不归我局",
            by=liaison,
            at=at + timedelta(hours=count, minutes=30),
        )
    assert (accepted.unit, accepted.holder, accepted.returns) == (units.county_desk, None, 3)


def test_a_return_needs_a_reason(accepted, cadre, clerk, units, at):
    actions.transfer(ticket=accepted, unit=units.township, reason="要电工", by=cadre, at=at)
    with pytest.raises(Refusal):
        actions.give_back(ticket=accepted, reason=" ", by=clerk, at=at)


def test_a_department_sees_what_it_was_offered_and_nothing_else(
    accepted, ask, cadre, liaison, units, at
):
    ask(requester_phone="16000000107")
    assert not Ticket.objects.visible_to(liaison).exists()
    actions.transfer(ticket=accepted, unit=units.department, reason="归住建局", by=cadre, at=at)
    assert list(Ticket.objects.visible_to(liaison)) == [accepted]


def test_escalating_goes_one_level_up_for_one_of_two_reasons(accepted, cadre, units, at):
    with pytest.raises(Refusal):
        actions.escalate(ticket=accepted, reason="tired", by=cadre, at=at)
    actions.escalate(ticket=accepted, reason="unable", by=cadre, at=at)
    assert accepted.holdings.offered().get().unit == units.township


def test_a_pause_past_due_is_refused(accepted, cadre):
    with pytest.raises(Refusal, match="已经超时"):
        actions.pause(ticket=accepted, reason="等配件", by=cadre, at=local("2026-11-27T09:00"))


def test_an_extension_asked_in_time_counts_even_when_granted_later(accepted, cadre, clerk):
    actions.extend(
        ticket=accepted, amount=Decimal(2), reason="等配件", by=cadre, at=local("2026-11-26T17:00")
    )
    actions.decide_extension(ticket=accepted, approve=True, by=clerk, at=local("2026-11-27T09:00"))
    assert accepted.overdue_at == local("2026-11-30T17:30")


def test_an_extension_asked_too_late_is_refused(accepted, cadre):
    with pytest.raises(Refusal, match="到期以后"):
        actions.extend(
            ticket=accepted,
            amount=Decimal(2),
            reason="忘了",
            by=cadre,
            at=local("2026-11-26T17:30"),
        )


def test_nobody_decides_their_own_extension(accepted, cadre):
    actions.extend(
        ticket=accepted, amount=Decimal(2), reason="等配件", by=cadre, at=local("2026-11-26T10:00")
    )
    with pytest.raises(PermissionDenied):
        actions.decide_extension(
            ticket=accepted, approve=True, by=cadre, at=local("2026-11-26T11:00")
        )


def test_a_hand_over_nobody_answers_climbs_to_the_level_above(
    accepted, cadre, liaison, county_officer, units, at
):
    actions.transfer(ticket=accepted, unit=units.department, reason="归住建局", by=cadre, at=at)
    sweep(at=local("2026-11-25T08:00"))
    assert liaison.messages.filter(text__contains="超时").exists()
    sweep(at=local("2026-11-26T08:00"))
    assert county_officer.messages.filter(text__contains="卡在县住建局").exists()


def test_assigning_before_acceptance_accepts_it(ask, cadre, duty_person, neighbour, at):
    ticket = ask()
    with pytest.raises(Refusal):
        actions.assign(ticket=ticket, user=neighbour, by=cadre, at=at)
    actions.assign(ticket=ticket, user=duty_person, by=cadre, at=at)
    assert (ticket.status, ticket.holder) == ("in_progress", duty_person)


def test_merging_names_the_lead(ask, cadre, at):
    lead, copy = ask(), ask(requester_phone="16000000108")
    actions.merge(ticket=copy, into=lead, reason="同一盏灯", by=cadre, at=at)
    assert (copy.status, copy.merged_into) == ("merged", lead)
    with pytest.raises((Refusal, Conflict)):
        actions.merge(ticket=lead, into=copy, reason="反了", by=cadre, at=at)
