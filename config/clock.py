"""The only place that reads the clock. Everywhere else the instant is passed in as `at`."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

LOCAL = ZoneInfo("Asia/Shanghai")


def system_now() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """The portal's present instant: the system's, moved by CLOCK in a demonstration."""
    shift: timedelta = settings.CLOCK_SHIFT
    return system_now() + shift


def shift_from(clock: str, started_at: str = "") -> timedelta:
    """How far CLOCK moves the portal's clock.

    `started_at` is the system's instant at which CLOCK began to run. `make run` passes
    it on to web, worker and beat, so that all three tell the same time.
    """
    if not clock:
        return timedelta(0)
    begin = datetime.fromisoformat(started_at) if started_at else system_now()
    told = datetime.fromisoformat(clock)
    return (told if told.tzinfo else told.replace(tzinfo=LOCAL)) - begin
