from celery import shared_task
from django.core.management import call_command

from accounts import limits
from accounts.uploads import actions as uploads
from config import clock


@shared_task
def tidy() -> None:
    """Forget the counters of hours, the sessions that are over and files that belong to nothing."""
    limits.thin(clock.now())
    uploads.drop_orphans()
    call_command("clearsessions")
