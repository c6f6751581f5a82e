"""Other units are called in: each owes its part, the one that leads keeps the matter (DESIGN 4.2 Holding)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from config.errors import Conflict, Refusal
from notify.actions import sweep
from services import actions
from services.models import Holding, Ticket
from services.rows import work_list
from tests.conftest import log_in
from tests.services.conftest import local
from tests.services.states import accepted, called_in


def resolve(cast, ticket, at=None):
    return actions.resolve(
        ticket=ticket, result="修好了", outcome="done", by=cast.cadre, at=at or cast.at
    )


def test_the_one_that_leads_keeps_the_matter_and_the_promise(cast):
    ticket = accepted(cast)
    before = (ticket.unit, ticket.holder, ticket.overdue_at)
    actions.call_in(
        ticket=ticket, unit=cast.units.department, reason="看看房梁", by=cast.cadre, at=cast.at
    )
    assert (ticket.unit, ticket.holder, ticket.overdue_at) == before
    part = ticket.clocks.running().get(kind="step")
    assert (part.unit, part.due_at) == (cast.units.department, local("2026-11-26T17:30"))


def test_the_unit_that_was_called_in_sees_it_and_its_one_button(cast):
    ticket = called_in(cast)
    assert list(Ticket.objects.visible_to(cast.liaison)) == [ticket]
    (group,) = work_list(cast.liaison, cast.at)
    (row,) = group.rows
    assert (group.key, row.first.act, row.first.label) == ("called_in", "answer", "写结果")
    assert row.beside == [("退回", f"/desk/tickets/{ticket.number}/return/?back=desk")]
    assert "柳泉村党群服务中心请一起办" in row.words


def test_a_matter_is_not_resolved_before_every_part_is_answered(cast):
    ticket = called_in(cast)
    with pytest.raises(Refusal, match="县住建局还没写结果"):
        resolve(cast, ticket)
    actions.answer(ticket=ticket, result="房梁换了", by=cast.liaison, at=cast.at)
    assert resolve(cast, ticket).status == "resolved"


def test_an_answer_stops_its_own_clock_and_tells_the_holder(cast):
    ticket = called_in(cast)
    actions.answer(ticket=ticket, result="房梁换了", by=cast.liaison, at=cast.at)
    assert ticket.clocks.get(kind="step").outcome == "met"
    part = ticket.holdings.get(lead=False)
    assert (part.user, part.answered_at, part.ended_at) == (cast.liaison, cast.at, cast.at)
    assert cast.cadre.messages.filter(text__contains="县住建局写了结果").exists()
    assert not work_list(cast.liaison, cast.at)


def test_a_part_given_back_needs_a_reason_and_is_no_return_of_the_matter(cast):
    ticket = called_in(cast)
    with pytest.raises(Refusal):
        actions.give_back(ticket=ticket, reason=" ", by=cast.liaison, at=cast.at)
    actions.give_back(ticket=ticket, reason="不归我局", by=cast.liaison, at=cast.at)
    assert (ticket.returns, ticket.clocks.get(kind="step").outcome) == (0, "void")
    assert resolve(cast, ticket).status == "resolved"


def test_a_released_unit_owes_nothing_more(cast):
    ticket = called_in(cast)
    actions.release(
        ticket=ticket, unit=cast.units.department, reason="自己会修", by=cast.cadre, at=cast.at
    )
    assert resolve(cast, ticket).status == "resolved"
    assert cast.liaison.messages.filter(text__contains="不用县住建局一起办了").exists()
    with pytest.raises(Conflict):
        actions.release(
            ticket=accepted(cast),
            unit=cast.units.department,
            reason="无",
            by=cast.cadre,
            at=cast.at,
        )


def test_a_late_part_is_red_for_its_own_unit_and_never_for_the_one_that_leads(cast, allowance):
    ticket = cast.ask(item=allowance, mode="direct")
    actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)
    actions.contact(ticket=ticket, reached=True, by=cast.cadre, at=cast.at)
    actions.call_in(
        ticket=ticket, unit=cast.units.department, reason="看看房梁", by=cast.cadre, at=cast.at
    )
    late = local("2026-11-27T09:00")
    assert not ticket.is_overdue(late)
    (group,) = work_list(cast.liaison, late)
    assert (group.key, group.rows[0].light[0]) == ("overdue", "overdue")
    assert "overdue" not in {group.key for group in work_list(cast.cadre, late)}
    sweep(at=late)
    assert cast.liaison.messages.filter(text__contains="卡在县住建局").exists()
    assert not cast.cadre.messages.filter(text__startswith="超时").exists()


def test_a_unit_is_called_in_once_at_a_time_and_the_database_says_so_too(cast):
    ticket = called_in(cast)
    with pytest.raises(Refusal, match="已经在一起办"):
        actions.call_in(
            ticket=ticket, unit=cast.units.department, reason="再看", by=cast.cadre, at=cast.at
        )
    part = ticket.holdings.get(lead=False)
    with pytest.raises(IntegrityError, match="called_in_once"), transaction.atomic():
        Holding.objects.create(
            ticket=ticket, unit=part.unit, lead=False, offered_at=cast.at, taken_at=cast.at
        )


@pytest.mark.parametrize("unit", ["village", "confidential_desk"])
def test_who_cannot_be_called_in(cast, unit):
    with pytest.raises(Refusal):
        actions.call_in(
            ticket=accepted(cast),
            unit=getattr(cast.units, unit),
            reason="一起",
            by=cast.cadre,
            at=cast.at,
        )


def test_who_was_not_called_in_answers_nothing(cast):
    ticket = called_in(cast)
    with pytest.raises(PermissionDenied):
        actions.answer(ticket=ticket, result="好了", by=cast.neighbour, at=cast.at)
    with pytest.raises(PermissionDenied):
        actions.answer(ticket=ticket, result="好了", by=cast.cadre, at=cast.at)


def test_a_called_in_unit_that_takes_the_whole_matter_owes_no_part_of_it(cast):
    ticket = called_in(cast)
    actions.transfer(
        ticket=ticket, unit=cast.units.department, reason="全归它", by=cast.cadre, at=cast.at
    )
    actions.take(ticket=ticket, by=cast.liaison, at=cast.at + timedelta(hours=1))
    assert ticket.unit == cast.units.department
    assert not ticket.holdings.called_in().exists()
    assert not ticket.clocks.running().filter(kind="step").exists()


def test_a_withdrawn_matter_asks_nothing_of_anybody(cast):
    ticket = called_in(cast)
    actions.withdraw(ticket=ticket, at=cast.at)
    assert not ticket.holdings.current().exists()
    assert not ticket.clocks.running().exists()


def test_the_page_shows_the_parts_and_what_came_of_them(cast, client):
    ticket = called_in(cast)
    page = log_in(client, cast.liaison).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "一起办的" in page
    assert "看看房梁" in page
    assert f"/desk/tickets/{ticket.number}/answer/" in page
    client.post(
        f"/desk/tickets/{ticket.number}/answer/", {"seq": ticket.last_seq, "result": "换了一根梁"}
    )
    page = log_in(client, cast.cadre).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "换了一根梁" in page


def test_calling_in_and_answering_by_the_api(cast, client):
    ticket = accepted(cast)

    def post(person, act, **said):
        where = f"/api/v1/tickets/{ticket.number}/{act}/"
        return log_in(client, person).post(where, said, "application/json").status_code

    assert post(cast.cadre, "call_in", unit=cast.units.department.pk, reason="看看房梁") == 200
    assert post(cast.liaison, "answer", result="换了") == 200
    assert post(cast.liaison, "answer", result="再换") == 403


def test_the_level_above_sees_a_late_part_as_red_and_urges_only_whoever_owes_it(cast, allowance):
    ticket = actions.accept(
        ticket=cast.ask(item=allowance, mode="direct"), by=cast.cadre, at=cast.at
    )
    actions.contact(ticket=ticket, reached=True, by=cast.cadre, at=cast.at)
    actions.call_in(
        ticket=ticket, unit=cast.units.department, reason="看看房梁", by=cast.cadre, at=cast.at
    )
    assert not work_list(cast.county, cast.at)
    late = local("2026-11-27T09:00")
    (group,) = work_list(cast.county, late)
    (row,) = group.rows
    assert (group.key, row.light, row.first.act) == ("overdue", ("overdue", "超时15小时"), "urge")
    assert "卡在：县住建局（一起办的）" in row.words
    assert not work_list(cast.clerk, late)
    actions.urge(ticket=ticket, by=cast.county, at=late)
    assert cast.liaison.messages.filter(text__contains="上级在催").exists()
    assert not cast.clerk.messages.filter(text__contains="上级在催").exists()


def test_a_township_sees_the_late_part_of_its_village_and_may_urge_it(cast):
    ticket = actions.take(
        ticket=actions.transfer(
            ticket=accepted(cast),
            unit=cast.units.department,
            reason="归它",
            by=cast.cadre,
            at=cast.at,
        ),
        by=cast.liaison,
        at=cast.at,
    )
    actions.call_in(
        ticket=ticket, unit=cast.units.village, reason="带路", by=cast.liaison, at=cast.at
    )
    late = local("2026-11-27T09:00")
    if ticket.is_overdue(late):
        pytest.fail("the lead is in time in this story")
    (group,) = work_list(cast.clerk, late)
    assert (group.key, group.rows[0].first.act) == ("overdue", "urge")
    assert "卡在：柳泉村党群服务中心（一起办的）" in group.rows[0].words
