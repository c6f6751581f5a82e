from celery import shared_task

from config import clock
from notify import actions


@shared_task
def sweep() -> None:
    actions.sweep(at=clock.now())


@shared_task
def do_job(job_id: int) -> None:
    actions.do_job(job_id=job_id, at=clock.now())


@shared_task
def tidy() -> None:
    actions.forget_jobs(at=clock.now())
