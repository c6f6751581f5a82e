"""What villagers read of people on duty and of the offices behind them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit
from centers.models import CenterKind
from duty.models import DutyCategory
from regions.models import Level, Region
from regions.wording import clock_time, moment, until

if TYPE_CHECKING:
    from duty.coverage import Standing


MIDNIGHT = time(0)


def post_word(category: str, center_kind: str, region: Region) -> str:
    """村干部, 社区干部, 值班员, and of the township by its kind: 镇干部, 乡干部, 街道干部."""
    if category == DutyCategory.VILLAGE:
        return _("社区干部") if center_kind == CenterKind.COMMUNITY else _("村干部")
    if category == DutyCategory.TOWNSHIP:
        township = region if region.level == Level.TOWNSHIP else region.parent
        return _("%(township)s干部") % {"township": kind_of_township(township)}
    return _("值班员")


def kind_of_township(region: Region | None) -> str:
    """镇, 乡 or 街道: a 街道 is not a 镇."""
    name = (region.short_name if region else "").removesuffix("办事处")
    return next((kind for kind in ("街道", "乡", "镇") if name.endswith(kind)), "镇")


def whose(unit: Unit) -> str:
    """镇里, 乡里, 县里; a 街道 by its own name."""
    if unit.region.level != Level.TOWNSHIP:
        return _("县里")
    kind = kind_of_township(unit.region)
    return unit.region.short_name if kind == "街道" else _("%(kind)s里") % {"kind": kind}


def end_words(end: datetime, start: datetime) -> str:
    """What follows 到 where a stretch of coming days is named: 下午5:30, 第二天上午8:00, 11月28日上午9:00."""
    days = (timezone.localdate(end) - timezone.localdate(start)).days
    if days == 0:
        return clock_time(end)
    if days > 1:
        return moment(end)
    if timezone.localtime(end).time() == MIDNIGHT:
        return until(end, start)
    return _("第二天%(clock)s") % {"clock": clock_time(end)}


def people_until(people: Iterable[Standing], end: datetime, at: datetime) -> str:
    """王来顺（村干部）、冯桂花（值班员），到下午5:30"""
    named = [
        _("%(name)s（%(post)s）") % {"name": person.user.name, "post": person.post}
        for person in people
    ]
    return _("%(names)s，到%(until)s") % {"names": _("、").join(named), "until": until(end, at)}
