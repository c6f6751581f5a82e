from celery import shared_task
from django.utils import timezone

from centers.models import Center
from config import clock
from duty import actions


@shared_task(name="duty.tasks.extend_rosters")
def extend_rosters() -> int:
    """Whoever got a post stands duty from the first day that is not yet filled."""
    at = clock.now()
    centers = Center.objects.select_related("unit__region")
    actions.follow_calendar(at=at)
    actions.enrol_members(centers=centers, since=timezone.localdate(at))
    return actions.extend_rosters(at=at)


@shared_task(name="duty.tasks.follow_calendar")
def follow_calendar() -> int:
    """Sent by name when a day of the calendar changes; the nightly work does the same."""
    return actions.follow_calendar(at=clock.now())


@shared_task(name="duty.tasks.look_ahead")
def look_ahead() -> int:
    """What has to be told in the coming days is planned; offers of shifts that have begun are off."""
    at = clock.now()
    actions.expire_swaps(at=at)
    return actions.plan_warnings(at=at)


@shared_task(name="duty.tasks.credit_shifts")
def credit_shifts() -> int:
    """What was stood since the last time, and what was changed afterwards."""
    at = clock.now()
    written = actions.credit_shifts(at=at)
    actions.credit_long_leave(at=at)
    return written
