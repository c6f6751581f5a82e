"""The sweep: what is due is handed to its handlers, what waits in the outbox to the gateways."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from config import clock
from notify import claims, handlers
from notify.actions.delivery import ERROR_LIMIT, close_dead_claims, deliver
from notify.actions.jobs import pick_up_jobs
from notify.models import Alert, SweepRun
from notify.timing import next_try_of_alert

log = logging.getLogger(__name__)

KEEP_RUNS = timedelta(days=2)
MOST_ROUNDS = 5


def sweep(*, at: datetime) -> SweepRun:
    """Do once everything that is due; safe to run twice, by two workers, and to be killed.

    1. due rungs go to their topics' handlers, subject by subject, longest wait first
    2. messages in the hands of a sweep that died are listed as unknown
    3. waiting messages are handed to the gateways
    4. long work that waits is given to a worker again, what a dead one left is named
    5. the run is written down, which /healthz/sweep watches; old runs are dropped
    """
    run = SweepRun.objects.create(started_at=at)
    with claims.holding(run.pk):
        run.fired = fire(at=at)
        close_dead_claims(at=at)
        run.sent = deliver(claim=run.pk, at=at)
        pick_up_jobs(at=at)
    run.finished_at = clock.now()  # not `at`: whoever watches wants to know when it really ended
    run.save(update_fields=["fired", "sent", "finished_at"])
    SweepRun.objects.filter(started_at__lt=at - KEEP_RUNS).delete()
    return run


def fire(*, at: datetime) -> int:
    """Hand every due subject to its handler; a broken one is noted and stops nobody else.

    What a handler starts may itself be past due already (视同受理 after a standstill), so look
    again until nothing more was settled.
    """
    fired = 0
    for _round in range(MOST_ROUNDS):
        settled = _fire_once(at)
        fired += settled
        if not settled:
            break
    return fired


def _fire_once(at: datetime) -> int:
    settled = 0
    for topic, subject in Alert.objects.ready(at).subjects():
        try:
            settled += handlers.handler_for(topic)(subject, at)
        except Exception as error:
            log.exception("alert_handler_broke", extra={"topic": topic, "subject": subject})
            _note_breakdown(topic, subject, error, at)
    return settled


def _note_breakdown(topic: str, subject: int, error: Exception, at: datetime) -> None:
    """The subject's due rungs are tried again, later each time; they are never given up."""
    due = Alert.objects.of(topic, subject).ready(at)
    attempts = max(due.values_list("attempts", flat=True), default=0) + 1
    due.update(
        attempts=attempts,
        retry_at=next_try_of_alert(attempts, at),
        last_error=f"{type(error).__name__}: {error}"[:ERROR_LIMIT],
    )
