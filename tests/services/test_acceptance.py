"""Accepting, declining, what is done on the spot, and papers that are missing (B13, B14, B16, B62)."""

from datetime import timedelta

import pytest

from config.errors import Refusal
from notify.actions import sweep
from services import actions
from services.models import SupplementItem
from tests.services.conftest import local


def test_the_promise_is_frozen_at_submission_and_runs_from_acceptance(ask, lamp, cadre, at):
    ticket = ask(item=lamp)
    lamp.promised_amount = 30
    lamp.save()
    actions.accept(ticket=ticket, by=cadre, at=at + timedelta(hours=3))
    assert ticket.clocks.get(kind="handle").due_at == local("2026-11-26T17:30")


def test_done_on_the_spot_leaves_no_clock_and_no_call_back(ask, cadre, at):
    ticket = actions.submit(
        intake=actions.Intake(region=ask().region, text="盖章", place="村室"),
        at=at,
        by=cadre,
        done=actions.Done("已盖章"),
    )
    assert (ticket.status, ticket.instant, ticket.ticket_class, ticket.drawn) == (
        "closed",
        True,
        "instant",
        False,
    )
    assert not ticket.clocks.exists()
    assert list(ticket.events.values_list("verb", flat=True)) == ["submit", "finish_at_once"]


def test_accepting_with_a_result_ends_it_at_once(ask, cadre, at):
    ticket = ask()
    actions.accept(ticket=ticket, by=cadre, at=at, done=actions.Done("已答复"))
    assert (ticket.status, ticket.instant) == ("closed", True)
    assert not ticket.clocks.running().exists()


@pytest.mark.parametrize(("reason", "where"), [("not_ours", "去镇里"), ("in_court", " ")])
def test_a_decline_needs_a_listed_reason_and_a_place_to_go(ask, cadre, at, reason, where):
    with pytest.raises(Refusal):
        actions.decline(ticket=ask(), reason=reason, where_to=where, by=cadre, at=at)


def test_a_decline_may_be_disputed_and_reopened_by_the_township(ask, cadre, clerk, at):
    ticket = ask()
    actions.decline(ticket=ticket, reason="in_court", where_to="法院12368", by=cadre, at=at)
    actions.dispute(ticket=ticket, at=at + timedelta(hours=1))
    assert clerk.messages.filter(text__contains="不同意").exists()
    actions.reopen(ticket=ticket, reason="再看看", by=clerk, at=at + timedelta(hours=2))
    assert (ticket.status, ticket.decline_reason) == ("submitted", "")


def test_missing_papers_stop_the_accept_clock_and_the_last_one_starts_a_new_one(
    ask, allowance, cadre, at
):
    ticket = ask(item=allowance)
    actions.ask_for_materials(ticket=ticket, items=["户口本原件", "身份证复印件"], by=cadre, at=at)
    assert ticket.status == "awaiting_materials"
    first, second = SupplementItem.objects.order_by("pk")
    actions.supply(ticket=ticket, items=[first.pk], by=cadre, at=at + timedelta(days=1))
    assert ticket.status == "awaiting_materials"
    actions.supply(ticket=ticket, items=[second.pk], by=cadre, at=local("2026-11-25T09:00"))
    assert ticket.status == "submitted"
    assert ticket.clocks.running().get(kind="accept").due_at == local("2026-11-26T17:30")


def test_a_second_notice_needs_a_reason_and_is_counted(ask, allowance, cadre, at):
    ticket = ask(item=allowance)
    actions.ask_for_materials(ticket=ticket, items=["户口本"], by=cadre, at=at)
    actions.supply(
        ticket=ticket, items=SupplementItem.objects.values_list("pk", flat=True), by=cadre, at=at
    )
    with pytest.raises(Refusal):
        actions.ask_for_materials(ticket=ticket, items=["照片"], by=cadre, at=at)
    actions.ask_for_materials(ticket=ticket, items=["照片"], reason="县里新要的", by=cadre, at=at)
    assert ticket.supplements_asked == 2


def test_papers_that_never_come_are_asked_for_twice_and_then_end_it(ask, allowance, cadre, at):
    ticket = ask(item=allowance)
    actions.ask_for_materials(ticket=ticket, items=["户口本"], by=cadre, at=at)
    for days in (10, 25):
        sweep(at=at + timedelta(days=days))
    assert cadre.messages.filter(text__contains="材料还没补齐").count() == 2
    sweep(at=at + timedelta(days=30))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.end_reason) == ("withdrawn", "lapsed")
    actions.reopen(ticket=ticket, reason="补齐了", by=cadre, at=at + timedelta(days=31))
    assert ticket.status == "submitted"


def test_after_acceptance_missing_papers_pause_the_clock(ask, allowance, cadre, at):
    ticket = ask(item=allowance)
    actions.accept(ticket=ticket, by=cadre, at=at)
    actions.ask_for_materials(ticket=ticket, items=["病历"], by=cadre, at=at)
    assert (ticket.status, ticket.paused, ticket.overdue_at) == ("in_progress", True, None)
    actions.supply(
        ticket=ticket,
        items=SupplementItem.objects.values_list("pk", flat=True),
        by=cadre,
        at=local("2026-11-25T09:12"),
    )
    assert not ticket.paused
    assert ticket.clocks.get(kind="handle").due_at == local("2027-01-07T17:30")


def test_after_deemed_acceptance_a_decline_is_closed(ask, cadre, at):
    from config.errors import Conflict

    ticket = ask()
    sweep(at=local("2026-11-24T17:30"))
    with pytest.raises(Conflict):
        actions.decline(
            ticket=ticket,
            reason="in_court",
            where_to="法院",
            by=cadre,
            at=local("2026-11-25T09:00"),
        )


def test_what_must_be_done_in_person_is_never_done_for_somebody(ask, allowance, cadre, at):
    allowance.presence, allowance.mode = "in_person", "accompany"
    allowance.save()
    ticket = ask(item=allowance)
    with pytest.raises(Refusal, match="本人到场"):
        actions.accept(ticket=ticket, mode="agent", by=cadre, at=at)
