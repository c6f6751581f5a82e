"""A complaint about a township's own house goes one level up; over the county's nobody stands (回避)."""

import pytest

from accounts.roles import Role
from config.errors import Refusal
from services import actions
from services.models import Category, Ticket
from tests.conftest import hire, log_in


@pytest.fixture
def complaint(db) -> Category:
    return Category.objects.create(name="对服务的意见", about_service=True)


@pytest.fixture
def at_the_county(ask, township, complaint, clerk) -> Ticket:
    return ask(region=township, category=complaint, text="镇大厅下午没人")


def test_the_county_has_it_and_the_township_does_not_see_it(
    at_the_county, units, clerk, county_officer
):
    assert at_the_county.unit == units.county_desk
    assert Ticket.objects.visible_to(county_officer).filter(pk=at_the_county.pk).exists()
    assert not Ticket.objects.visible_to(clerk).filter(pk=at_the_county.pk).exists()


def test_the_countys_own_stays_where_somebody_sees_it(ask, county, county_officer, complaint):
    ticket = ask(region=county, category=complaint)
    assert Ticket.objects.visible_to(county_officer).filter(pk=ticket.pk).exists()


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        ("township", "说的就是柳泉镇党群服务中心，要回避"),
        ("township_desk", "说的就是柳泉镇服务部，要回避"),
        ("neighbour", "说的是鱼泉村党群服务中心的上一级，要回避"),
    ],
)
def test_neither_the_house_nor_who_stands_below_it_gets_the_matter(
    at_the_county, units, county_officer, at, unit, why
):
    for act in (actions.transfer, actions.call_in):
        with pytest.raises(Refusal, match=why) as refused:
            act(
                ticket=accepted(at_the_county, county_officer, at), unit=getattr(units, unit),
                reason="你们看看", by=county_officer, at=at,
            )  # fmt: skip
        assert refused.value.field == "unit"


def test_several_at_once_and_the_api_say_so_too(at_the_county, units, county_officer, client, at):
    (told,) = actions.transfer_many(
        chosen=[(at_the_county.number, at_the_county.last_seq)],
        unit=units.township,
        reason="你们看看",
        by=county_officer,
        at=at,
    )
    assert (told.done, "要回避" in told.words) == (False, True)
    answer = log_in(client, county_officer).post(
        f"/api/v1/tickets/{at_the_county.number}/transfer/",
        {"unit": units.township.pk, "reason": "你们看看"},
        "application/json",
    )
    assert (answer.status_code, "要回避" in answer.json()["detail"]) == (400, True)


def test_nobody_of_the_house_is_made_anything_of_it(at_the_county, clerk, county_officer, at):
    for act in (actions.assign, actions.change_first_contact):
        said = {"reason": "他熟"} if act is actions.change_first_contact else {}
        with pytest.raises(Refusal):
            act(ticket=at_the_county, user=clerk, by=county_officer, at=at, **said)


def test_a_clerk_who_types_it_does_not_keep_it(ask, township, complaint, clerk, county_officer):
    ticket = ask(region=township, category=complaint, by=clerk, channel="hotline")
    assert ticket.first_contact == county_officer


def test_another_township_may_help_and_sends_it_up_past_nobody(
    at_the_county, units, county_officer, at
):
    helper = hire("other_clerk", "马玉兰", 12, units.other_township, Role.TOWNSHIP_CLERK)
    ticket = accepted(at_the_county, county_officer, at)
    actions.transfer(
        ticket=ticket, unit=units.other_township, reason="看看", by=county_officer, at=at
    )
    actions.take(ticket=ticket, by=helper, at=at)
    with pytest.raises(Refusal, match="要回避"):
        actions.transfer(ticket=ticket, unit=units.village, reason="看看", by=helper, at=at)
    actions.escalate(ticket=ticket, reason="unable", by=helper, at=at)
    assert ticket.holdings.last().unit == units.county_desk


def test_a_merger_does_not_bring_it_home(
    at_the_county, units, county_officer, township, other_township, clerk, at
):
    helper = hire("other_clerk", "马玉兰", 12, units.other_township, Role.TOWNSHIP_CLERK)
    actions.transfer(
        ticket=at_the_county, unit=units.other_township, reason="看看", by=county_officer, at=at
    )
    actions.take(ticket=at_the_county, by=helper, at=at)
    other_township.successor, other_township.retired_on = township, at.date()
    other_township.save()
    actions.follow(region=other_township, at=at)
    at_the_county.refresh_from_db()
    assert at_the_county.unit == units.county_desk
    assert not Ticket.objects.visible_to(clerk).filter(pk=at_the_county.pk).exists()


def accepted(ticket: Ticket, by, at) -> Ticket:
    return ticket if ticket.holder else actions.accept(ticket=ticket, by=by, at=at)
