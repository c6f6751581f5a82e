"""When the township's people come to a village next, and on which day of the week somebody sits there (B26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from duty.models import CounterDay, TourStop
from regions.wording import day as day_words
from regions.wording import span
from regions.workdays import Workdays

SHOWN = 3
# A counter day that falls on holidays is looked for so far ahead.
LOOK_AHEAD = timedelta(days=28)


@dataclass(frozen=True, order=True)
class Visit:
    date: date
    starts_at: time
    ends_at: time
    service: str
    weekly: bool = False

    @property
    def words(self) -> str:
        """11月25日（星期三）上午9:00到11:30，镇里来人办医保"""
        facts = {
            "day": day_words(self.date),
            "hours": span(self.starts_at, self.ends_at),
            "service": self.service,
        }
        if self.weekly:
            return _("%(day)s%(hours)s，有人坐班办%(service)s") % facts
        return _("%(day)s%(hours)s，镇里来人办%(service)s") % facts


def next_visits(center: Center, at: datetime, workdays: Workdays) -> list[Visit]:
    """The next ones that have not ended, the soonest first; two queries.

    A counter day that falls on a day off is left out that week.
    """
    local = timezone.localtime(at)
    found = [
        Visit(stop.date, stop.starts_at, stop.ends_at, stop.service)
        for stop in TourStop.objects.coming(local.date()).filter(center=center)[: SHOWN + 1]
    ]
    for counter in CounterDay.objects.filter(center=center).valid_on(local.date()):
        found += [
            Visit(day, counter.starts_at, counter.ends_at, counter.service, weekly=True)
            for day in _days_of(counter, local.date(), workdays)
        ][:2]
    still = [visit for visit in found if (visit.date, visit.ends_at) > (local.date(), local.time())]
    return sorted(still)[:SHOWN]


def _days_of(counter: CounterDay, first: date, workdays: Workdays) -> Iterator[date]:
    day = first + timedelta(days=(counter.weekday - first.isoweekday()) % 7)
    while day <= first + LOOK_AHEAD and (counter.valid_until is None or day < counter.valid_until):
        if workdays.is_working_day(day) or counter.weekday > 5:
            yield day
        day += timedelta(days=7)
