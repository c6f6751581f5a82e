"""Working time between two instants: the opening hours of the working days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from config.clock import LOCAL
from regions.hours import OpeningHours
from regions.workdays import ONE_DAY, Workdays


@dataclass(frozen=True)
class WorkingTime:
    workdays: Workdays
    hours: OpeningHours = field(default_factory=OpeningHours)

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Seconds of working time in [start, end); 0 when the end is not after the start."""
        start, end = start.astimezone(LOCAL), end.astimezone(LOCAL)
        total = timedelta(0)
        day = start.date()
        while day <= end.date():
            for opens, closes in self.open_spans(day):
                total += max(min(end, closes) - max(start, opens), timedelta(0))
            day += ONE_DAY
        return int(total.total_seconds())

    def is_working_time(self, at: datetime) -> bool:
        local = at.astimezone(LOCAL)
        return self.workdays.is_working_day(local.date()) and self.hours.open_at(local)

    def next_working_instant(self, at: datetime) -> datetime:
        """The instant itself in working time, else the next opening of the door."""
        if self.is_working_time(at):
            return at
        local = at.astimezone(LOCAL)
        day = local.date()
        while True:
            for opens, _closes in self.open_spans(day):
                if opens > local:
                    return opens
            day = self.workdays.next_working_day(day)

    def open_spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The day's openings as instants; none on a day off."""
        if self.workdays.is_working_day(day):
            for opens, closes in self.hours.spans(day):
                yield datetime.combine(day, opens, LOCAL), datetime.combine(day, closes, LOCAL)
