"""The same races through the API: one winner, a conflict in words for the others, never a 500."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.models import User
from notify.actions import sweep
from notify.models import Alert
from services import actions
from services.models import Ticket
from services.office import Office
from tests.services import states
from tests.services.paths import truths
from tests.services.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

STORM = 8  # people at once
WORDS = {"reason": "等配件", "result": "换好了", "text": "说一声"}


def post(person: User, path: str, said: dict, **headers: str):
    """A request of that person, on a connection of its own; what breaks answers 500."""

    def send():
        client = APIClient(raise_request_exception=False)
        client.force_authenticate(User.objects.get(pk=person.pk))
        try:
            return client.post(f"/api/v1/tickets/{path}", said, format="json", headers=headers)
        finally:
            connection.close()

    return send


def statuses(answers) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def still_true(cast) -> None:
    """Everything that the random paths hold true of a matter holds after the race."""
    people = [User.objects.get(pk=person.pk) for person in cast.people.values()]
    for ticket in Ticket.objects.select_related("region__parent").prefetch_related("holdings"):
        truths.of_ticket(ticket, people, Office.of(ticket.region), cast.at)
    truths.one_message_a_rung()


def test_of_two_who_accept_one_has_it_and_the_other_reads_why(cast):
    ticket = states.fresh(cast)
    path = f"{ticket.number}/accept/"
    answers = at_once(post(cast.cadre, path, {}), post(cast.duty, path, {}))
    assert statuses(answers) == [200, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert lost["Content-Type"] == "application/problem+json"
    assert lost.json()["detail"]
    still_true(cast)


def test_a_transfer_and_a_result_at_once_leave_one_story(cast):
    for _round in range(3):
        ticket = states.accepted(cast)
        answers = at_once(
            post(
                cast.cadre,
                f"{ticket.number}/transfer/",
                {"unit": cast.units.department.pk, "reason": "归住建局"},
            ),
            post(cast.duty, f"{ticket.number}/resolve/", {"result": "修好了", "outcome": "done"}),
        )
        assert statuses(answers) in ([200, 200], [200, 409])
        ticket.refresh_from_db()
        assert ticket.status == "resolved"
    still_true(cast)


def test_one_request_sent_ten_times_at_once_is_one_ticket_with_one_code(cast, village):
    said = {"region": village.code, "text": "路灯坏了", "requester_phone": "16000000101"}
    said["channel"] = "hotline"
    answers = at_once(*[post(cast.cadre, "", said, **{"Idempotency-Key": "once"})] * 10)
    assert statuses(answers) == [201] * 10
    assert len({(one.json()["number"], one.json()["code"]) for one in answers}) == 1
    assert Ticket.objects.count() == 1
    still_true(cast)


def test_merging_both_ways_at_once_leaves_a_lead(cast):
    for _round in range(3):
        one, other = states.fresh(cast), states.fresh(cast)
        answers = at_once(
            post(cast.cadre, f"{one.number}/merge/", {"into": other.number, "reason": "同一盏灯"}),
            post(cast.duty, f"{other.number}/merge/", {"into": one.number, "reason": "同一盏灯"}),
        )
        assert statuses(answers) in ([200, 400], [200, 409])
        pair = Ticket.objects.filter(pk__in=[one.pk, other.pk])
        assert sorted(pair.values_list("status", flat=True)) == ["merged", "submitted"]
    still_true(cast)


def test_units_called_in_answer_at_once_and_none_is_lost(cast):
    ticket = states.accepted(cast)
    for unit in (cast.units.department, cast.units.township):
        actions.call_in(ticket=ticket, unit=unit, reason="一起修", by=cast.cadre, at=cast.at)
    path = f"{ticket.number}/answer/"
    said = {"result": "我们这一段修好了"}
    answers = at_once(
        post(cast.liaison, path, said), post(cast.clerk, path, said), post(cast.liaison, path, said)
    )
    assert statuses(answers)[:2] == [200, 200]
    assert statuses(answers)[2] in {403, 409}
    assert ticket.events.filter(verb="answer").count() == 2
    assert not ticket.clocks.running().filter(kind="step", holding__isnull=False).exists()
    still_true(cast)


def test_two_sweeps_at_once_tell_everybody_once(cast, clock):
    for _number in range(4):
        states.accepted(cast)
        states.fresh(cast)
    late = clock.forward(days=21)
    at_once(lambda: sweep(at=late), lambda: sweep(at=late))
    sweep(at=late)
    truths.after_a_sweep(list(Ticket.objects.values_list("pk", flat=True)), late)
    assert not Alert.objects.due(late).exists()
    still_true(cast)


def test_a_storm_of_acts_ends_in_no_deadlock_and_no_500(cast, clock):
    """Everybody does what comes to mind with the same three matters, the sweep among them."""
    numbers = [states.fresh(cast).number for _ in range(3)]
    dice = random.Random(7)  # noqa: S311 - the same storm in every run
    people = [cast.cadre, cast.duty, cast.clerk, cast.county]
    late = clock.forward(days=1, hours=9)

    def one_after_another(jobs):
        return lambda: [job() for job in jobs]

    def some_act():
        number = dice.choice(numbers)
        act, said = dice.choice(
            [
                ("accept", {}),
                ("transfer", WORDS | {"unit": cast.units.township.pk}),
                ("take", {}),
                ("return", WORDS),
                ("resolve", WORDS | {"outcome": "done"}),
                ("feed_back", {"channel": "phone", "note": "说了"}),
                ("merge", WORDS | {"into": dice.choice(numbers)}),
                ("note", WORDS | {"public": False}),
                ("withdraw", WORDS | {"channel": "hotline"}),
                ("reopen", WORDS),
            ]
        )
        return post(dice.choice(people), f"{number}/{act}/", said)

    walks = [[some_act() for _ in range(6)] for _ in range(STORM - 1)]
    walks.append([lambda: sweep(at=late)] * 3)
    told = at_once(*[one_after_another(walk) for walk in walks])
    answers = [answer for walk in told[:-1] for answer in walk]
    assert {answer.status_code for answer in answers} <= {200, 400, 403, 409}
    assert any(answer.status_code == 200 for answer in answers)
    still_true(cast)
