"""What 办完了 offers: the nearest unit's own words, their blanks filled, at one tap."""

from __future__ import annotations

import pytest

from config.errors import Refusal
from services import actions
from services.models import ReplyTemplate
from services.replies import FIXED, filled, replies_for
from tests.conftest import log_in
from tests.services.states import accepted


def offered(person) -> list[str]:
    return list(replies_for(person))


def test_the_fixed_words_hold_until_somebody_writes_others(cast):
    assert offered(cast.cadre) == [str(reply) for reply in FIXED]


def test_the_nearest_units_words_hold(cast, at):
    actions.set_replies(unit=cast.units.county_desk, replies=["县里的话"], by=cast.county, at=at)
    assert offered(cast.cadre) == offered(cast.liaison) == ["县里的话"]
    actions.set_replies(
        unit=cast.units.township, replies=["镇里的话", "", "又一条"], by=cast.clerk, at=at
    )
    assert offered(cast.cadre) == ["镇里的话", "又一条"]
    assert offered(cast.liaison) == ["县里的话"]
    actions.set_replies(unit=cast.units.township, replies=[], by=cast.clerk, at=at)
    assert offered(cast.cadre) == ["县里的话"]


def test_blanks_are_filled_with_the_matters_facts(cast, lamp):
    ticket = cast.ask(item=lamp)
    assert filled("{村}的{事项}办好了", ticket) == "柳泉村的路灯报修办好了"
    assert filled("{事项}办好了", cast.ask()) == "这件事办好了"


BAD = ["{姓名}的事办好了", "办好了{", "好" * 61]


@pytest.mark.parametrize("reply", BAD)
def test_a_reply_that_cannot_be_said_is_refused_and_stays_typed(client, cast, reply):
    answer = log_in(client, cast.clerk).post("/desk/replies/", {"replies": reply})
    assert answer.status_code == 400
    assert reply in answer.content.decode()
    assert not ReplyTemplate.objects.exists()


def test_no_more_than_fit_on_a_screen(cast, at):
    with pytest.raises(Refusal):
        actions.set_replies(
            unit=cast.units.township, replies=[str(n) for n in range(9)], by=cast.clerk, at=at
        )


def test_a_reply_is_still_one_tap_with_its_blanks_filled(client, cast):
    ticket = accepted(cast)
    log_in(client, cast.clerk).post("/desk/replies/", {"replies": "{村}的事已经办好"})
    page = log_in(client, cast.cadre).get("/desk/").content.decode()
    assert 'name="result" value="柳泉村的事已经办好"' in page
    assert f"/desk/tickets/{ticket.number}/resolve/" in page
