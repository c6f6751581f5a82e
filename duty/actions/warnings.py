"""Planning what is told ahead of time; the sweep tells it (`duty/warnings.py`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from centers.models import Center
from duty.models import Assignment, Shift
from duty.reminders import EVENING_BEFORE, evening_rung
from duty.warnings import (
    CALENDAR,
    DAYS_BEFORE,
    DECEMBER,
    HOLES,
    NEXT_MONTH,
    NO_PHONE,
    PUBLISHED_BY,
    calendar_rung,
    hole_rungs,
    month_rung,
)
from notify import actions as notify
from notify.models import Alert
from regions.models import Level, Region

Rung = tuple[int, int, str, datetime]


def plan_warnings(*, at: datetime) -> int:
    """Nightly and before the evening: what may have to be told in the coming days; a rung that stands
    already is left alone.

    A hole that opens between two nights is told by the act that opened it. Answers how many are new.
    """
    rungs = [*_holes(at), *_months(at), *_calendars(at), *_without_phone(at), *_evenings(at)]
    return sum(_plan_missing(topic, rows) for topic, rows in _by_topic(rungs).items())


def _by_topic(rungs: list[tuple[str, Rung]]) -> dict[str, list[Rung]]:
    found: dict[str, list[Rung]] = {}
    for topic, rung in rungs:
        found.setdefault(topic, []).append(rung)
    return found


def _plan_missing(topic: str, rows: list[Rung]) -> int:
    known = set(
        Alert.objects.filter(topic=topic, subject__in={row[0] for row in rows}).values_list(
            "subject", "rung"
        )
    )
    missing = [row for row in rows if (row[0], row[2]) not in known]
    notify.plan_new(topic=topic, rungs=missing)
    return len(missing)


def _holes(at: datetime) -> list[tuple[str, Rung]]:
    """Of the coming eight days; a rung that has passed already is not made up for."""
    today = timezone.localdate(at)
    ahead = (today, today + timedelta(days=DAYS_BEFORE[0] + 1))
    missing = Assignment.objects.open_places().filter(shift=OuterRef("pk"))
    shifts = Shift.objects.filter(
        Exists(missing), duty_date__range=ahead, cancelled=False, roster__status="published"
    )
    return [
        (HOLES, (shift.pk, 0, rung, due))
        for shift in shifts
        for rung, due in hole_rungs(shift)
        if due > at
    ]


def _months(at: datetime) -> list[tuple[str, Rung]]:
    today = timezone.localdate(at)
    if today.day < PUBLISHED_BY:
        return []
    rung, due = month_rung(today)
    centers = Center.objects.filter(unit__region__retired_on=None).values_list("pk", flat=True)
    return [(NEXT_MONTH, (key, 0, rung, due)) for key in centers]


def _calendars(at: datetime) -> list[tuple[str, Rung]]:
    today = timezone.localdate(at)
    if today.month < DECEMBER:
        return []
    rung, due = calendar_rung(today)
    keys = Region.objects.filter(level=Level.COUNTY, retired_on=None).values_list("pk", flat=True)
    return [(CALENDAR, (key, 0, rung, due)) for key in keys]


def _without_phone(at: datetime) -> list[tuple[str, Rung]]:
    coming = Assignment.objects.active().published().filter(user=OuterRef("pk"), start__gt=at)
    people = User.objects.filter(Exists(coming), phone=None).values_list("pk", flat=True)
    return [(NO_PHONE, (key, 0, "no_phone", at)) for key in people]


def _evenings(at: datetime) -> list[tuple[str, Rung]]:
    """Everybody who stands duty on the day after a coming evening, whatever number of places."""
    today = timezone.localdate(at)
    days = (today + timedelta(days=1), today + timedelta(days=2))
    standing = (
        Assignment.objects.active()
        .published()
        .filter(shift__duty_date__range=days, user__is_active=True)
        .order_by("user", "shift__duty_date")
        .values_list("user", "shift__duty_date")
        .distinct()
    )
    rungs = [(user, evening_rung(day)) for user, day in standing if user is not None]
    return [(EVENING_BEFORE, (user, 0, rung, due)) for user, (rung, due) in rungs if due > at]
