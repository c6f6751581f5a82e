"""The list of all matters in scope: its questions, their names, and several transferred at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services import actions
from services.models import SavedFilter, Ticket
from tests.conftest import log_in
from tests.services.states import accepted, fresh, resolved, urgent

LIST = "/desk/list/"
MANY = "/desk/list/transfer/"


def numbers(page) -> set[str]:
    return {line.ticket.number for line in page.context["lines"]}


QUESTIONS = [
    ({}, {"fresh", "accepted", "resolved", "urgent"}),
    ({"status": "open"}, {"fresh", "accepted", "resolved", "urgent"}),
    ({"status": "in_progress"}, {"accepted"}),
    ({"status": "no such"}, {"fresh", "accepted", "resolved", "urgent"}),
    ({"clock": "accept"}, {"fresh", "urgent"}),
    ({"clock": "feedback"}, {"resolved"}),
    ({"ticket_class": "urgent"}, {"urgent"}),
    ({"channel": "qq"}, set()),
    ({"since": "2026-11-24"}, set()),
    ({"until": "2026-11-22"}, set()),
    ({"since": "2026-11-23", "until": "2026-11-23"}, {"fresh", "accepted", "resolved", "urgent"}),
    ({"until": "9999-12-31"}, {"fresh", "accepted", "resolved", "urgent"}),
    ({"sort": "due"}, {"fresh", "accepted", "resolved", "urgent"}),
    ({"unit": "x", "category": "-1"}, {"fresh", "accepted", "resolved", "urgent"}),
]


@pytest.fixture
def matters(cast) -> dict[str, Ticket]:
    return {state.__name__: state(cast) for state in (fresh, accepted, resolved, urgent)}


@pytest.mark.parametrize(("question", "names"), QUESTIONS)
def test_a_question_narrows_by_what_it_names(client, cast, matters, question, names):
    page = log_in(client, cast.cadre).get(LIST, question)
    assert numbers(page) == {matters[name].number for name in names}


def test_overdue_asks_by_the_instant(client, cast, matters, clock):
    assert numbers(log_in(client, cast.cadre).get(LIST, {"overdue": "on"})) == set()
    clock.forward(days=10)
    late = log_in(client, cast.cadre).get(LIST, {"overdue": "on"})
    assert matters["accepted"].number in numbers(late)


def test_the_county_narrows_by_township_and_the_village_need_not(client, cast, matters):
    township = cast.units.township.region
    page = log_in(client, cast.county).get(LIST, {"region": township.code})
    assert len(numbers(page)) == len(matters)
    assert "region" not in log_in(client, cast.cadre).get(LIST).context["form"].fields


def test_nobody_sees_more_than_their_scope_and_no_name_in_full(client, cast, matters):
    assert numbers(log_in(client, cast.neighbour).get(LIST)) == set()
    page = log_in(client, cast.cadre).get(LIST).content.decode()
    assert "周*牛" in page
    assert "周铁牛" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_however_long_it_is(client, cast, rows):
    for _ in range(rows):
        fresh(cast)
    log_in(client, cast.clerk).get(LIST)
    with CaptureQueriesContext(connection) as asked:
        assert len(numbers(client.get(LIST))) == rows
    assert len(asked) == 15, "\n".join(query["sql"][:150] for query in asked)


def test_a_question_is_kept_under_a_name_and_opens_after_the_log_in(client, cast, matters):
    desk = log_in(client, cast.cadre)
    desk.post(f"{LIST}save/", {"name": "急的", "query": "ticket_class=urgent&page=3&evil=1"})
    kept = SavedFilter.objects.get()
    assert (kept.user, kept.query) == (cast.cadre, "ticket_class=urgent")
    assert "急的" in desk.get(LIST).content.decode()
    desk.post(f"{LIST}{kept.pk}/start/")
    again = log_in(client, cast.cadre)
    assert again.get("/desk/").url == f"{LIST}?ticket_class=urgent"
    assert again.get("/desk/").status_code == 200
    again.post(f"{LIST}{kept.pk}/remove/")
    assert not SavedFilter.objects.exists()


def test_a_question_without_a_name_is_refused_in_words(client, cast):
    page = log_in(client, cast.cadre).post(f"{LIST}save/", {"query": ""}, follow=True)
    assert "请给这个查法起个名" in page.content.decode()


def test_several_are_transferred_for_one_reason_and_each_answers(client, cast, matters):
    ticks = [f"{ticket.number}:{ticket.last_seq}" for ticket in matters.values()]
    actions.note(
        ticket=matters["accepted"], text="打过电话", public=False, by=cast.cadre, at=cast.at
    )
    desk = log_in(client, cast.cadre)
    asks = desk.post(MANY, {"tick": [*ticks, "99999999:1", "x:y"]})
    assert "为什么转" in asks.content.decode()
    said = {"unit": cast.units.department.pk, "reason": "归住建局管"}
    page = desk.post(MANY, {"tick": [*ticks, "99999999:1"], **said}).content.decode()
    assert "转了2件，一共5件" in page
    assert page.count("等签收") == 2
    assert page.count("刚才有人动过了") == 2  # noted meanwhile; resolved has nothing to transfer
    assert page.count("已经不在您这里了") == 1
    told = matters["fresh"].events.get(verb="transfer")
    assert (told.actor, told.words.text) == (cast.cadre, "归住建局管")


def test_a_reason_is_asked_for_and_nothing_is_lost(client, cast, matters):
    ticks = [f"{matters['fresh'].number}:{matters['fresh'].last_seq}"]
    said = {"tick": ticks, "unit": cast.units.department.pk, "reason": " "}
    answer = log_in(client, cast.cadre).post(MANY, said)
    assert answer.status_code == 400
    assert matters["fresh"].number in answer.content.decode()
    assert not matters["fresh"].events.filter(verb="transfer").exists()
