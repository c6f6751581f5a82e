"""Planning and settling the rungs of a subject. The caller holds the subject's lock."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from notify.models import Alert, AlertState


@transaction.atomic
def plan(*, topic: str, subject: int, revision: int, rungs: Sequence[tuple[str, datetime]]) -> None:
    """Make exactly these rungs stand for the subject, whatever was planned before.

    1. unsent rungs of other revisions, and those not named, are cancelled
    2. unsent rungs that are named get their date, suspended and cancelled ones stand again
    3. missing rungs are added
    Rungs that were sent or skipped are history: they stay, and are not sent a second time.
    """
    named = dict(rungs)
    known = list(Alert.objects.of(topic, subject).select_for_update().order_by("pk"))
    current = {alert.rung: alert for alert in known if alert.revision == revision}
    dropped = [
        alert.pk
        for alert in known
        if alert.is_unsent and (alert.revision != revision or alert.rung not in named)
    ]
    moved = [
        alert
        for rung, due_at in named.items()
        if (alert := current.get(rung))
        and not alert.is_handled
        and (alert.due_at != due_at or alert.state != AlertState.PLANNED)
    ]
    for alert in moved:
        alert.due_at, alert.state = named[alert.rung], AlertState.PLANNED
        alert.attempts, alert.retry_at, alert.last_error = 0, None, ""
    missing = [
        Alert(topic=topic, subject=subject, revision=revision, rung=rung, due_at=due_at)
        for rung, due_at in named.items()
        if rung not in current
    ]
    if dropped:
        Alert.objects.filter(pk__in=dropped).update(state=AlertState.CANCELLED)
    if moved:
        Alert.objects.bulk_update(moved, ["due_at", "state", "attempts", "retry_at", "last_error"])
    if missing:
        Alert.objects.bulk_create(missing)


def plan_new(*, topic: str, rungs: Sequence[tuple[int, int, str, datetime]]) -> None:
    """(subject, revision, rung, due) of subjects that are new: one statement, nothing to compare with.

    The database refuses a rung that stands already.
    """
    if rungs:
        Alert.objects.bulk_create(
            Alert(topic=topic, subject=subject, revision=revision, rung=rung, due_at=due_at)
            for subject, revision, rung, due_at in rungs
        )


def cancel(*, topic: str, subject: int) -> None:
    """Cancel everything of the subject that was not sent: the matter is over."""
    Alert.objects.of(topic, subject).unsent().update(state=AlertState.CANCELLED)


def suspend(*, topic: str, subject: int) -> None:
    """Hold back what was not sent, until `plan` gives new dates: the clock is paused."""
    Alert.objects.of(topic, subject).unsent().update(state=AlertState.SUSPENDED)


def settle(*, alert_ids: Iterable[int], state: str, at: datetime) -> int:
    """Record what a handler did with due rungs (done, skipped, cancelled); answers how many."""
    return (
        Alert.objects.filter(pk__in=list(alert_ids))
        .unsent()
        .update(state=state, handled_at=at, retry_at=None, last_error="")
    )
