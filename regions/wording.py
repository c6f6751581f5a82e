"""Instants and days as people say them: never ISO, always with a part of the day; and phone numbers.

Every function of time takes an aware instant (any zone) and speaks of it in local time.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

# The part of the day begins at this hour. 12:00 is neither 上午 nor 下午, so noon and night have their own word.
PARTS = ((0, "凌晨"), (6, "上午"), (12, "中午"), (13, "下午"), (19, "晚上"))
EARLY_UNTIL = 10  # "明早" is said of hours before this one
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def clock_time(at: datetime | time) -> str:
    """下午5:30"""
    local = _local(at) if isinstance(at, datetime) else at
    part = next(word for hour, word in reversed(PARTS) if local.hour >= hour)
    return _(part) + _bare_clock(local)


def span(start: datetime | time, end: datetime | time) -> str:
    """上午8:00到12:00; the second part of the day is said only where the first misleads."""
    first, last = (_local(at) if isinstance(at, datetime) else at for at in (start, end))
    same_half = (first.hour < 12) == (last.hour <= 12) and first.hour >= 6
    return _("%(from)s到%(to)s") % {
        "from": clock_time(first),
        "to": _bare_clock(last) if same_half else clock_time(last),
    }


def weekday(day: date | datetime) -> str:
    """星期四"""
    return _(WEEKDAYS[_date(day).weekday()])


def short_day(day: date | datetime) -> str:
    """11月26日"""
    local = _date(day)
    return _("%(month)d月%(day)d日") % {"month": local.month, "day": local.day}


def day(day: date | datetime) -> str:
    """11月26日（星期四）"""
    return _("%(day)s（%(weekday)s）") % {"day": short_day(day), "weekday": weekday(day)}


def instant(at: datetime) -> str:
    """11月26日（星期四）下午5:30"""
    return day(at) + clock_time(at)


def moment(at: datetime) -> str:
    """11月23日上午9:12, as the steps of a matter say it."""
    return short_day(at) + clock_time(at)


def relative(at: datetime, now: datetime) -> str:
    """今天下午5:30, 明早8:00, 明天下午3:00, 昨天…; further off the date, in another year with the year."""
    distance = (_date(at) - _date(now)).days
    if distance == 1 and 5 <= _local(at).hour < EARLY_UNTIL:
        return _("明早") + _bare_clock(_local(at))
    near = {-1: "昨天", 0: "今天", 1: "明天"}
    if distance in near:
        return _(near[distance]) + clock_time(at)
    return _year(at, now) + instant(at)


def soon(at: datetime, now: datetime) -> str:
    """As `relative`, and within a week by the weekday alone: 星期三上午9:00."""
    if 2 <= (_date(at) - _date(now)).days <= 6:
        return weekday(at) + clock_time(at)
    return relative(at, now)


def until(at: datetime, now: datetime) -> str:
    """What follows 到: 下午5:30 of the same day, else as `relative`. Midnight is the end of its day."""
    if _local(at).time() == time(0) and _date(at) - _date(now) == timedelta(days=1):
        return _("夜里12:00")
    return clock_time(at) if _date(at) == _date(now) else relative(at, now)


def phone_number(number: str) -> str:
    """0379-0000 0011, 160 0000 0001: in groups that can be read out; masked ones too."""
    if re.fullmatch(r"[1*][\d*]{10}", number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if found := re.fullmatch(r"(0\d{2,3})-?(\d{3,4})(\d{4})", number):
        return f"{found[1]}-{found[2]} {found[3]}"
    return number


def _bare_clock(local: datetime | time) -> str:
    return f"{local.hour if local.hour <= 12 else local.hour - 12}:{local.minute:02}"


def _local(at: datetime) -> datetime:
    return timezone.localtime(at)


def _date(when: date | datetime) -> date:
    return _local(when).date() if isinstance(when, datetime) else when


def _year(at: datetime, now: datetime) -> str:
    return _("%(year)d年") % {"year": _date(at).year} if _date(at).year != _date(now).year else ""
