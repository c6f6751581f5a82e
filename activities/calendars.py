"""A centre's public sessions as a month grid and as an iCalendar feed."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from icalendar import Calendar, Event

from activities.models import Activity, ActivitySession
from centers.models import Center

# What a calendar that is asked once a day needs; no older and no further sessions are sent.
FEED_BACK = timedelta(days=30)
FEED_AHEAD = timedelta(days=180)
MONDAY_FIRST = calendar.Calendar(firstweekday=0)


class Day(NamedTuple):
    date: date
    in_month: bool
    today: bool
    sessions: list[ActivitySession]


def month_bounds(month: date) -> tuple[datetime, datetime]:
    """The local instants at which a month begins and ends."""
    first = month.replace(day=1)
    return _midnight(first), _midnight((first + timedelta(days=31)).replace(day=1))


def weeks(month: date, sessions: Iterable[ActivitySession], today: date) -> list[list[Day]]:
    """The month in weeks from Monday, each day with what starts on it."""
    by_day: dict[date, list[ActivitySession]] = {}
    for session in sessions:
        by_day.setdefault(timezone.localdate(session.start), []).append(session)
    return [
        [Day(day, day.month == month.month, day == today, by_day.get(day, [])) for day in week]
        for week in MONDAY_FIRST.monthdatescalendar(month.year, month.month)
    ]


def feed(center: Center, at: datetime) -> bytes:
    """What is or was public, called-off sessions marked so; a session keeps its UID when it moves."""
    book = Calendar()
    book.add("prodid", "-//Shouwen//activities//ZH")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", center.name)
    sessions = ActivitySession.objects.at_center(center).between(at - FEED_BACK, at + FEED_AHEAD)
    for session in sessions.filter(activity__approved_at__isnull=False).select_related("activity"):
        book.add_component(_event(session, center, at))
    return book.to_ical()


def _event(session: ActivitySession, center: Center, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"session-{session.pk}@{center.region.code}.shouwen")
    event.add("sequence", session.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", session.start.astimezone(UTC))
    event.add("dtend", session.end.astimezone(UTC))
    event.add("summary", session.activity.title)
    event.add("location", f"{center.name} {session.place}".strip())
    called_off = session.cancelled or session.activity.status == Activity.Status.CANCELLED
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    if session.activity.text:
        event.add("description", session.activity.text)
    return event


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
