from datetime import time

import pytest

from duty import actions
from duty.actions.rules import Hours
from duty.models import Assignment
from duty.reminders import settle_evenings
from notify.actions import sweep
from notify.models import Message
from tests.duty.conftest import SINCE, enrol, local, stand

pytestmark = pytest.mark.usefixtures("calendar")

THURSDAY = ("2026-11-26T08:00", "2026-11-26T17:30")
NIGHT = ("2026-11-26T17:30", "2026-11-27T08:00")
TWO_DAYS_BEFORE, BEFORE_SIX, SIX = (
    local(text) for text in ("2026-11-24T10:00", "2026-11-25T17:40", "2026-11-25T18:00")
)


def evening(*hours):
    actions.plan_warnings(at=BEFORE_SIX)
    for at in (SIX, *hours):
        sweep(at=at)


def reminded(person):
    rows = Message.objects.filter(recipient=person, cause__startswith="duty:evening").order_by("pk")
    return list(rows.values_list("text", flat=True))


def test_the_evening_before_everything_of_the_day_is_said_once(
    center, neighbour_center, duty_person
):
    stand(center, duty_person, *THURSDAY)
    stand(neighbour_center, duty_person, *THURSDAY)
    stand(center, duty_person, *NIGHT)
    actions.plan_warnings(at=local("2026-11-25T02:40"))
    sweep(at=local("2026-11-25T17:59"))
    assert reminded(duty_person) == []
    evening(local("2026-11-25T19:00"), local("2026-11-26T02:50"))
    [text] = reminded(duty_person)
    assert text.startswith("11月26日（星期四）您值班：")
    assert "柳泉村、" in text
    assert "上午8:00到下午5:30" in text
    assert "下午5:30到第二天上午8:00" in text


@pytest.mark.parametrize("people", [1, 3])
def test_many_are_reminded_in_as_many_queries_as_one(
    center, duty_person, cadre, clerk, people, django_assert_num_queries
):
    reminded_people = [duty_person, cadre, clerk][:people]
    for person in reminded_people:
        stand(center, person, *THURSDAY)
    actions.plan_warnings(at=BEFORE_SIX)
    with django_assert_num_queries(7):
        settled = settle_evenings([person.pk for person in reminded_people], SIX)
    assert settled == people
    assert all(len(reminded(person)) == 1 for person in reminded_people)


def test_after_a_swap_the_new_person_is_reminded_and_not_the_old(center, duty_person, cadre, clerk):
    place = stand(center, duty_person, *THURSDAY)
    enrol(center, cadre, "village")
    actions.plan_warnings(at=TWO_DAYS_BEFORE)
    swap = actions.offer_swap(assignment=place, by=duty_person, at=TWO_DAYS_BEFORE, reason="开会")
    actions.accept_swap(swap=swap, by=cadre, at=TWO_DAYS_BEFORE)
    actions.approve_swap(swap=swap, by=clerk, at=TWO_DAYS_BEFORE)
    evening()
    assert (len(reminded(duty_person)), len(reminded(cadre))) == (0, 1)


def test_a_sweep_that_comes_after_the_shift_began_reminds_nobody(center, duty_person):
    stand(center, duty_person, *THURSDAY)
    actions.plan_warnings(at=BEFORE_SIX)
    sweep(at=local("2026-11-26T08:00"))
    assert reminded(duty_person) == []


def test_hours_changed_after_a_swap_move_with_the_swap_and_the_reminder(
    center, shifts, duty_person, cadre, clerk
):
    for person in (duty_person, cadre):
        enrol(center, person, "village", max_per_7_days=7)
    actions.build_roster(center=center, month=SINCE.replace(year=2026, month=11), at=SIX)
    rows = Assignment.objects.active().filter(shift__duty_date="2026-11-26")
    day = rows.get(shift__start=local(THURSDAY[0]), category="village")
    old, new = day.user, cadre if day.user == duty_person else duty_person
    swap = actions.offer_swap(assignment=day, by=old, at=TWO_DAYS_BEFORE, reason="开会")
    rows.filter(user=new).delete()  # else too little rest for the taker
    actions.accept_swap(swap=swap, by=new, at=TWO_DAYS_BEFORE)
    actions.change_shift(
        center=center, template=day.shift.template, since=day.shift.duty_date,
        hours=Hours(time(7, 30), day.shift.template.ends_at),
        needs={(need.category, need.presence): need.least for need in day.shift.template.requirements.all()},
        by=clerk, at=TWO_DAYS_BEFORE,
    )  # fmt: skip
    actions.approve_swap(swap=swap, by=clerk, at=TWO_DAYS_BEFORE)
    [row] = Assignment.objects.active().filter(shift=day.shift, category="village")
    assert (row.user, row.start) == (new, local("2026-11-26T07:30"))
    evening()
    assert any("上午7:30到" in text for text in reminded(new))
