"""What a row of the work list says: of which clock, back from whom, for which time, and the digits (screens.md 1.4)."""

from datetime import timedelta

import pytest

from services import actions
from services.rows import work_list
from tests.conftest import log_in
from tests.services.conftest import local
from tests.services.states import accepted, resolved, returned, told, transferred


def only_row(person, at):
    (row,) = [row for group in work_list(person, at) for row in group.rows]
    return row


@pytest.mark.parametrize(("state", "tag"), [(accepted, "办还剩7天"), (resolved, "回话还剩1天")])
def test_the_tag_says_which_clock(cast, state, tag):
    ticket = state(cast)
    actions.contact(ticket=ticket, reached=True, by=cast.cadre, at=cast.at)
    assert only_row(cast.cadre, cast.at).light[1] == tag


def test_a_late_call_does_not_read_like_a_late_matter(cast):
    accepted(cast)
    light, tag = only_row(cast.cadre, cast.at + timedelta(days=3)).light
    assert (light, tag[:4]) == ("overdue", "联系超时")


def test_a_reason_of_return_goes_when_it_is_handed_on_again(cast):
    ticket = returned(cast)
    assert any("退回" in words for words in only_row(cast.cadre, cast.at).words)
    actions.transfer(
        ticket=ticket, unit=cast.units.township, reason="要电工", by=cast.cadre, at=cast.at
    )
    assert not any("退回" in words for words in only_row(cast.clerk, cast.at).words)
    actions.take(ticket=ticket, by=cast.clerk, at=cast.at)
    assert not any("退回" in words for words in only_row(cast.clerk, cast.at).words)


def test_a_matter_that_was_not_solved_says_again(cast):
    ticket = told(cast)
    actions.call_back(ticket=ticket, by=cast.clerk, at=cast.at, solved=False)
    assert "重办" in only_row(cast.cadre, cast.at).words


def test_the_number_stands_beside_its_button(client, cast):
    accepted(cast)
    page = log_in(client, cast.cadre).get("/desk/").content.decode()
    assert '<span class="digits">160 0000 0101</span>' in page


def test_who_decides_on_more_time_reads_how_much_and_why(client, cast):
    ticket = accepted(cast)
    actions.extend(ticket=ticket, amount=2, reason="等配件", by=cast.cadre, at=cast.at)
    address = f"/desk/tickets/{ticket.number}/decide-extension/"
    page = log_in(client, cast.clerk).get(address).content.decode()
    for words in ("2个工作日", "等配件", "王来顺"):
        assert words in page


def test_an_extension_of_a_matter_that_is_done_waits_for_nobody(cast):
    ticket = accepted(cast)
    actions.extend(ticket=ticket, amount=2, reason="等配件", by=cast.cadre, at=cast.at)
    actions.resolve(ticket=ticket, result="好了", outcome="done", by=cast.cadre, at=cast.at)
    assert "extensions" not in {group.key for group in work_list(cast.clerk, cast.at)}


def test_a_department_says_by_when_as_it_signs(client, cast):
    ticket = transferred(cast)
    (group,) = work_list(cast.liaison, cast.at)
    assert not group.rows[0].first.one_tap
    take = f"/desk/tickets/{ticket.number}/take/"
    page = log_in(client, cast.liaison).get(take).content.decode()
    assert 'type="date"' in page
    too_late = {"seq": ticket.last_seq, "until": "2027-03-01"}
    assert client.post(take, too_late).status_code == 400
    assert client.post(take, too_late | {"until": "2026-11-26"}).status_code == 302
    ticket.refresh_from_db()
    lead = ticket.holdings.get(taken_at__isnull=False, ended_at=None)
    assert lead.expected_at == local("2026-11-26T17:30")
    page = client.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "答应11月26日（星期四）" in page


def test_a_hand_over_that_lay_too_long_is_not_returned_any_more(cast):
    from config.errors import Refusal

    ticket = transferred(cast)
    with pytest.raises(Refusal, match="不能退回"):
        actions.give_back(
            ticket=ticket, reason="不归我局", by=cast.liaison, at=cast.at + timedelta(days=4)
        )


def test_nobody_decides_on_the_time_they_asked_for(cast):
    from django.core.exceptions import PermissionDenied

    ticket = transferred(cast)
    actions.take(ticket=ticket, by=cast.liaison, at=cast.at)
    actions.extend(ticket=ticket, amount=2, reason="等配件", by=cast.liaison, at=cast.at)
    with pytest.raises(PermissionDenied):
        actions.decide_extension(ticket=ticket, approve=True, by=cast.liaison, at=cast.at)
    assert actions.decide_extension(ticket=ticket, approve=True, by=cast.county, at=cast.at)
