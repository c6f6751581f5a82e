from datetime import timedelta

import pytest
from django.urls import reverse

from duty import actions
from duty.coverage import answerable
from duty.models import Assignment, Leave, PlannedChange
from duty.outlook import outlooks
from notify.actions import do_job
from notify.models import Job, Message
from tests.conftest import log_in
from tests.duty.conftest import assign, enrol, local, make_shift

BEFORE = local("2026-11-01T00:00") - timedelta(hours=1)
FIRST = local("2026-11-01T00:00")
ONE_DAY = timedelta(days=1)
NINE = local("2026-11-26T09:00")


@pytest.fixture
def days(center, neighbour_center, duty_person, neighbour, link):
    """Somebody at every minute of November in both villages, and the township's person of both."""
    for one in (center, neighbour_center):
        enrol(one, link, "township")
    return {
        (one, start.day): assign(make_shift(one, start, start + ONE_DAY), person)
        for one, person in ((center, duty_person), (neighbour_center, neighbour))
        for start in (FIRST + number * ONE_DAY for number in range(30))
    }


def plan(place, user, by):
    member = user and place.shift.center.duty_members.get(user=user)
    roster = place.shift.roster
    actions.plan_month(roster=roster, wanted={place.pk: member}, by=by, at=BEFORE)


def seen(*centers):
    return outlooks(centers, FIRST.date(), BEFORE)


def publish(by, *centers, reason=""):
    rosters = [one.roster for one in seen(*centers)]
    return actions.publish_rosters(rosters=rosters, by=by, at=BEFORE, reason=reason)


def test_each_person_of_several_villages_hears_once(
    days, center, neighbour_center, link, duty_person, neighbour, clerk, units
):
    plan(days[center, 26], link, clerk)
    plan(days[neighbour_center, 26], link, clerk)
    assert [one.may_publish for one in seen(center, neighbour_center)] == [True, True]
    answer = publish(clerk, center, neighbour_center)
    assert (len(answer.done), answer.left, answer.told) == (2, [], 3)
    said = dict(Message.objects.values_list("recipient", "text"))
    assert set(said) == {link.pk, duty_person.pk, neighbour.pk}
    assert all(name in said[link.pk] for name in ("柳泉村", "鱼泉村"))
    assert (Message.objects.count(), answerable(units.village, NINE)) == (3, [link])


def test_a_village_that_breaks_a_rule_is_left_out_and_named(
    days, center, neighbour_center, link, clerk, units, duty_person
):
    """The township's person is on leave since: the one village waits, the other is published."""
    plan(days[center, 26], link, clerk)
    Leave.objects.create(
        user=link, center=center, start=NINE, end=NINE + ONE_DAY, kind="sick", status="approved",
        filed_by=clerk, filed_at=BEFORE, decided_by=clerk, decided_at=BEFORE,
    )  # fmt: skip
    here, there = seen(center, neighbour_center)
    assert (there.may_publish, here.may_publish) == (True, False)
    assert "请假到" in here.against[0]
    answer = publish(clerk, center, neighbour_center)
    assert [roster.center for roster in answer.done] == [neighbour_center]
    assert "请假到" in answer.left[0][1]
    assert (PlannedChange.objects.count(), answerable(units.village, NINE)) == (1, [duty_person])


def test_limits_and_hours_without_a_shift_are_not_published_for_any_reason(
    days, center, neighbour_center, clerk
):
    Assignment.objects.filter(pk=days[center, 9].pk).update(status="cancelled")
    assert "没有班" in seen(center)[0].against[0]
    answer = publish(clerk, center, neighbour_center, reason="先用着")
    assert [roster.center for roster, _why in answer.left] == [center]


def test_an_open_place_needs_the_reason_that_is_given_once(days, center, clerk):
    plan(days[center, 12], None, clerk)
    assert seen(center)[0].may_publish
    assert "请写明理由" in publish(clerk, center).left[0][1]
    assert publish(clerk, center, reason="镇里开会").done[0].exception == "镇里开会"


def test_a_place_that_another_village_frees_is_taken_in_the_second_round(
    days, center, neighbour_center, link, clerk, units
):
    """He changes villages for a day: neither month could be published before the other one."""
    own = assign(make_shift(center, NINE, NINE + ONE_DAY / 3), None, "township", "onsite")
    other_shift = make_shift(neighbour_center, NINE, NINE + ONE_DAY / 3)
    other = assign(other_shift, link, "township", "onsite")
    plan(own, link, clerk)
    plan(other, None, clerk)
    answer = publish(clerk, center, neighbour_center, reason="只有一个人")
    assert ([r.center for r in answer.done], answer.left) == ([neighbour_center, center], [])
    assert link in answerable(units.village, NINE)


def test_the_clerk_publishes_the_township_on_one_page(
    days, center, neighbour_center, link, clerk, cadre, client, clock, township, units
):
    clock.set(BEFORE)
    plan(days[center, 26], link, clerk)
    page = reverse("duty-township-publish", args=[township.code])
    assert log_in(client, cadre).get(page).status_code == 403
    log_in(client, clerk)
    shown = client.get(page, {"month": "2026-11"}).content.decode()
    assert "2个中心，2个现在能公布" in shown
    refused = client.post(page + "?month=2026-11", {"which": "ticked"})
    assert "请至少勾一个中心" in refused.content.decode()
    ticked = {"which": "ticked", "roster": [days[center, 26].shift.roster_id]}
    assert client.post(page + "?month=2026-11", ticked).status_code == 302
    do_job(job_id=Job.objects.get().pk, at=BEFORE)
    assert "1个中心公布了，有变动的2个人都告诉了" in Job.objects.get().result
    assert answerable(units.village, NINE) == [link]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_changes_as_for_one(
    days, center, neighbour_center, link, clerk, client, clock, number, django_assert_num_queries, township
):  # fmt: skip
    clock.set(BEFORE)
    for day in range(1, number + 1):
        plan(days[center, day], link, clerk)
        plan(days[neighbour_center, day], link, clerk)
    log_in(client, clerk)
    page = reverse("duty-township-publish", args=[township.code]) + "?month=2026-11"
    with django_assert_num_queries(16):
        client.get(page)
