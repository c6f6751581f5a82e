"""May a set of shifts stand in place of the one above it? It asks for as much in every minute (B22).

The county's shifts are the least; a township or a centre may ask for more people, more categories
or people onsite instead of reachable, and never for less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import time, timedelta
from itertools import product

from django.utils.translation import gettext as _

from duty.models import DutyCategory, DutyPresence, ShiftTemplate
from regions.models import DayKind
from regions.wording import clock_time

ONE_DAY = timedelta(days=1)
LEAST = {
    DutyPresence.ONSITE: (DutyPresence.ONSITE,),
    DutyPresence.STANDBY: (DutyPresence.ONSITE, DutyPresence.STANDBY),
}


def looser_than(own: Sequence[ShiftTemplate], least: Sequence[ShiftTemplate]) -> str:
    """The first time of the year at which `own` asks for less, in words; empty where it never does."""
    for month, before, kind in product(range(1, 13), DayKind.values, DayKind.values):
        mine, asked = (_running(some, month, before, kind) for some in (own, least))
        for at in sorted({edge for span in (*mine, *asked) for edge in _edges(span)}):
            missing = _missing(_people(mine, at), _people(asked, at))
            if missing:
                return _("%(month)d月的%(kind)s%(clock)s，上级要求有%(who)s") % {
                    "month": month,
                    "kind": DayKind(kind).label,
                    "clock": clock_time(time(at.seconds // 3600, at.seconds // 60 % 60)),
                    "who": missing,
                }
    return ""


Running = tuple[timedelta, timedelta, ShiftTemplate]


def _running(
    templates: Iterable[ShiftTemplate], month: int, before: str, kind: str
) -> list[Running]:
    """What runs on a day of that month and kind after a day of kind `before`, in hours of the day."""
    found = []
    for template in templates:
        start, end = _hour(template.starts_at), _hour(template.ends_at)
        in_season = not template.months or month in template.months
        if in_season and kind in template.day_kinds:
            found.append((start, end + (ONE_DAY if template.overnight else timedelta()), template))
        if in_season and before in template.day_kinds and template.overnight:
            found.append((start - ONE_DAY, end, template))
    return found


def _edges(span: Running) -> Iterator[timedelta]:
    for edge in (timedelta(), *span[:2]):
        if timedelta() <= edge < ONE_DAY:
            yield edge


def _people(running: Iterable[Running], at: timedelta) -> Counter[tuple[str, str]]:
    """(category, presence) -> how many are asked for at that time."""
    found: Counter[tuple[str, str]] = Counter()
    for start, end, template in running:
        if start <= at < end:
            for need in template.requirements.all():
                found[need.category, need.presence] += need.least
    return found


def _missing(own: Counter[tuple[str, str]], asked: Counter[tuple[str, str]]) -> str:
    """Who is asked for above and not here; anybody of a category counts as anybody."""
    for presence, enough in LEAST.items():
        wanted = Counter[str]()
        for (category, how), number in asked.items():
            if presence == DutyPresence.STANDBY or how == DutyPresence.ONSITE:
                wanted[category] += number
        there = Counter[str]()
        for (category, how), number in own.items():
            if how in enough:
                there[category] += number
        for category in [*DutyCategory.values, ""]:
            total = category == ""
            need = wanted.total() if total else wanted[category]
            if need > (there.total() if total else there[category]):
                return _("%(number)d个%(who)s%(presence)s") % {
                    "number": need,
                    "who": _("人") if total else DutyCategory(category).label,
                    "presence": DutyPresence(presence).label,
                }
    return ""


def _hour(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)
