"""Who sees a matter: the tokens agree with the plain rule for everybody and every path (DESIGN 4.1)."""

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from services import actions
from services.audience import sees
from services.models import Category, Ticket
from services.rows import work_list
from tests.conftest import hire, log_in
from tests.services.conftest import local

CAST = (
    "cadre",
    "duty_person",
    "neighbour",
    "clerk",
    "other_clerk",
    "liaison",
    "county_officer",
    "confidential_officer",
    "inspector",
    "auditor",
    "security",
    "admin_person",
)


@pytest.fixture
def other_clerk(units):
    return hire("other_clerk", "马玉兰", 12, units.other_township, Role.TOWNSHIP_CLERK)


@pytest.fixture
def everybody(request):
    return {name: request.getfixturevalue(name) for name in CAST}


def seen_by(ticket, everybody):
    """The names who see it, by query; the plain rule must say the same of each."""
    row = Ticket.objects.prefetch_related("holdings").select_related("region").get(pk=ticket.pk)
    by_query = {
        name
        for name, person in everybody.items()
        if Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()
    }
    assert by_query == {name for name, person in everybody.items() if sees(person, row)}
    return by_query


LINE = {"cadre", "duty_person", "clerk", "county_officer"}


def test_an_ordinary_matter_is_seen_along_its_line(ask, everybody):
    assert seen_by(ask(), everybody) == LINE


def test_a_department_sees_it_from_the_offer_on_and_after_it_gave_it_back(
    ask, everybody, units, at
):
    ticket = ask()
    actions.transfer(
        ticket=ticket, unit=units.department, reason="归住建局", by=everybody["cadre"], at=at
    )
    assert seen_by(ticket, everybody) == LINE | {"liaison"}
    actions.give_back(
        ticket=ticket, reason="不归我局", by=everybody["liaison"], at=at + timedelta(hours=1)
    )
    assert seen_by(ticket, everybody) == LINE | {"liaison"}


def test_who_was_asked_sees_it_wherever_they_work(ask, everybody, at):
    ticket = ask(by=everybody["clerk"], channel="hotline", first_contact=everybody["neighbour"])
    assert seen_by(ticket, everybody) == LINE | {"neighbour"}


def test_a_report_on_cadres_is_seen_by_its_desk_alone_whoever_typed_it(ask, everybody):
    assert seen_by(ask(confidential=True), everybody) == {"confidential_officer"}
    assert seen_by(
        ask(confidential=True, by=everybody["cadre"], channel="in_person"), everybody
    ) == {"confidential_officer"}


def test_a_complaint_about_the_village_house_is_not_seen_there(ask, everybody):
    category = Category.objects.create(name="对服务的意见", about_service=True)
    assert seen_by(ask(category=category), everybody) == {"clerk", "county_officer"}


def test_when_a_post_ends_the_matter_is_out_of_sight(ask, everybody, at):
    ticket = ask(first_contact=everybody["cadre"])
    everybody["duty_person"].posts.update(ends=at.date())
    everybody["duty_person"] = User.objects.get(username="duty")
    assert "duty_person" not in seen_by(ticket, everybody)


def test_a_village_sees_what_another_handed_to_it(ask, everybody, units, at):
    ticket = ask()
    actions.transfer(
        ticket=ticket, unit=units.neighbour, reason="在鱼泉村地界", by=everybody["cadre"], at=at
    )
    assert seen_by(ticket, everybody) == LINE | {"neighbour"}


def test_the_level_above_a_unit_that_was_called_in_opens_what_it_is_told_of(
    ask, everybody, units, client, at
):
    ticket = actions.accept(ticket=ask(), by=everybody["cadre"], at=at)
    actions.call_in(
        ticket=ticket, unit=units.other, reason="渠从那边过", by=everybody["cadre"], at=at
    )
    assert seen_by(ticket, everybody) == LINE | {"other_clerk"}
    (group,) = work_list(everybody["other_clerk"], local("2026-11-27T09:00"))
    assert (group.key, group.rows[0].first.act) == ("overdue", "urge")
    page = log_in(client, everybody["other_clerk"]).get(f"/desk/tickets/{ticket.number}/")
    assert page.status_code == 200


def test_the_level_above_sees_what_its_village_was_offered(ask, everybody, units, at):
    ticket = ask()
    actions.transfer(
        ticket=ticket, unit=units.other, reason="在阁北村地界", by=everybody["cadre"], at=at
    )
    assert seen_by(ticket, everybody) == LINE | {"other_clerk"}
