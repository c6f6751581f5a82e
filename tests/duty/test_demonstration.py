from datetime import timedelta
from random import Random

import pytest

from accounts.models import User
from accounts.roles import Role
from duty import demonstration
from duty.coverage import answerable, first_contact_candidates, uncovered
from duty.models import Assignment, Shift
from tests.conftest import hire
from tests.duty.conftest import local, make_center

AT = local("2026-11-22T10:00")


@pytest.fixture
def filled(calendar, county, units, cadre, duty_person, agent, link, neighbour, clerk) -> None:
    hire("other", "阎桂英", 41, units.other, Role.STATION_HEAD)
    for unit in (units.village, units.neighbour, units.other):
        make_center(unit)
    make_center(units.township, "township")
    demonstration.fill(county, AT, Random(1))  # noqa: S311 - it has to repeat


def test_every_village_answers_from_a_week_ago_to_two_months_ahead(filled, county):
    first, last = AT - timedelta(days=7), AT + timedelta(days=60)
    hours = int((last - first) / timedelta(hours=1))
    assert not any(uncovered(county, first + timedelta(hours=hour)) for hour in range(hours + 1))


def test_the_township_person_stands_on_no_villages_roster(filled, clerk):
    assert set(
        Assignment.objects.filter(user=clerk).values_list("shift__center__kind", flat=True)
    ) == {"township"}


def test_at_two_in_the_night_somebody_of_the_village_is_asked_first(
    filled, units, cadre, duty_person
):
    first = first_contact_candidates(units.village, local("2026-11-24T02:00"))[0]
    assert [person in {cadre, duty_person} for person in first] == [True]


def test_filling_again_adds_nothing(filled, county):
    rows, people = Assignment.objects.count(), User.objects.count()
    assert demonstration.fill(county, AT, Random(2)) == 0  # noqa: S311 - it has to repeat
    assert (Assignment.objects.count(), User.objects.count()) == (rows, people)


def test_the_log_in_of_the_duty_person_stands_there_at_the_start(
    filled, units, county, duty_person
):
    assert demonstration.put_on_duty(duty_person, AT)
    assert duty_person in answerable(units.village, AT)
    demonstration.take_over_past(county, AT, but_for=[duty_person])
    untaken = Shift.objects.not_taken_over(AT - timedelta(days=7), AT)
    assert {shift.center.unit for shift in untaken} == {units.village}
    assert untaken.get().assignments.filter(user=duty_person).exists()
