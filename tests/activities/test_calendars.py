"""The month as a grid, the feed as iCalendar."""

from datetime import date

import pytest
from icalendar import Calendar

from activities.actions import When, cancel_session, move_session
from activities.calendars import feed, month_bounds, weeks
from activities.models import ActivitySession
from tests.activities.conftest import local


def test_a_month_is_shown_from_monday_with_its_sessions(publish):
    publish("读报", When(local(1, 0, 30), local(1, 2)), When(local(30, 23), local(30, 23, 30)))
    grid = weeks(date(2026, 11, 1), ActivitySession.objects.all(), date(2026, 11, 23))
    assert [len(week) for week in grid] == [7] * 6
    assert grid[0][0].date == date(2026, 10, 26)
    assert [day.date for week in grid for day in week if day.sessions] == [
        date(2026, 11, 1),
        date(2026, 11, 30),
    ]
    assert [day.date for week in grid for day in week if day.today] == [date(2026, 11, 23)]
    assert sum(day.in_month for week in grid for day in week) == 30


@pytest.fixture
def publish(publish, clock):
    clock.set(local(31, 9, month=10))
    return lambda *args: publish(*args, at=clock.now())


@pytest.mark.parametrize(
    ("month", "start", "end"),
    [
        (date(2026, 12, 1), local(1, 0, month=12), local(1, 0, month=1, year=2027)),
        (date(2027, 2, 14), local(1, 0, month=2, year=2027), local(1, 0, month=3, year=2027)),
    ],
)
def test_a_month_begins_and_ends_at_local_midnight(month, start, end):
    assert month_bounds(month) == (start, end)


def events(center, at):
    return {event["UID"]: event for event in Calendar.from_ical(feed(center, at)).walk("VEVENT")}


def test_a_moved_session_keeps_its_entry_and_a_called_off_one_says_so(publish, center, cadre, at):
    activity = publish(
        "法治大讲堂", When(local(24, 15), local(24, 17), "二楼"), When(local(25, 9), local(25, 10))
    )
    first, second = activity.sessions.all()
    before = events(center, at)
    move_session(session=first, when=When(local(26, 15), local(26, 17), "二楼"), by=cadre, at=at)
    cancel_session(session=second, by=cadre, at=at)
    after = events(center, at)
    assert before.keys() == after.keys()
    moved, off = (
        after[f"session-{session.pk}@410327102200.shouwen"] for session in (first, second)
    )
    assert (moved["SUMMARY"], moved["LOCATION"], moved["SEQUENCE"], moved.decoded("DTSTART")) == (
        "法治大讲堂",
        "柳泉村党群服务中心 二楼",
        1,
        local(26, 15),
    )
    assert (off["STATUS"], off["SEQUENCE"]) == ("CANCELLED", 1)


def test_a_draft_is_not_in_the_feed(plan, center, at):
    plan()
    assert events(center, at) == {}
