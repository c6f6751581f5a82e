"""The demonstration county on duty: every village answerable at every minute (DESIGN 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from centers.models import Center
from duty import actions
from regions.models import Region

DAYS_BACK, DAYS_AHEAD = 7, 60


def fill(county: Region, at: datetime, rng: Random) -> int:
    """Shifts, members from the posts, rosters from a week ago to two months ahead; how many shifts.

    `rng` is not asked: the rotation is the same for everybody who fills the same county.
    """
    today = timezone.localdate(at)
    first = today - timedelta(days=DAYS_BACK + 1)  # the night before the first day is still running
    centers = list(Center.objects.below(county).select_related("unit__region__parent"))
    actions.load_shift_templates()
    actions.enrol_members(centers=centers, since=first)
    return actions.build_rosters(
        centers=centers, first=first, last=today + timedelta(days=DAYS_AHEAD + 1), at=at
    )
