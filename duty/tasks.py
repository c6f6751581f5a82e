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
    actions.enrol_members(centers=centers, since=timezone.localdate(at))
    return actions.extend_rosters(at=at)
