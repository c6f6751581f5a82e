from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.roles import Role
from config.errors import Conflict
from duty import actions
from duty.models import SwapRequest
from tests.conftest import hire
from tests.duty.conftest import enrol, local, stand

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
BEFORE = local("2026-11-25T09:00")


def at_once(jobs):
    """Runs the jobs in threads that start together; what each said."""
    together, said = Barrier(len(jobs)), []

    def run(job):
        together.wait()
        try:
            job()
            said.append("yes")
        except Conflict:
            said.append("conflict")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


@pytest.mark.django_db(transaction=True)
def test_of_four_who_take_one_offer_at_once_one_gets_it(units, center, duty_person):
    place = stand(center, duty_person, *DAY, presence="onsite")
    takers = [hire(f"t{n}", f"接{n}", 60 + n, units.village, Role.MEMBER) for n in range(4)]
    for taker in takers:
        enrol(center, taker, "village")
    swap = actions.offer_swap(assignment=place, by=duty_person, at=BEFORE, reason="有事")

    def take(taker):
        return lambda: actions.accept_swap(swap=swap, by=taker, at=BEFORE)

    assert at_once([take(taker) for taker in takers]) == ["conflict"] * 3 + ["yes"]
    assert SwapRequest.objects.get().taker in takers


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_who_approve_at_once_one_does(units, center, duty_person, cadre, clerk):
    enrol(center, cadre, "village")
    place = stand(center, duty_person, *DAY, presence="onsite")
    swap = actions.offer_swap(assignment=place, by=duty_person, at=BEFORE, reason="有事")
    actions.accept_swap(swap=swap, by=cadre, at=BEFORE)

    def approve(leader):
        return lambda: actions.approve_swap(swap=swap, by=leader, at=BEFORE)

    assert at_once([approve(cadre), approve(clerk)]) == ["conflict", "yes"]
    assert place.shift.assignments.active().count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_of_a_shift_who_take_it_over_at_once_one_does(center, duty_person, cadre):
    row = stand(center, duty_person, *DAY)
    stand(center, cadre, *DAY)
    at = local("2026-11-26T08:05")

    def take(person):
        return lambda: actions.take_over(shift=row.shift, by=person, at=at, seen=[])

    assert at_once([take(duty_person), take(cadre)]) == ["conflict", "yes"]
