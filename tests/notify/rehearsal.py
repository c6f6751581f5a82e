"""A topic of the tests' own. Importing it registers its handler, in a worker too.

The subject is the key of a unit, so that it can be locked as a real topic locks a ticket;
each due rung tells the unit's robot once.
"""

from __future__ import annotations

import sys
from datetime import datetime

from django.db import transaction

from accounts.models import Unit
from notify import actions, handlers
from notify.models import Alert, AlertState

TOPIC = "rehearsal"
BROKEN_RUNG = "broken"


def handle(subject: int, at: datetime) -> int:
    with transaction.atomic():
        unit = (
            Unit.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=subject)
            .first()
        )
        if unit is None:
            return 0
        due = list(Alert.objects.due(at).of(TOPIC, subject).order_by("due_at", "pk"))
        for alert in due:
            if alert.rung == BROKEN_RUNG:
                raise RuntimeError("this handler is broken")
            actions.tell_unit(
                unit=unit,
                text=f"{subject} {alert.rung}",
                cause=f"{TOPIC}:{subject}:{alert.rung}",
                at=at,
            )
        return actions.settle(alert_ids=[alert.pk for alert in due], state=AlertState.DONE, at=at)


handlers.register(TOPIC, handle)


def main() -> None:
    """A process of its own: says when it is ready, sweeps at the instant it is told."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    actions.sweep(at=datetime.fromisoformat(sys.stdin.readline().strip()))


if __name__ == "__main__":
    main()
