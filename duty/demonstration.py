"""The demonstration county on duty: every village answerable at every minute (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from accounts.models import User
from centers.models import Center
from duty import actions
from duty.models import Assignment, DutyMember, Handover, Shift
from regions.models import Region

DAYS_BACK, DAYS_AHEAD = 7, 60


def put_on_duty(user: User, at: datetime) -> bool:
    """So that a log-in of the demonstration stands there at its start: in the running place of the own category."""
    members = DutyMember.objects.filter(user=user).select_related("center")
    for member in members:
        running = Assignment.objects.covering(at).filter(shift__center=member.center)
        if running.filter(user=user).exists():
            return True
        place = running.filter(category=member.category).order_by("pk").first()
        if place is not None:
            place.member, place.user = member, user
            place.save(update_fields=["member", "user"])
            return True
    return False


def take_over_past(county: Region, at: datetime, but_for: Iterable[User] = ()) -> int:
    """Every shift that has begun was taken over by somebody of it, but for the one that these stand now."""
    begun = Shift.objects.filter(
        center__unit__region__path__startswith=county.path, start__lte=at, handover=None
    )
    first: dict[int, tuple[int, datetime]] = {}
    rows = Assignment.objects.active().filter(shift__in=begun, user__isnull=False).order_by("-pk")
    for shift, user, start in rows.values_list("shift_id", "user_id", "shift__start"):
        first[shift] = (user, start)
    now = Assignment.objects.covering(at).filter(user__in=but_for)
    waiting = set(now.values_list("shift_id", flat=True))
    taken = Handover.objects.bulk_create(
        Handover(shift_id=shift, taken_by_id=user, taken_at=start)
        for shift, (user, start) in first.items()
        if shift not in waiting
    )
    return len(taken)


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
