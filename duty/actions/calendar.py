"""Days that count otherwise than when they were planned: rosters follow, and their leaders read which (B22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from config.errors import Conflict
from duty.actions.places import changing_places
from duty.actions.relaying import relay
from duty.models import Assignment, Shift
from duty.telling import leaders_of, tell
from regions.models import DayKind
from regions.wording import day
from regions.workdays import Workdays

MOST_DAYS = 12


def follow_calendar(*, at: datetime) -> int:
    """Shifts that nobody has begun follow the calendar as it is now; how many centres had such days.

    1. Each centre in a transaction of its own: a day off gets the shifts of days off, a makeup day
       those of working days; people stay where the place stays, new places are filled by turns.
    2. Its leaders get one message that names the days; whoever lost or got a place is told as well.
    3. Where somebody would stand in two places nothing is changed, and the leaders hear that it is theirs.
    Run again it finds nothing.
    """
    changed = _changed_days(at)
    centers = Center.objects.filter(pk__in=changed).select_related("unit__region__parent")
    for center in centers.order_by("pk"):
        _follow(center, changed[center.pk], at)
    return len(changed)


def _changed_days(at: datetime) -> dict[int, dict[date, tuple[str, DayKind]]]:
    """For each centre the coming days that were planned as another kind: what they were, what they are."""
    planned = (
        Shift.objects.filter(start__gt=at, cancelled=False)
        .order_by("center", "duty_date")
        .values_list("center", "duty_date", "day_kind")
        .distinct()
    )
    calendars = _calendars({center for center, _day, _kind in planned})
    found: dict[int, dict[date, tuple[str, DayKind]]] = defaultdict(dict)
    for center, on, kind in planned:
        now = calendars[center].day_kind(on)
        if kind != now:
            found[center][on] = (kind, now)
    return found


def _calendars(centers: Collection[int]) -> dict[int, Workdays]:
    """One query for each township, not for each village."""
    read: dict[int | None, Workdays] = {}
    found = {}
    for center in Center.objects.filter(pk__in=centers).select_related("unit__region"):
        region = center.unit.region
        if region.parent_id not in read:
            read[region.parent_id] = Workdays.for_county(region)
        found[center.pk] = read[region.parent_id]
    return found


def _follow(center: Center, days: dict[date, tuple[str, DayKind]], at: datetime) -> None:
    words = _days_words(days)
    try:
        with changing_places():
            before = _standing(center, days)
            relay(center=center, since=min(days), at=at)
            after = _standing(center, days)
            text = _("节假日安排变了：%(days)s。这些天的班跟着改了，请看一遍") % {"days": words}
            cause = f"calendar:{center.pk}:{at:%Y%m%d%H%M}"
            leaders = leaders_of(center, at)
            tell(leaders, text, center=center, cause=cause, at=at)
            moved = {user for user, _place in before ^ after} - {one.pk for one in leaders}
            text = _("节假日安排变了，您在这些天的班有变动：%(days)s") % {"days": words}
            people = User.objects.filter(pk__in=moved, is_active=True)
            tell(people, text, center=center, cause=f"{cause}:own", at=at)
    except Conflict:
        text = _("节假日安排变了：%(days)s。有人会同时在两处值班，这些天的班没改，请您换人") % {
            "days": words
        }
        cause = f"calendar:{center.pk}:{min(days)}:{len(days)}"
        tell(leaders_of(center, at), text, center=center, cause=cause, at=at)


def _standing(center: Center, days: Collection[date]) -> set[tuple[int, tuple[date, str]]]:
    rows = Assignment.objects.active().filter(
        shift__center=center, shift__duty_date__in=days, user__isnull=False
    )
    return {
        (user, (on, name))
        for user, on, name in rows.values_list("user", "shift__duty_date", "shift__template__name")
        if user is not None
    }


def _days_words(days: dict[date, tuple[str, DayKind]]) -> str:
    said = [
        _("%(day)s从%(was)s改成%(now)s")
        % {"day": day(on), "was": DayKind(was).label, "now": now.label}
        for on, (was, now) in sorted(days.items())
    ]
    words = _("；").join(said[:MOST_DAYS])
    more = len(said) - MOST_DAYS
    return (
        _("%(words)s……另外还有%(more)d天") % {"words": words, "more": more} if more > 0 else words
    )
