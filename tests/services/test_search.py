"""A matter is found by what was said, who asked and the item, by whoever may see it (DESIGN 4.2 Search)."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services import actions, search
from services.grams import grams_asked, grams_of
from services.models import Ticket, TicketSearch
from tests.conftest import log_in

SAID = "村东头小桥那儿的路灯坏有半个月了，找ＷｉＦｉ也没有，打16000000999"


@pytest.fixture
def lamp_matter(cast, lamp):
    return cast.ask(text=SAID, item=lamp)


GRAMS = [
    ("路灯", ["灯", "路", "路灯"]),
    ("路，灯", ["灯", "路"]),
    ("ＷiFi", ["f", "fi", "i", "if", "w", "wi"]),
    ("打16000000101找我", ["我", "打", "找", "找我"]),
    ("12组", ["1", "12", "2", "2组", "组"]),
    ('!{},\\"', []),
]


@pytest.mark.parametrize(("text", "grams"), GRAMS)
def test_a_text_falls_into_characters_and_pairs(text, grams):
    assert grams_of(text) == grams


def test_a_question_asks_for_pairs_only():
    assert grams_asked("小桥路灯 坏") == ["坏", "小桥", "桥路", "路灯"]


FOUND = [
    ("路灯", True),
    ("坏", True),
    ("小桥 路灯", True),
    ("小桥那儿", True),
    ("周铁牛", True),
    ("周铁", True),
    ("路灯报修", True),
    ("wifi", True),
    ("灯路", False),
    ("路灯 水管", False),
    ("桥那儿的灯", False),
    ("0999", False),
    ("16000000999", False),
    ("，。", False),
    ("%", False),
]


@pytest.mark.parametrize(("words", "found"), FOUND)
def test_every_word_must_stand_in_the_matter(cast, lamp_matter, words, found):
    hits = Ticket.objects.visible_to(cast.cadre).found_by(words, cast.cadre)
    assert (list(hits) == [lamp_matter]) is found


def test_pairs_that_stand_apart_do_not_make_a_longer_word(cast):
    cast.ask(text="水管坏了，管道也坏")
    assert not Ticket.objects.found_by("水管道", cast.cadre).exists()


LATER = [
    ("配电箱", True),
    ("电箱 路灯", True),
    ("明早", True),
    ("电线杆", False),
    ("16000000999", False),
]


@pytest.mark.parametrize(("words", "found"), LATER)
def test_words_that_came_later_are_found_too(cast, lamp_matter, words, found):
    actions.note(
        ticket=lamp_matter,
        text="配电箱锁着，打16000000999",
        public=False,
        by=cast.cadre,
        at=cast.at,
    )
    actions.add(ticket=lamp_matter, text="电线也断了，明早有人在", at=cast.at)
    assert Ticket.objects.found_by(words, cast.cadre).exists() is found
    assert not Ticket.objects.found_by(words, cast.neighbour).exists()


def test_a_note_on_what_became_a_report_is_found_by_its_desk_alone(cast, lamp_matter):
    actions.note(ticket=lamp_matter, text="说的是会计", public=False, by=cast.cadre, at=cast.at)
    actions.make_confidential(ticket=lamp_matter, reason="说的是干部", by=cast.cadre, at=cast.at)
    assert not Ticket.objects.found_by("会计", cast.cadre).exists()
    assert Ticket.objects.found_by("会计", cast.confidential).exists()


def test_only_who_may_see_a_matter_finds_it(cast, lamp_matter):
    finders = {
        name
        for name, person in cast.people.items()
        if Ticket.objects.found_by("路灯", person).exists()
    }
    assert finders == {"cadre", "duty", "clerk", "county"}


def test_a_report_is_found_by_its_desk_alone(cast):
    cast.ask(text="他说话难听", confidential=True)
    finders = {
        name
        for name, person in cast.people.items()
        if Ticket.objects.found_by("难听", person).exists()
    }
    assert finders == {"confidential"}


def test_whoever_gets_a_matter_finds_it_from_then_on(cast, lamp_matter):
    assert not Ticket.objects.found_by("路灯", cast.liaison).exists()
    actions.transfer(
        ticket=lamp_matter,
        unit=cast.units.department,
        reason="归住建局管",
        by=cast.cadre,
        at=cast.at,
    )
    assert Ticket.objects.found_by("路灯", cast.liaison).exists()


def test_the_database_itself_copies_a_changed_audience(cast, lamp_matter):
    Ticket.objects.filter(pk=lamp_matter.pk).update(audience=["u:1"])
    assert TicketSearch.objects.get(ticket=lamp_matter).audience == ["u:1"]


def test_what_is_forgotten_is_not_found(cast, lamp_matter):
    actions.note(ticket=lamp_matter, text="找过周铁牛", public=False, by=cast.cadre, at=cast.at)
    search.remember_without_name(lamp_matter)
    assert Ticket.objects.found_by("路灯", cast.cadre).exists()
    assert not Ticket.objects.found_by("铁牛", cast.cadre).exists()
    assert search.forget([lamp_matter]) == 1
    assert not Ticket.objects.found_by("路灯", cast.cadre).exists()
    assert TicketSearch.objects.get(ticket=lamp_matter).added == ""


def test_a_lost_row_comes_back_with_the_words_that_came_later(cast, lamp_matter):
    actions.add(ticket=lamp_matter, text="配电箱锁着", at=cast.at)
    TicketSearch.objects.filter(ticket=lamp_matter).delete()
    search.follow(lamp_matter)
    assert Ticket.objects.found_by("配电箱", cast.cadre).exists()


def test_the_migration_finds_what_was_written_before(cast, lamp_matter):
    actions.add(ticket=lamp_matter, text="配电箱锁着", at=cast.at)
    row = TicketSearch.objects.get(ticket=lamp_matter)
    search.remember_without_name(lamp_matter)
    fill = import_module("services.migrations.0019_fill_words_added_later").fill
    fill(apps, None)
    assert TicketSearch.objects.get(ticket=lamp_matter).added == row.added
    assert Ticket.objects.found_by("配电箱", cast.cadre).exists()


def test_the_list_of_the_api_finds_words(client, cast, lamp_matter):
    answer = log_in(client, cast.cadre).get("/api/v1/tickets/", {"q": "路灯"})
    assert [row["number"] for row in answer.json()["results"]] == [lamp_matter.number]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_by_words_asks_the_same_questions_however_much_it_finds(client, cast, rows):
    for _ in range(rows):
        cast.ask(text=SAID)
    log_in(client, cast.cadre).get("/desk/?q=路灯")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/desk/?q=路灯").content.decode().count('<li id="m') == rows
    assert len(asked) == 10, "\n".join(query["sql"][:150] for query in asked)
