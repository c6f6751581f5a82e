"""The sweep: what is due is handed to its handlers, what waits in the outbox to the gateways.

In turns: urgent rungs and messages, then a bounded number of the others, then a look at the
urgent ones again. So a thousand reminders of an evening hold up no urgent matter.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from config import clock
from notify import claims, handlers
from notify.actions.delivery import ERROR_LIMIT, Delivery, close_dead_claims
from notify.actions.jobs import pick_up_jobs
from notify.models import Alert, SweepRun
from notify.timing import next_try_of_alert

log = logging.getLogger(__name__)

KEEP_RUNS = timedelta(days=2)
# What a handler starts may itself be past due already (视同受理 after a standstill).
MOST_ROUNDS = 5
A_TURN = 50  # subjects, and messages, between two looks at the urgent ones

Subject = tuple[str, int]


def sweep(*, at: datetime, within: timedelta | None = None) -> SweepRun:
    """Do once everything that is due; safe to run twice, by two workers, and to be killed.

    1. messages in the hands of a sweep that died are listed as unknown
    2. in turns: urgent rungs go to their topics' handlers and urgent messages to the gateways,
       then some of the others, subject by subject, longest wait first
    3. long work that waits is given to a worker again, what a dead one left is named
    4. the run is written down, which /healthz/sweep watches; old runs are dropped
    After `within` no other turn begins: what is left over is for the next sweep.
    """
    run = SweepRun.objects.create(started_at=at)
    with claims.holding(run.pk):
        close_dead_claims(at=at)
        run.fired, run.sent = _in_turns(run.pk, at, within)
        pick_up_jobs(at=at)
    run.finished_at = clock.now()  # not `at`: whoever watches wants to know when it really ended
    run.save(update_fields=["fired", "sent", "finished_at"])
    SweepRun.objects.filter(started_at__lt=at - KEEP_RUNS).delete()
    return run


def _in_turns(claim: int, at: datetime, within: timedelta | None) -> tuple[int, int]:
    """Answers how many rungs were settled and how many messages sent."""
    until = float("inf") if within is None else time.monotonic() + within.total_seconds()
    began = clock.now()
    firing, delivery = Firing(), Delivery(claim=claim)
    while True:
        # not `at` alone: what became urgent while this sweep worked must not wait for its end
        moment = at + (clock.now() - began)
        firing.urgent(moment)
        delivery.hand_on(moment, urgent=True)
        moved = firing.turn(moment) + delivery.hand_on(moment, urgent=False, most=A_TURN)
        if not moved or time.monotonic() > until:
            return firing.fired, delivery.sent


def fire(*, at: datetime) -> int:
    """Hand every due subject to its handler, without the outbox."""
    firing = Firing()
    firing.urgent(at)
    while firing.turn(at):
        firing.urgent(at)
    return firing.fired


class Firing:
    """The rungs of one sweep. A subject that does not move is not asked again, one that does a few times."""

    def __init__(self) -> None:
        self.fired = 0
        self._rounds: Counter[Subject] = Counter()

    def urgent(self, at: datetime) -> None:
        """Every urgent rung that is due, until nothing more is settled."""
        while subjects := self._waiting(Alert.objects.ready(at).urgent().subjects()):
            self._hand_over(subjects, at)

    def turn(self, at: datetime) -> int:
        """Some of the others; answers how many subjects there were."""
        subjects = self._waiting(Alert.objects.ready(at).not_urgent().subjects())[:A_TURN]
        self._hand_over(subjects, at)
        return len(subjects)

    def _waiting(self, subjects: Sequence[Subject]) -> list[Subject]:
        return [subject for subject in subjects if self._rounds[subject] < MOST_ROUNDS]

    def _hand_over(self, subjects: Sequence[Subject], at: datetime) -> None:
        for topic in dict.fromkeys(topic for topic, _key in subjects):
            keys = [key for its, key in subjects if its == topic]
            if together := handlers.together_for(topic):
                self._settle_together(topic, together, keys, at)
            else:
                for key in keys:
                    self._settle(topic, key, at)

    def _settle_together(
        self, topic: str, together: handlers.Together, keys: Sequence[int], at: datetime
    ) -> None:
        """One that breaks must not stop the others: then each is tried alone."""
        try:
            settled = together(keys, at)
        except Exception:
            log.exception("alert_handler_broke", extra={"topic": topic, "subjects": len(keys)})
            for key in keys:
                self._settle(topic, key, at)
        else:
            self._count(settled, [(topic, key) for key in keys])

    def _settle(self, topic: str, key: int, at: datetime) -> None:
        try:
            settled = handlers.handler_for(topic)(key, at)
        except Exception as error:
            log.exception("alert_handler_broke", extra={"topic": topic, "subject": key})
            _note_breakdown(topic, key, error, at)
            settled = 0
        self._count(settled, [(topic, key)])

    def _count(self, settled: int, subjects: Sequence[Subject]) -> None:
        self.fired += settled
        for subject in subjects:
            self._rounds[subject] += 1 if settled else MOST_ROUNDS


def _note_breakdown(topic: str, subject: int, error: Exception, at: datetime) -> None:
    """The subject's due rungs are tried again, later each time; they are never given up."""
    due = Alert.objects.of(topic, subject).ready(at)
    attempts = max(due.values_list("attempts", flat=True), default=0) + 1
    due.update(
        attempts=attempts,
        retry_at=next_try_of_alert(attempts, at),
        last_error=f"{type(error).__name__}: {error}"[:ERROR_LIMIT],
    )
