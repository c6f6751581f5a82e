"""Several at once on real PostgreSQL: one wins, the others get a conflict, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import User
from config.errors import Conflict
from notify.actions import sweep
from services import actions
from services.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Everybody starts together, each on a connection of their own; what came out, in order."""
    barrier, out = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            out[place] = call()
        except Exception as error:  # noqa: BLE001 - the test looks at what came
            out[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return out


def fresh(ticket: Ticket, person: User) -> tuple[Ticket, User]:
    """Each thread has objects of its own, as two requests would."""
    return Ticket.objects.get(pk=ticket.pk), User.objects.get(pk=person.pk)


def test_two_people_accept_at_once_and_one_of_them_has_it(ask, cadre, duty_person, at):
    ticket = ask()

    def accept(person: User) -> Callable[[], object]:
        mine, me = fresh(ticket, person)
        return lambda: actions.accept(ticket=mine, by=me, at=at, seq=1)

    out = at_once(accept(cadre), accept(duty_person))
    assert sorted(type(one).__name__ for one in out) == ["Conflict", "Ticket"]
    ticket.refresh_from_db()
    assert ticket.holder in {cadre, duty_person}
    assert list(ticket.events.values_list("verb", flat=True)) == ["submit", "accept"]


def test_accepting_and_transferring_at_once_leave_one_story(ask, cadre, duty_person, units, at):
    ticket = ask()
    (mine, me), (other, they) = fresh(ticket, cadre), fresh(ticket, duty_person)
    out = at_once(
        lambda: actions.accept(ticket=mine, by=me, at=at, seq=1),
        lambda: actions.transfer(
            ticket=other, unit=units.township, reason="归镇里", by=they, at=at, seq=1
        ),
    )
    assert sum(isinstance(one, Conflict) for one in out) == 1
    ticket.refresh_from_db()
    assert ticket.last_seq == 2


def test_ten_copies_of_one_request_make_one_ticket(village, units, cadre, county_officer, at):
    intake = actions.Intake(region=village, text="路灯坏了", requester_phone="16000000101")
    replay = actions.Replay("web", "key-1", "body")
    out = at_once(*[lambda: actions.submit(intake=intake, at=at, replay=replay) for _ in range(10)])
    assert {one.number for one in out} == {Ticket.objects.get().number}


def test_a_person_and_the_sweep_at_once_never_both_accept(ask, cadre, at):
    ticket = ask()
    due = ticket.clocks.get(kind="accept").due_at
    mine, me = fresh(ticket, cadre)
    at_once(lambda: actions.accept(ticket=mine, by=me, at=due), lambda: sweep(at=due))
    sweep(at=due)
    verbs = list(ticket.events.values_list("verb", flat=True))
    assert verbs in (["submit", "accept"], ["submit", "deem_accepted"])
    assert ticket.clocks.running().filter(kind="handle").count() == 1
