from celery import shared_task

from config import clock
from portal.retention import run_retention


@shared_task(name="portal.tasks.retention")
def retention() -> None:
    run_retention(at=clock.now())
