"""When the door is open on a working day, and from when on a matter counts as of the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple


class Span(NamedTuple):
    opens: time
    closes: time

    @property
    def length(self) -> timedelta:
        return _since_midnight(self.closes) - _since_midnight(self.opens)


@dataclass(frozen=True)
class OpeningHours:
    """Hours of a day; whether the day is a working day is the calendar's answer (`regions.workdays`)."""

    usual: tuple[Span, ...] = (Span(time(8), time(12)), Span(time(14, 30), time(17, 30)))
    summer: tuple[Span, ...] = (Span(time(8), time(12)), Span(time(15), time(18)))
    summer_months: frozenset[int] = frozenset({6, 7, 8, 9})
    cut_off: time = time(17)

    def spans(self, day: date) -> tuple[Span, ...]:
        return self.summer if day.month in self.summer_months else self.usual

    def day_length(self, day: date) -> timedelta:
        return sum((span.length for span in self.spans(day)), timedelta(0))

    def closing(self, day: date) -> time:
        return max(span.closes for span in self.spans(day))

    def open_at(self, local: datetime) -> bool:
        """Whether a local instant lies in the hours; the closing minute itself is closed."""
        return any(opens <= local.time() < closes for opens, closes in self.spans(local.date()))

    def is_after_cut_off(self, local: datetime) -> bool:
        return local.time() > self.cut_off


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
