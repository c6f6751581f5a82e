from datetime import date, time

import pytest
from django.urls import reverse

from config.errors import Conflict, Refusal
from duty import actions
from duty.models import CounterDay, TourStop
from duty.touring import next_visits
from regions.workdays import Workdays
from tests.conftest import log_in
from tests.duty.conftest import local

NINE, ELEVEN = time(9), time(11)
AT = local("2026-09-28T09:12")  # a Monday before the National Day


@pytest.fixture
def wednesdays(calendar, center, cadre) -> CounterDay:
    return actions.set_counter_day(
        center=center, weekday=3, starts_at=NINE, ends_at=ELEVEN, service="医保", by=cadre, at=AT
    )


def coming(center, at=AT) -> list[str]:
    return [visit.words for visit in next_visits(center, at, Workdays.for_county(None))]


def plan(center, by, day: str = "2026-10-08", starts=NINE, ends=ELEVEN):
    when = {"date": date.fromisoformat(day), "starts_at": starts, "ends_at": ends}
    return actions.plan_stop(center=center, service="社保", by=by, at=AT, **when)


def test_the_counter_day_leaves_a_holiday_out(center, wednesdays):
    """30 September, then not 7 October but the 14th."""
    assert coming(center) == [
        "9月30日（星期三）上午9:00到11:00，有人坐班办医保",
        "10月14日（星期三）上午9:00到11:00，有人坐班办医保",
    ]


def test_today_counts_until_it_is_over(center, wednesdays):
    assert "9月30日" in coming(center, local("2026-09-30T10:59"))[0]
    assert "10月14日" in coming(center, local("2026-09-30T11:00"))[0]


def test_the_village_page_shows_the_next_tour(client, clock, center, cadre):
    clock.set(AT)
    plan(center, cadre)
    page = client.get(f"/c/{center.region.code}/").content.decode()
    assert "10月8日（星期四）上午9:00到11:00，镇里来人办社保" in page


def test_a_cancelled_tour_is_shown_no_longer(center, cadre):
    stop = plan(center, cadre)
    actions.cancel_stop(stop=stop, by=cadre)
    assert coming(center) == []
    plan(center, cadre)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"starts": ELEVEN, "ends": NINE}, "结束要比开始晚"),
        ({"day": "2026-09-27"}, "日期已经过去"),
    ],
)
def test_nonsense_is_refused_in_words(center, cadre, change, words):
    with pytest.raises(Refusal, match=words):
        plan(center, cadre, **change)
    assert not TourStop.objects.exists()


def test_two_tours_at_one_time_are_refused(center, cadre):
    plan(center, cadre)
    with pytest.raises(Conflict, match="已经有一次"):
        plan(center, cadre, starts=time(10), ends=time(12))
    plan(center, cadre, starts=ELEVEN, ends=time(12))


def test_the_neighbour_changes_nothing_here(center, neighbour, wednesdays):
    with pytest.raises(Refusal):
        plan(center, neighbour)
    with pytest.raises(Refusal):
        actions.end_counter_day(counter_day=wednesdays, by=neighbour, at=AT)


def test_a_counter_day_is_ended_and_what_was_stays(center, cadre, wednesdays):
    later = local("2026-11-02T09:00")
    actions.end_counter_day(counter_day=wednesdays, by=cadre, at=later)
    assert coming(center, later) == []
    assert CounterDay.objects.get().valid_until == date(2026, 11, 2)


def test_the_township_plans_on_the_villages_page_and_nothing_typed_is_lost(
    client, clock, center, clerk
):
    clock.set(AT)
    log_in(client, clerk)
    page = reverse("duty-touring", args=[center.region.code])
    typed = {"date": "2026-10-08", "starts_at": "11:00", "ends_at": "09:00", "service": "社保卡"}
    answer = client.post(f"{page}stops/", typed)
    assert answer.status_code == 400
    assert "结束要比开始晚" in answer.content.decode()
    assert "社保卡" in answer.content.decode()
    answer = client.post(f"{page}stops/", typed | {"ends_at": "12:00"}, follow=True)
    assert "10月8日" in answer.content.decode()
    days = {"weekday": "3", "starts_at": "09:00", "ends_at": "11:00", "service": "医保"}
    assert "周三" in client.post(f"{page}days/", days, follow=True).content.decode()
