"""The rungs of a clock: when whom is told before and after it is due (B17, B48; DESIGN 4.2 Alerts).

Planning only; `services.alerts` settles what has fallen due. Ordinary rungs wait for
working time, urgent ones do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from notify import actions as notify
from regions.workingtime import WorkingTime
from services.choices import Basis, ClockKind
from services.deadlines import working_days_later

if TYPE_CHECKING:
    from services.models import Clock, Ticket

CLOCK_TOPIC = "clock"
URGENT_TOPIC = "urgent"
MATERIALS_TOPIC = "materials"
PLANNED_TOPIC = "planned"
UNSAMPLED_TOPIC = "unsampled"
APPOINTMENT_TOPIC = "appointment"
PAUSE_TOPIC = "pause"

YELLOW, DUE, OVERSIGHT, COUNTY = "yellow", "due", "oversight", "county"
REMINDERS = frozenset({YELLOW})
AFTER_DUE = {OVERSIGHT: 1, COUNTY: 5}

URGENT_RUNGS = (
    ("at_once", timedelta(0)),
    ("township", timedelta(minutes=15)),
    ("county", timedelta(minutes=30)),
)

# A clock of these kinds has the whole ladder; the others only remind.
WHOLE_LADDER = frozenset(
    {
        ClockKind.HANDLE,
        ClockKind.STEP,
        ClockKind.FEEDBACK,
        ClockKind.TAKE,
        ClockKind.CONTACT,
        ClockKind.RECTIFY,
    }
)


def rungs(clock: Clock, calendar: WorkingTime) -> list[tuple[str, datetime]]:
    """Every rung of a running clock. Deemed acceptance happens at due itself, not in working time."""
    if clock.basis == Basis.HOUR:
        found = [(YELLOW, clock.warn_at), (DUE, clock.due_at)]
        wait = False
    else:
        found = [(YELLOW, calendar.next_working_instant(clock.warn_at)), (DUE, clock.due_at)]
        wait = clock.kind != ClockKind.ACCEPT
    if wait:
        found[1] = (DUE, calendar.next_working_instant(clock.due_at))
    if clock.kind in WHOLE_LADDER:
        found += [
            (rung, calendar.next_working_instant(working_days_later(clock.due_at, days, calendar)))
            for rung, days in AFTER_DUE.items()
        ]
    return found


def plan_clock(clock: Clock, calendar: WorkingTime) -> None:
    """Make the alerts equal to the clock: cancelled when stopped, held back when paused."""
    if not clock.is_running:
        notify.cancel(topic=CLOCK_TOPIC, subject=clock.pk)
    elif clock.paused:
        notify.suspend(topic=CLOCK_TOPIC, subject=clock.pk)
    else:
        notify.plan(
            topic=CLOCK_TOPIC,
            subject=clock.pk,
            revision=clock.revision,
            rungs=rungs(clock, calendar),
        )


def plan_new(clocks: Iterable[Clock], calendar: WorkingTime) -> None:
    """The rungs of clocks that were just started, in one statement: nothing can stand for them yet."""
    notify.plan_new(
        topic=CLOCK_TOPIC,
        rungs=[
            (clock.pk, clock.revision, rung, due_at)
            for clock in clocks
            for rung, due_at in rungs(clock, calendar)
        ],
    )


def plan_urgent(ticket: Ticket, at: datetime) -> None:
    """At once, after 15 and after 30 minutes, until somebody has taken it."""
    notify.plan(
        topic=URGENT_TOPIC,
        subject=ticket.pk,
        revision=ticket.last_seq,
        rungs=[(rung, at + wait) for rung, wait in URGENT_RUNGS],
    )


def cancel_urgent(ticket: Ticket, at: datetime) -> None:
    """Somebody has taken it: no further rung, and nobody need be phoned any more."""
    notify.cancel(topic=URGENT_TOPIC, subject=ticket.pk)
    notify.call_off(about=f"ticket:{ticket.number}", at=at)


def plan_one(topic: str, ticket: Ticket, planned: list[tuple[str, datetime]]) -> None:
    """Rungs that hang on the matter itself: missing papers, a planned date, no call-back drawn."""
    notify.plan(topic=topic, subject=ticket.pk, revision=ticket.last_seq, rungs=planned)


def cancel_one(topic: str, ticket: Ticket) -> None:
    notify.cancel(topic=topic, subject=ticket.pk)
