"""When a failed hand-over is tried again, and the hours in which nobody's phone rings."""

from datetime import datetime, time, timedelta

from config.clock import LOCAL

# A message is given up after the last of these; an alert is never given up, it keeps the longest wait.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
)

QUIET_FROM = time(21)
QUIET_UNTIL = time(7)


def next_try(attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None when it is time to give up."""
    return at + WAITS[attempts - 1] if attempts <= len(WAITS) else None


def next_try_of_alert(attempts: int, at: datetime) -> datetime:
    return at + WAITS[min(attempts, len(WAITS)) - 1]


def is_quiet(at: datetime) -> bool:
    """Quiet hours 21-7, local time: an SMS waits unless it is urgent (B57)."""
    local = at.astimezone(LOCAL).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def next_morning(at: datetime) -> datetime:
    """The next end of the quiet hours after `at`."""
    local = at.astimezone(LOCAL)
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return datetime.combine(day, QUIET_UNTIL, LOCAL)


def start_of_day(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(LOCAL).date(), time(0), LOCAL)
