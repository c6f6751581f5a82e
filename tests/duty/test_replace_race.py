from threading import Barrier, Thread

import pytest
from django.db import connection

from config.errors import Conflict
from duty import actions
from duty.models import Assignment
from tests.duty.conftest import enrol, local, stand

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
BEFORE = local("2026-11-25T09:00")


@pytest.mark.django_db(transaction=True)
def test_of_two_villages_that_ask_for_one_person_at_once_one_gets_them(
    center, neighbour_center, cadre, neighbour, duty_person
):
    places = {}
    for place, head in ((center, cadre), (neighbour_center, neighbour)):
        enrol(place, duty_person, "village")
        places[head] = stand(place, head, *DAY, presence="onsite")
    together, outcomes = Barrier(2), []

    def ask(head):
        together.wait()
        try:
            actions.replace_assignment(
                assignment=places[head],
                user=duty_person,
                source="manual",
                by=head,
                at=BEFORE,
                reason="请假",
            )
            outcomes.append("got")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    askers = [Thread(target=ask, args=(head,)) for head in places]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert sorted(outcomes) == ["conflict", "got"]
    assert Assignment.objects.filter(user=duty_person, status="active").count() == 1
