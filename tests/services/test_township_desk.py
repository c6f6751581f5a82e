"""A township's centre and its desks, such as 服务部, are one house: what one has, the others see, take and are told of."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from config.errors import Refusal
from notify import actions as notify
from notify.actions import sweep
from notify.models import PhoneTask
from services import actions
from services.people import heads_of
from services.rows import work_list
from tests.conftest import hire
from tests.services.conftest import local
from tests.services.states import accepted


@pytest.fixture
def desk_clerk(units):
    return hire("desk_clerk", "董小满", 13, units.township_desk, Role.TOWNSHIP_CLERK)


@pytest.fixture
def sent(cast):
    """The village sends a matter to 服务部."""
    return actions.transfer(
        ticket=accepted(cast),
        unit=cast.units.township_desk,
        reason="镇里管",
        by=cast.cadre,
        at=cast.at,
    )


def groups(person, at):
    return {group.key: group.total for group in work_list(person, at)}


def test_a_clerk_of_the_centre_sees_and_takes_what_was_sent_to_an_empty_desk(cast, sent):
    assert groups(cast.clerk, cast.at) == {"take": 1}
    assert cast.clerk.messages.filter(text__contains="转来一件").exists()
    taken = actions.take(ticket=sent, by=cast.clerk, at=cast.at)
    assert (taken.unit, taken.holder) == (cast.units.township_desk, cast.clerk)
    assert groups(cast.clerk, cast.at) == {"working": 1}


def test_what_a_colleague_at_the_desk_has_stands_on_the_centres_list(cast, sent, desk_clerk):
    actions.take(ticket=sent, by=desk_clerk, at=cast.at)
    assert groups(cast.clerk, cast.at) == {"colleagues": 1}
    late = local("2026-12-20T09:00")
    sweep(at=late)
    assert groups(cast.clerk, late) == groups(desk_clerk, late) == {"overdue": 1}
    for person in (cast.clerk, desk_clerk):
        assert person.messages.filter(text__startswith="超时").exists()


def test_the_desk_takes_what_its_own_centre_sends_it(cast, desk_clerk):
    ticket = actions.transfer(
        ticket=accepted(cast), unit=cast.units.township, reason="镇里管", by=cast.cadre, at=cast.at
    )
    actions.take(ticket=ticket, by=cast.clerk, at=cast.at)
    actions.transfer(
        ticket=ticket, unit=cast.units.township_desk, reason="归服务部", by=cast.clerk, at=cast.at
    )
    assert groups(desk_clerk, cast.at) == {"take": 1}
    assert groups(cast.clerk, cast.at) == {"following": 1}
    assert actions.take(ticket=ticket, by=desk_clerk, at=cast.at).holder == desk_clerk


def test_the_centre_calls_in_its_own_desk(cast, desk_clerk):
    ticket = actions.transfer(
        ticket=accepted(cast), unit=cast.units.township, reason="镇里管", by=cast.cadre, at=cast.at
    )
    actions.take(ticket=ticket, by=cast.clerk, at=cast.at)
    actions.call_in(
        ticket=ticket, unit=cast.units.township_desk, reason="查档案", by=cast.clerk, at=cast.at
    )
    assert groups(desk_clerk, cast.at) == {"called_in": 1}
    actions.answer(ticket=ticket, result="查到了", by=desk_clerk, at=cast.at)


def test_calls_to_make_stand_on_every_screen_of_the_house(cast, desk_clerk):
    notify.ask_for_phone_call(
        unit=cast.units.township, callee=None, text="请打电话", cause="one", at=cast.at
    )
    notify.ask_for_phone_call(
        unit=cast.units.township_desk, callee=None, text="请打电话", cause="two", at=cast.at
    )
    for person in (cast.clerk, desk_clerk):
        assert PhoneTask.objects.open().visible_to(person).count() == 2
    assert not PhoneTask.objects.open().visible_to(cast.cadre).exists()


def test_nobody_at_the_desk_then_the_centres_heads_are_told(cast, desk_clerk):
    assert heads_of(cast.units.township_desk, cast.at) == [desk_clerk]
    assert heads_of(cast.units.township_oversight, cast.at) == [cast.clerk, desk_clerk]
    later = cast.at + timedelta(days=1)
    desk_clerk.posts.update(ends=later.date())
    assert heads_of(cast.units.township_desk, later) == [cast.clerk]


def test_a_matter_of_the_township_is_given_to_no_one_of_a_village(cast, sent):
    ticket = actions.take(ticket=sent, by=cast.clerk, at=cast.at)
    with pytest.raises(Refusal, match="只能交给本单位的人"):
        actions.assign(ticket=ticket, user=cast.duty, by=cast.clerk, at=cast.at)
