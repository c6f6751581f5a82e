from celery import shared_task

from config import clock
from duty import actions


@shared_task(name="duty.tasks.extend_rosters")
def extend_rosters() -> int:
    return actions.extend_rosters(at=clock.now())
