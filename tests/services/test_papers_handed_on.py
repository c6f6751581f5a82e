"""Originals go from the village to the unit that decides, and back: whoever signs for them answers for them (B15)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from config.errors import Refusal
from services import actions
from services.actions import Agreed, Received
from services.models import Paper
from services.papers import papers_in_hand
from services.timeline import Names, step_sentence
from tests.conftest import log_in


@pytest.fixture
def lent(ask, allowance, cadre, clerk, units, at):
    """马桂枝's 户口本 lies with the village; the township has the matter."""
    ticket = actions.accept(ticket=ask(item=allowance, requester_name="马桂枝"), by=cadre, at=at)
    actions.receive_papers(
        ticket=ticket, papers=[Received("户口本")], agreed=Agreed("signed"), by=cadre, at=at
    )
    actions.transfer(ticket=ticket, unit=units.township, reason="镇里定", by=cadre, at=at)
    return actions.take(ticket=ticket, by=clerk, at=at)


@pytest.fixture
def book(lent) -> Paper:
    return lent.papers.get()


def hand_on(book, unit, by, at):
    actions.hand_on_papers(ticket=book.ticket, papers=[book.pk], unit=unit, by=by, at=at)
    book.refresh_from_db()


def take(book, by, at):
    actions.take_papers(ticket=book.ticket, papers=[book.pk], by=by, at=at)
    book.refresh_from_db()


def test_until_the_other_unit_signs_both_sides_have_it_on_their_list(
    lent, book, cadre, clerk, units, at
):
    hand_on(book, units.township, cadre, at)
    assert (book.unit, book.received_by) == (units.village, cadre)
    assert papers_in_hand(cadre) == papers_in_hand(clerk) == [book]
    assert clerk.messages.filter(text__contains="柳泉村党群服务中心交来材料，请点收").exists()


def test_whoever_signs_answers_for_it_from_then_on(lent, book, cadre, clerk, units, at):
    hand_on(book, units.township, cadre, at)
    take(book, clerk, at)
    assert (book.unit, book.received_by, book.handed_to) == (units.township, clerk, None)
    assert book.first_taken == (cadre, at)
    assert (papers_in_hand(cadre), papers_in_hand(clerk)) == ([], [book])
    assert cadre.messages.filter(text__contains="柳泉镇党群服务中心点收了材料").exists()
    with pytest.raises(Refusal, match="户口本原件还没还（在柳泉镇党群服务中心孙建国手上）"):
        actions.resolve(ticket=lent, result="批了", outcome="done", by=clerk, at=at)


def test_it_comes_back_to_the_village_the_same_way(lent, book, cadre, clerk, units, at):
    hand_on(book, units.township, cadre, at)
    take(book, clerk, at)
    hand_on(book, units.village, clerk, at)
    take(book, cadre, at)
    actions.return_papers(ticket=lent, papers=[book.pk], by=cadre, at=at)
    assert papers_in_hand(cadre) == papers_in_hand(clerk) == []
    actions.resolve(ticket=lent, result="批了", outcome="done", by=clerk, at=at)


def test_given_back_to_the_villager_it_waits_for_nobody(lent, book, cadre, clerk, units, at):
    hand_on(book, units.township, cadre, at)
    actions.return_papers(ticket=lent, papers=[book.pk], by=cadre, at=at)
    with pytest.raises(PermissionDenied):
        take(book, clerk, at)


@pytest.mark.parametrize(
    ("unit", "why"), [("neighbour", "先转给它再交"), ("village", "已经在柳泉村党群服务中心了")]
)
def test_it_goes_only_to_who_works_on_the_matter(lent, book, cadre, units, at, unit, why):
    with pytest.raises(Refusal, match=why):
        hand_on(book, getattr(units, unit), cadre, at)


def test_nobody_hands_on_or_signs_for_what_is_not_theirs(lent, book, cadre, clerk, units, at):
    with pytest.raises(Refusal, match="交出去哪几样"):
        actions.hand_on_papers(ticket=lent, papers=[10**6], unit=units.township, by=cadre, at=at)
    with pytest.raises(PermissionDenied):
        hand_on(book, units.township, clerk, at)
    with pytest.raises(PermissionDenied):
        take(book, clerk, at)


def test_the_timeline_tells_both_steps(lent, book, cadre, clerk, units, at):
    hand_on(book, units.township, cadre, at)
    take(book, clerk, at)
    events = list(lent.events.select_related("words").order_by("seq"))[-2:]
    names = Names.of(events)

    def said(*, for_villager: bool) -> list[str]:
        return [
            step_sentence(one, ticket=lent, names=names, for_villager=for_villager)
            for one in events
        ]

    assert said(for_villager=True) == [
        "材料交给柳泉镇党群服务中心：户口本原件",
        "柳泉镇党群服务中心收到材料：户口本原件",
    ]
    assert said(for_villager=False) == [
        "王来顺把户口本原件交给柳泉镇党群服务中心，等点收",
        "柳泉镇党群服务中心 孙建国点收户口本原件",
    ]


def test_on_the_desk_it_is_handed_on_and_signed_for(client, lent, book, cadre, clerk, units):
    def post(act, **said):
        lent.refresh_from_db()
        where = reverse(f"ticket-{act}", args=[lent.number])
        return client.post(where, {"seq": lent.last_seq, "papers": book.pk, **said})

    log_in(client, cadre)
    form = client.get(reverse("ticket-hand-on-papers", args=[lent.number])).text
    assert "柳泉镇党群服务中心" in form
    assert "鱼泉村" not in form
    assert post("hand-on-papers", unit=units.township.pk, back="desk").status_code == 302
    assert "交给柳泉镇党群服务中心，等它点收" in client.get("/desk/").text
    log_in(client, clerk)
    assert "柳泉村党群服务中心交来的，等点收" in client.get("/desk/").text
    assert "点收材料" in client.get(f"/desk/tickets/{lent.number}/").text
    assert post("take-papers", back="desk").status_code == 302
    receipt = client.get(reverse("paper-receipt", args=[lent.number])).text
    assert "现在在柳泉镇党群服务中心孙建国手上" in receipt
    assert "王来顺" in receipt
