"""Who is first contact: the person asked, never nobody (B12)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from centers.models import Center
from config.errors import Refusal
from services import actions
from tests.duty.conftest import stand
from tests.services.conftest import local


@pytest.fixture
def center(units):
    return Center.objects.create(unit=units.village, kind="village", name="柳泉村党群服务中心")


def test_at_two_in_the_night_it_is_who_the_roster_names(ask, center, duty_person, cadre):
    stand(center, duty_person, "2026-11-22T18:00", "2026-11-23T08:00")
    assert ask(at=local("2026-11-23 02:00")).first_contact == duty_person


def test_in_a_hole_it_falls_to_the_station_head(ask, center, cadre):
    assert ask(at=local("2026-11-23 02:00")).first_contact == cadre


def test_without_a_station_head_it_falls_to_the_county_desk(ask, center, cadre, county_officer, at):
    cadre.posts.update(ends=at.date())
    assert ask().first_contact == county_officer


def test_a_cadre_who_enters_a_call_is_first_contact_unless_another_is_named(
    ask, cadre, duty_person, at
):
    assert ask(by=duty_person, channel="hotline").first_contact == duty_person
    assert ask(by=duty_person, channel="hotline", first_contact=cadre).first_contact == cadre


def test_somebody_from_elsewhere_on_duty_accepts_what_came_to_them(ask, center, neighbour, at):
    stand(center, neighbour, "2026-11-22T18:00", "2026-11-23T08:00")
    ticket = ask(at=local("2026-11-23 02:00"))
    assert actions.accept(ticket=ticket, by=neighbour, at=at).holder == neighbour


def test_they_do_not_accept_what_the_county_settles_after_three_returns(
    ask, cadre, clerk, county_officer, units, at
):
    ticket = ask(by=cadre, channel="hotline")
    for _ in range(3):
        actions.transfer(ticket=ticket, unit=units.township, reason="归镇里", by=cadre, at=at)
        actions.give_back(ticket=ticket, reason="归村里", by=clerk, at=at)
    with pytest.raises(PermissionDenied):
        actions.accept(ticket=ticket, by=cadre, at=at)
    assert actions.accept(ticket=ticket, by=county_officer, at=at).holder == county_officer


def test_it_survives_two_transfers(ask, cadre, clerk, liaison, units, at):
    ticket = ask()
    actions.transfer(ticket=ticket, unit=units.township, reason="要镇里的电工", by=cadre, at=at)
    actions.take(ticket=ticket, by=clerk, at=at + timedelta(minutes=10))
    actions.transfer(
        ticket=ticket,
        unit=units.department,
        reason="归住建局",
        by=clerk,
        at=at + timedelta(minutes=20),
    )
    actions.take(ticket=ticket, by=liaison, at=at + timedelta(minutes=30))
    assert (ticket.first_contact, ticket.unit, ticket.holder) == (cadre, units.department, liaison)


def test_only_the_station_head_or_above_changes_it_and_says_why(ask, cadre, duty_person, at):
    ticket = ask()
    with pytest.raises(Refusal):
        actions.change_first_contact(ticket=ticket, user=duty_person, reason=" ", by=cadre, at=at)
    actions.change_first_contact(
        ticket=ticket, user=duty_person, reason="是他接的电话", by=cadre, at=at
    )
    assert ticket.first_contact == duty_person
    assert duty_person.messages.exists()


def test_a_complaint_about_the_village_house_goes_one_level_up_and_out_of_its_sight(
    ask, cadre, clerk, units
):
    from services.models import Category, Ticket

    category = Category.objects.create(name="对服务的意见", about_service=True)
    ticket = ask(category=category, kind="opinion")
    assert ticket.unit == units.township
    assert not Ticket.objects.visible_to(cadre).filter(pk=ticket.pk).exists()
    assert Ticket.objects.visible_to(clerk).filter(pk=ticket.pk).exists()
