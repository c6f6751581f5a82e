from celery import shared_task

from config import clock
from notify import actions


@shared_task
def sweep() -> None:
    actions.sweep(at=clock.now())
