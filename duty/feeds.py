"""Calendars that phones subscribe to: one's own shifts, or a centre's. Names, never a phone number.

One event per assignment. Its UID stays with the row, its SEQUENCE is counted by the database; a
place that was handed on stays as CANCELLED, so that the phone takes it away.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from centers.models import Center
from duty.models import Assignment, DutyCategory, FeedToken

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
REFRESH = timedelta(hours=1)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(token: str) -> FeedToken | None:
    """The live feed behind an address, of somebody in use who still sees the centre."""
    found = (
        FeedToken.objects.live()
        .filter(token_hash=token_hash(token), owner__is_active=True)
        .select_related("owner", "center__unit__region")
        .first()
    )
    if found is None or found.center is None:
        return found
    sees = Center.objects.visible_to(found.owner).filter(pk=found.center.pk).exists()
    return found if sees else None


def rows_of(feed: FeedToken, at: datetime) -> QuerySet[Assignment]:
    """What the feed shows: from 30 days back to 180 ahead, with what was taken back or called off."""
    rows = (
        Assignment.objects.filter(
            shift__roster__status="published",
            user__isnull=False,
            end__gt=at - BACK,
            start__lt=at + AHEAD,
        )
        .select_related("user", "shift__template", "shift__center__unit__region", "shift__roster")
        .order_by("start", "pk")
    )
    if feed.center_id is None:
        return rows.filter(user=feed.owner)
    return rows.filter(shift__center=feed.center_id)


def calendar_of(feed: FeedToken, at: datetime, host: str) -> bytes:
    book = Calendar()
    book.add("prodid", "-//Shouwen//duty//ZH")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", feed.center.name if feed.center else _("我的值班"))
    book.add("x-wr-timezone", "Asia/Shanghai")
    book.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", "PT1H")
    for row in rows_of(feed, at):
        book.add_component(_event(row, host, own=feed.center_id is None))
    return book.to_ical()


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _event(row: Assignment, host: str, *, own: bool) -> Event:
    event = Event()
    event.add("uid", f"duty-{row.pk}@{host}")
    event.add("sequence", row.sequence)
    stamp = row.shift.roster.published_at or row.start
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", row.start.astimezone(UTC))
    event.add("dtend", row.end.astimezone(UTC))
    event.add("summary", _summary(row, own=own))
    event.add("location", row.shift.center.name)
    event.add("description", _description(row))
    stands = row.status == Assignment.Status.ACTIVE and not row.shift.cancelled
    event.add("status", "CONFIRMED" if stands else "CANCELLED")
    event.add("transp", "OPAQUE" if row.presence == "onsite" else "TRANSPARENT")
    return event


def _summary(row: Assignment, *, own: bool) -> str:
    words = {"shift": row.shift.template, "presence": row.get_presence_display()}
    if own or row.user is None:
        return _("值班：%(shift)s（%(presence)s）") % words
    return _("%(name)s：%(shift)s（%(presence)s）") % {"name": row.user.name, **words}


def _description(row: Assignment) -> str:
    kind = DutyCategory(row.category).label if row.category else _("值班人员")
    marks = [kind, *([_("窗口")] if row.counter else []), *([_("带班")] if row.lead else [])]
    return _("，").join(str(mark) for mark in marks)
