"""What speaks against somebody standing in a place: pure, one rule each (B22).

Absolute: in use, of the category, not on leave, not in the shift already, onsite in one place at a
time. Limits of onsite duty: rest between shifts, shifts in seven days, nights in a row. A swap
keeps both; a leader in need may go past a limit, never past an absolute rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duty.models import DutyCategory, DutyMember, DutyPresence, Leave
from regions.wording import moment, short_day

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
ELSEWHERE = gettext_lazy("这段时间已经在别的中心值班")
DEAD_OF_NIGHT = 3  # whoever stands at three o'clock stands a night


@dataclass(frozen=True)
class Stint:
    """Somebody's time in one shift, or the time that is to be given to somebody."""

    shift: int
    center: int
    duty_date: date
    start: datetime
    end: datetime
    presence: str
    category: str = ""
    row: int | None = None

    @property
    def onsite(self) -> bool:
        return self.presence == DutyPresence.ONSITE

    @property
    def is_night(self) -> bool:
        first = timezone.localtime(self.start)
        three = first.replace(hour=DEAD_OF_NIGHT, minute=0, second=0, microsecond=0)
        if three < first:
            three += ONE_DAY
        return three < self.end

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True)
class Verdict:
    """Why not (nobody may go past it), and what only a leader may go past."""

    against: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    @property
    def is_legal(self) -> bool:
        return not self.against and not self.beyond


def judge(
    member: DutyMember, place: Stint, others: Sequence[Stint], leaves: Iterable[Leave] = ()
) -> Verdict:
    """`others` is what the same person stands otherwise, in every centre."""
    against = [_other_category(member, place), *impossible_words(member, place, others, leaves)]
    beyond = beyond_limits(member, place, others)
    return Verdict(tuple(words for words in against if words), tuple(beyond))


def impossible_words(
    member: DutyMember, place: Stint, others: Sequence[Stint], leaves: Iterable[Leave] = ()
) -> list[str]:
    """Why the person cannot be there, whoever they are: bound at that time, or away."""
    rules = (_twice_in_shift, _bound_elsewhere)
    bound = [words for rule in rules if (words := rule(place, others))]
    return [*bound, *absent_words(member, place, leaves)]


def absent_words(member: DutyMember, place: Stint, leaves: Iterable[Leave]) -> list[str]:
    """Why the person is not there at all, whatever else they stand."""
    away = [_on_leave(leave) for leave in leaves if leave.is_away(place.start, place.end)]
    return away if member.may_stand(place.duty_date) else [_("那天不值班"), *away]


def beyond_limits(member: DutyMember, place: Stint, others: Sequence[Stint]) -> list[str]:
    """The limits of onsite duty; reachable duty at home has none."""
    if not place.onsite:
        return []
    onsite = [other for other in others if other.onsite and other.shift != place.shift]
    limits = (_too_little_rest, _too_often, _too_many_nights, _no_nights_yet)
    return [words for rule in limits if (words := rule(member, place, onsite))]


def _other_category(member: DutyMember, place: Stint) -> str:
    if not place.category or member.category == place.category:
        return ""
    return _("不是%(category)s，这个位置要%(category)s") % {
        "category": DutyCategory(place.category).label
    }


def _twice_in_shift(place: Stint, others: Sequence[Stint]) -> str:
    inside = any(
        other.shift == place.shift and other.overlaps(place.start, place.end) for other in others
    )
    return _("已经在这个班上") if inside else ""


def _bound_elsewhere(place: Stint, others: Sequence[Stint]) -> str:
    if not place.onsite:
        return ""
    bound = any(
        other.onsite and other.shift != place.shift and other.overlaps(place.start, place.end)
        for other in others
    )
    return str(ELSEWHERE) if bound else ""


def _on_leave(leave: Leave) -> str:
    return _("请假到%(until)s") % {"until": moment(leave.end)}


def _too_little_rest(member: DutyMember, place: Stint, onsite: Sequence[Stint]) -> str:
    rest = timedelta(hours=member.min_rest_hours)
    for other in onsite:
        if other.overlaps(place.start - rest, place.end + rest):
            return _("跟%(day)s的班之间歇不够%(hours)d小时") % {
                "day": short_day(other.duty_date),
                "hours": member.min_rest_hours,
            }
    return ""


def _too_often(member: DutyMember, place: Stint, onsite: Sequence[Stint]) -> str:
    shifts = {(other.duty_date, other.shift) for other in onsite} | {(place.duty_date, place.shift)}
    days = [day for day, _shift in shifts]
    for back in range(7):
        first = place.duty_date - back * ONE_DAY
        number = sum(first <= day < first + WEEK for day in days)
        if number > member.max_per_7_days:
            return _("7天里有%(number)d班，最多%(most)d班") % {
                "number": number,
                "most": member.max_per_7_days,
            }
    return ""


def _too_many_nights(member: DutyMember, place: Stint, onsite: Sequence[Stint]) -> str:
    if not place.is_night:
        return ""
    nights = {other.duty_date for other in onsite if other.is_night} | {place.duty_date}
    first = last = place.duty_date
    while first - ONE_DAY in nights:
        first -= ONE_DAY
    while last + ONE_DAY in nights:
        last += ONE_DAY
    number = (last - first).days + 1
    if number <= member.max_nights_in_row:
        return ""
    return _("连着%(number)d个夜班，最多%(most)d个") % {
        "number": number,
        "most": member.max_nights_in_row,
    }


def _no_nights_yet(member: DutyMember, place: Stint, _onsite: Sequence[Stint]) -> str:
    spared = member.no_night_until and place.is_night and place.duty_date < member.no_night_until
    return _("眼下不排夜班") if spared else ""
