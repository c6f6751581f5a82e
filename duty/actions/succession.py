"""A village was merged into another: nobody stands duty in the closed centre any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit
from centers.models import Center
from duty.models import Assignment, DutyMember, Shift
from regions.models import Region


@transaction.atomic
def follow(*, region: Region, at: datetime) -> int:
    """Cancel what has not begun; answers how many shifts.

    1. A shift that runs goes on to its end: somebody may be sitting there.
    2. The people of cancelled shifts are free to stand at the successor's centre.
    3. The rotation asks nobody for the closed centre again.
    """
    closed = Center.objects.filter(unit__in=Unit.objects.regional(region))
    keys = list(closed.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    coming = Shift.objects.filter(center__in=keys, start__gt=at, cancelled=False)
    Assignment.objects.filter(shift__in=coming, status=Assignment.Status.ACTIVE).update(
        status=Assignment.Status.CANCELLED
    )
    today = timezone.localdate(at)
    members = DutyMember.objects.filter(center__in=keys, active_from__lt=today)
    members.active_on(today).update(active_until=today)
    return coming.update(cancelled=True)
