from datetime import timedelta

from celery import shared_task

from config import clock
from notify import actions

# Beat asks for one every half minute; what is left over is for the next, which begins with the urgent.
LONGEST_SWEEP = timedelta(seconds=20)


@shared_task
def sweep() -> None:
    actions.sweep(at=clock.now(), within=LONGEST_SWEEP)


@shared_task
def do_job(job_id: int) -> None:
    actions.do_job(job_id=job_id, at=clock.now())


@shared_task
def tidy() -> None:
    actions.forget_jobs(at=clock.now())
