"""A pause ends by itself on its day, and one without a day is asked about (B13)."""

from datetime import date, timedelta

from notify.actions import sweep
from services import actions
from tests.services.conftest import local
from tests.services.states import accepted, paused


def test_on_the_named_day_it_runs_on_by_itself(cast):
    ticket = accepted(cast)
    actions.pause(ticket=ticket, reason="公示", until=date(2026, 12, 1), by=cast.cadre, at=cast.at)
    sweep(at=local("2026-11-30T17:00"))
    ticket.refresh_from_db()
    assert ticket.paused
    sweep(at=local("2026-12-01T08:00"))
    ticket.refresh_from_db()
    assert (ticket.paused, ticket.events.last().verb) == (False, "resume")
    assert cast.cadre.messages.filter(text__contains="接着算时间").exists()


def test_without_a_day_its_people_are_asked_after_ten_days(cast):
    ticket = paused(cast)
    sweep(at=cast.at + timedelta(days=10))
    ticket.refresh_from_db()
    assert ticket.paused
    assert cast.cadre.messages.filter(text__contains="还暂停着").count() == 1


def test_somebody_who_resumes_is_asked_nothing_more(cast):
    ticket = paused(cast)
    actions.resume(ticket=ticket, by=cast.cadre, at=cast.at + timedelta(days=1))
    sweep(at=cast.at + timedelta(days=10))
    assert not cast.cadre.messages.filter(text__contains="还暂停着").exists()


def test_papers_can_be_asked_for_when_it_is_late_already(cast):
    ticket = accepted(cast)
    actions.ask_for_materials(
        ticket=ticket, items=["户口本"], by=cast.cadre, at=local("2026-12-07T09:00")
    )
    assert not ticket.paused
    assert ticket.supplements.exists()


def test_who_read_the_clock_before_the_pause_and_then_waited_for_the_lock_ends_it(cast):
    ticket = paused(cast)
    actions.resume(ticket=ticket, by=cast.cadre, at=cast.at - timedelta(seconds=2))
    ticket.refresh_from_db()
    assert not ticket.paused
    pause = ticket.clocks.get(kind="handle").pauses.get()
    assert pause.end == pause.start


def test_papers_that_come_in_end_no_pause_that_had_another_reason(cast):
    ticket = paused(cast)
    actions.ask_for_materials(ticket=ticket, items=["户口本"], by=cast.cadre, at=cast.at)
    actions.supply(ticket=ticket, items=_wanted(ticket), by=cast.cadre, at=cast.at)
    ticket.refresh_from_db()
    assert ticket.paused


def test_the_last_paper_ends_the_pause_that_waited_for_it(cast):
    ticket = accepted(cast)
    actions.ask_for_materials(ticket=ticket, items=["户口本", "照片"], by=cast.cadre, at=cast.at)
    for paused_after, item in zip([True, False], _wanted(ticket), strict=True):
        actions.supply(ticket=ticket, items=[item], by=cast.cadre, at=cast.at)
        ticket.refresh_from_db()
        assert ticket.paused is paused_after


def _wanted(ticket):
    return list(ticket.supplements.get().items.order_by("pk").values_list("pk", flat=True))
