"""The theme of a centre's month: one a month, and a month without one shows in the county's report (B34)."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef

from activities.models import MonthTheme
from centers.models import Center
from centers.querysets import CenterQuerySet
from regions.models import Region


def month_of(day: date) -> date:
    return day.replace(day=1)


def theme_of(center: Center, day: date) -> MonthTheme | None:
    return MonthTheme.objects.filter(center=center, month=month_of(day)).first()


def without_theme(centers: CenterQuerySet, day: date) -> CenterQuerySet:
    """The village centres among these whose month has no theme; one centre: `theme_of`."""
    themes = MonthTheme.objects.filter(center=OuterRef("pk"), month=month_of(day))
    return centers.of_villages().filter(~Exists(themes))


def centers_without_theme(region: Region, day: date) -> CenterQuerySet:
    """What the report of a region lists."""
    return without_theme(Center.objects.below(region), day)
