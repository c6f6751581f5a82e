"""村里送到镇里: a village that leads an errand decided above has its own time to send it there (annex B, step)."""

from datetime import timedelta

import pytest

from notify.actions import sweep
from services import actions
from services.deadlines import deadline
from services.terms import DEFAULTS
from tests.services.conftest import local


@pytest.fixture
def errand(ask, allowance, cadre, at):
    """A subsistence allowance, an agent's errand that the county decides, accepted by the village."""
    ticket = ask(item=allowance)
    return actions.accept(ticket=ticket, by=cadre, at=at)


def share(ticket):
    return ticket.clocks.filter(kind="step", holding=None).order_by("-pk").first()


def test_it_starts_when_the_village_accepts_and_is_due_in_three_working_days(errand, units):
    assert (share(errand).unit, share(errand).due_at) == (units.village, local("2026-11-26T17:30"))


@pytest.mark.parametrize(("mode", "level"), [("accompany", "county"), ("agent", "village")])
def test_nothing_else_has_one(ask, allowance, cadre, at, mode, level):
    allowance.level = level
    allowance.save()
    ticket = actions.accept(ticket=ask(item=allowance, mode=mode), by=cadre, at=at)
    assert share(ticket) is None


def test_sending_it_up_meets_it(errand, cadre, at):
    actions.escalate(ticket=errand, reason="beyond_authority", by=cadre, at=at)
    assert share(errand).outcome == "met"
    assert errand.clocks.running().filter(kind="handle").exists()


def test_what_comes_back_has_a_new_one(errand, cadre, clerk, at):
    actions.escalate(ticket=errand, reason="beyond_authority", by=cadre, at=at)
    later = at + timedelta(days=1)
    actions.give_back(ticket=errand, reason="材料不清楚", by=clerk, at=later)
    assert (share(errand).started_at, share(errand).is_running) == (later, True)


def test_a_late_share_is_red_long_before_the_promise(errand, clerk):
    late = local("2026-11-30T09:00")
    assert errand.is_overdue(late)
    assert errand.clocks.get(kind="handle").due_at > late
    sweep(at=late)
    assert clerk.messages.filter(text__contains="本单位这一步").exists()


def test_it_stands_still_with_the_promise(errand, cadre, at):
    actions.ask_for_materials(ticket=errand, items=["病历"], by=cadre, at=at)
    assert share(errand).paused
    paper = errand.supplements.get().items.get()
    later = local("2026-11-25T09:12")
    actions.supply(ticket=errand, items=[paper.pk], by=cadre, at=later)
    assert share(errand).due_at == local("2026-11-30T17:30")


def test_another_way_of_doing_it_ends_it(errand, cadre, at):
    actions.change_mode(ticket=errand, mode="inform", by=cadre, at=at)
    assert share(errand).outcome == "void"


def test_its_date_is_the_pure_functions(errand, at):
    from services.office import Office

    term = DEFAULTS["step", "ordinary"]
    assert share(errand).due_at == deadline(term, at, Office.of(errand.region).calendar).due_at
