"""Starting, doing and clearing away long work."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config import clock
from config.celery import send
from config.errors import Refusal
from notify import claims, jobs
from notify.models import Job, JobState

log = logging.getLogger(__name__)

DO_JOB = "notify.tasks.do_job"
KEPT = timedelta(days=7)
WAITING_LIMIT = 3


def start_job(
    *,
    kind: str,
    owner: User,
    title: str,
    at: datetime,
    arguments: dict[str, Any] | None = None,
    content: bytes = b"",
    personal: bool = False,
) -> Job:
    """Queue long work and wake a worker; without a broker the next sweep does.

    `content` is an uploaded file. `personal`: the result asks for the password again.
    Refuses a fourth unfinished job of one person: a double click starts nothing twice.
    """
    jobs.work_for(kind)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        if Job.objects.visible_to(owner).unfinished().count() >= WAITING_LIMIT:
            raise Refusal(_("您已经有几件活在排队，等做完再开始新的"))
        job = Job(
            kind=kind,
            owner=owner,
            title=title,
            arguments=arguments or {},
            personal=personal,
            created_at=at,
        )
        if content:
            place = jobs.new_file()
            place.write_bytes(content)
            job.input_file = place.name
        job.save()
        send(DO_JOB, job.pk)
    return job


def do_job(*, job_id: int, at: datetime) -> None:
    """Do waiting work once; leaves at once when another worker has it or it was done."""
    with claims.if_dead(job_id, claims.JOBS) as free:
        if not (
            free
            and Job.objects.filter(pk=job_id, state=JobState.WAITING).update(state=JobState.RUNNING)
        ):
            return
        job = Job.objects.select_related("owner").get(pk=job_id)
        progress = jobs.Progress(job.pk)
        try:
            outcome = jobs.work_for(job.kind)(job, progress, at)
        except Refusal as refusal:
            _fail(job, refusal.message)
        except jobs.Faulty as faulty:
            _fail(job, faulty.message, faulty.problems)
        except Exception:
            log.exception("job_broke", extra={"job": job.pk, "kind": job.kind})
            _fail(job, _("程序出错了，什么都没有改。请告诉维护的人"))
        else:
            job.result, job.url = outcome.text, outcome.url
            job.output_file, job.output_name = outcome.output_file, outcome.output_name
            job.done, job.total = progress.done, progress.total
            _end(job, JobState.DONE)


def pick_up_jobs(*, at: datetime) -> None:
    """Wake workers for what still waits; name as failed what a worker left when it died."""
    for job in Job.objects.unfinished().order_by("pk"):
        if job.state == JobState.WAITING:
            send(DO_JOB, job.pk)
            continue
        with claims.if_dead(job.pk, claims.JOBS) as dead:
            job.refresh_from_db()
            if dead and job.state == JobState.RUNNING:
                _fail(job, _("做到一半断了，什么都没有改。请再做一次"))


def forget_jobs(*, at: datetime) -> int:
    """Drop work that ended days ago, with its files."""
    old = list(Job.objects.filter(finished_at__lt=at - KEPT))
    for job in old:
        drop_files(job)
    Job.objects.filter(pk__in=[job.pk for job in old]).delete()
    return len(old)


def drop_files(job: Job) -> None:
    for name in filter(None, (job.input_file, job.output_file)):
        (jobs.folder() / name).unlink(missing_ok=True)


def _fail(job: Job, sentence: str, problems: list[str] | None = None) -> None:
    job.result, job.problems = sentence, problems or []
    _end(job, JobState.FAILED)


def _end(job: Job, state: JobState) -> None:
    job.state = state
    job.finished_at = clock.now()  # the work took its time; `at` was read when it began
    job.save()
