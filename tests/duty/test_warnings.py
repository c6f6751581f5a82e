from threading import Barrier, Thread

import pytest
from django.db import connection

from duty import actions
from notify.actions import sweep
from notify.models import Alert, Message
from regions.models import CalendarDay
from tests.duty.conftest import enrol, local, stand

pytestmark = pytest.mark.usefixtures("calendar")

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")


def said_to(person):
    found = Message.objects.filter(recipient=person).order_by("pk")
    return list(found.values_list("text", flat=True))


def plan_and_sweep(at):
    actions.plan_warnings(at=at)
    sweep(at=at)


def test_a_hole_is_told_seven_three_and_one_days_ahead_each_once(center, cadre):
    stand(center, None, *DAY, category="township", presence="onsite")
    for day in range(18, 26):
        for hour in (2, 8, 9):
            plan_and_sweep(local(f"2026-11-{day}T{hour:02}:00"))
    holes = [text for text in said_to(cadre) if "还缺" in text]
    assert holes == ["柳泉村党群服务中心：11月26日（星期四）08:00-17:30还缺镇干部"] * 3


def test_after_two_hours_of_standstill_it_is_told_once_and_late(center, cadre):
    stand(center, None, *DAY)
    actions.plan_warnings(at=local("2026-11-18T02:00"))
    sweep(at=local("2026-11-23T10:00"))
    assert len(said_to(cadre)) == 1


def test_a_hole_that_was_filled_is_not_told(center, cadre, duty_person):
    hole = stand(center, None, *DAY)
    enrol(center, duty_person, "village")
    actions.plan_warnings(at=local("2026-11-22T02:00"))
    actions.replace_assignment(
        assignment=hole, user=duty_person, source="manual", by=cadre,
        at=local("2026-11-22T09:00"), reason="补上",
    )  # fmt: skip
    sweep(at=local("2026-11-25T09:00"))
    assert said_to(cadre) == []


def test_a_month_that_nobody_published_by_the_25th_is_told(center, cadre):
    plan_and_sweep(local("2026-11-24T09:00"))
    assert said_to(cadre) == []
    for hour in (9, 10):
        plan_and_sweep(local(f"2026-11-25T{hour:02}:00"))
    assert said_to(cadre) == ["柳泉村党群服务中心：12月的值班表还没公布"]


def test_next_years_calendar_is_missed_from_december(center, county_officer, admin_person):
    for moment in ("2026-11-30T09:00", "2026-12-01T09:00", "2026-12-02T09:00"):
        CalendarDay.objects.filter(date__year=2027).delete()
        plan_and_sweep(local(moment))
    for person in (county_officer, admin_person):
        assert [text[:7] for text in said_to(person)] == ["2027年的节"]


def test_somebody_with_a_shift_and_without_a_phone_is_told_once(center, cadre, duty_person):
    duty_person.phone = None
    duty_person.save()
    stand(center, duty_person, *DAY)
    for day in (22, 23):
        plan_and_sweep(local(f"2026-11-{day}T09:00"))
    assert said_to(cadre) == ["柳泉村党群服务中心：李秀英往后有班，没有留电话，值班时找不到人"]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(center, cadre):
    stand(center, None, *DAY)
    actions.plan_warnings(at=local("2026-11-22T02:00"))
    together = Barrier(2)

    def run():
        together.wait()
        sweep(at=local("2026-11-25T09:00"))
        connection.close()

    threads = [Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said_to(cadre)) == 1
    assert not Alert.objects.filter(topic="duty_hole", state="planned").exists()
