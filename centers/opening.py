"""Whether a centre's door is open at an instant, until when, and when it opens again (B2).

Pure: hours, closures and calendar are passed in. Who is answerable meanwhile is the roster's
answer (`duty`), for a centre is on duty round the clock and open in its hours only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from regions.hours import OpeningHours, Span
from regions.workdays import Workdays

if TYPE_CHECKING:
    from centers.models import Center, OpeningSpan

# How far ahead the next opening is looked for: longer than any holiday.
LOOK_AHEAD = 15


@dataclass(frozen=True)
class CenterHours:
    """A centre's own rows; where they say nothing of a working day, the county's hours hold."""

    own: Sequence[OpeningSpan] = ()
    county: OpeningHours = field(default_factory=OpeningHours)

    def spans(self, day: date, workdays: Workdays) -> list[Span]:
        kind = workdays.day_kind(day)
        own = [Span(row.opens, row.closes) for row in self.own if row.applies_to(kind, day)]
        if own:
            return sorted(own)
        return list(self.county.spans(day)) if workdays.is_working_day(day) else []


@dataclass(frozen=True)
class Door:
    """`closed_reason` says why the door stays shut all day; `noon` is the break between two spans."""

    open: bool
    until: datetime | None = None
    opens_at: datetime | None = None
    closed_reason: str = ""
    noon: bool = False


def door(
    hours: CenterHours, closures: Mapping[date, str], workdays: Workdays, at: datetime
) -> Door:
    """Half open: at the closing minute the door is shut."""
    today = timezone.localdate(at)
    spans = _instants(hours, closures, workdays, today)
    for opens, closes in spans:
        if opens <= at < closes:
            return Door(open=True, until=closes)
    return Door(
        open=False,
        opens_at=_next_opening(hours, closures, workdays, at),
        closed_reason="" if spans else closures.get(today) or workdays.name(today) or _("休息日"),
        noon=any(closes <= at for _opens, closes in spans)
        and any(at < opens for opens, _closes in spans),
    )


def door_of(center: Center, at: datetime, workdays: Workdays) -> Door:
    """The door of a stored centre; two queries unless `Center.objects.with_hours` was asked."""
    return door(hours_of(center), closures_of(center), workdays, at)


def hours_of(center: Center) -> CenterHours:
    return CenterHours(own=list(center.hours.all()))


def closures_of(center: Center) -> dict[date, str]:
    return {closure.date: closure.reason for closure in center.closures.all()}


def spans_today(center: Center, at: datetime, workdays: Workdays) -> list[Span]:
    """The hours printed for today: none on a day on which the door stays shut."""
    today = timezone.localdate(at)
    return [] if today in closures_of(center) else hours_of(center).spans(today, workdays)


def _next_opening(
    hours: CenterHours, closures: Mapping[date, str], workdays: Workdays, at: datetime
) -> datetime | None:
    today = timezone.localdate(at)
    for ahead in range(LOOK_AHEAD + 1):
        for opens, _closes in _instants(hours, closures, workdays, today + timedelta(days=ahead)):
            if opens > at:
                return opens
    return None


def _instants(
    hours: CenterHours, closures: Mapping[date, str], workdays: Workdays, day: date
) -> list[tuple[datetime, datetime]]:
    """The spans of a day as instants; spans that touch are one."""
    joined: list[tuple[datetime, datetime]] = []
    for opens, closes in () if day in closures else hours.spans(day, workdays):
        start, end = (
            timezone.make_aware(datetime.combine(day, clock)) for clock in (opens, closes)
        )
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
