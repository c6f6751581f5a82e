from celery import shared_task
from django.core.management import call_command

from accounts import limits
from config import clock


@shared_task
def tidy() -> None:
    """Forget the counters of hours and the sessions that are over."""
    limits.thin(clock.now())
    call_command("clearsessions")
