"""The light of a matter's row and the words for how long: 超时1天, 办还剩3天 (screens.md 1.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from regions.wording import relative
from services import workflow
from services.choices import ClockKind
from services.models import Clock, Ticket
from services.reader import Reader
from services.wording import owed_word, staff_word

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def share_of(ticket: Ticket, reader: Reader) -> Clock | None:
    """The clock of the part that the reader's unit owes of another unit's matter."""
    return next(
        (
            clock
            for clock in getattr(ticket, "running_clocks", [])
            if clock.is_of_called_in and clock.unit_id in reader.units
        ),
        None,
    )


def part_of(ticket: Ticket, group: str, reader: Reader, at: datetime) -> Clock | None:
    """The reader's own share, else the late one for which the matter stands among what is late."""
    own = share_of(ticket, reader)
    if own is not None or group != "overdue" or ticket.is_overdue(at):
        return own
    running: list[Clock] = getattr(ticket, "running_clocks", [])
    late = (clock for clock in running if clock.is_of_called_in and clock.is_past_due(at))
    return next(late, None)


def light_of(
    ticket: Ticket, group: str, at: datetime, share: Clock | None = None
) -> tuple[str, str]:
    """The tag of the first line: its light and its word; of a unit that was called in, its `share`."""
    if group == "urgent":
        return "urgent", _("急")
    if share is not None:
        return _light_of_clock(share, at)
    if ticket.is_overdue(at) and ticket.overdue_at:
        return "overdue", late_words(ticket.overdue_at, at)
    if ticket.paused:
        return "paused", staff_word(ticket, at)
    clock = next_clock(ticket, group)
    if clock is None or ticket.status == workflow.AWAITING_MATERIALS:
        return "ok", staff_word(ticket, at)
    if group == "accept" and timezone.localdate(clock.due_at) > timezone.localdate(at):
        return ("soon" if clock.warn_at <= at else "ok"), _("新来的")
    return _light_of_clock(clock, at)


def _light_of_clock(clock: Clock, at: datetime) -> tuple[str, str]:
    if clock.due_at <= at:
        late = late_words(clock.due_at, at)
        # a late call is not a late matter, and must not read like one
        called = clock.kind == ClockKind.CONTACT
        return "overdue", _("联系%(late)s") % {"late": late} if called else late
    if timezone.localdate(clock.due_at) == timezone.localdate(at):
        return "soon", relative(clock.due_at, at)
    return ("soon" if clock.warn_at <= at else "ok"), owed_words(clock, at)


def next_clock(ticket: Ticket, group: str = "") -> Clock | None:
    """What the unit that leads owes next, or by when an offer is to be signed; the parts of others are not its light."""
    running: list[Clock] = getattr(ticket, "running_clocks", [])
    counting = [clock for clock in running if not (clock.paused or clock.is_of_called_in)]
    offers = [clock for clock in counting if clock.kind == ClockKind.TAKE and group == "take"]
    return next(iter(offers or counting), None)


def late_words(due_at: datetime, at: datetime) -> str:
    """超时1天; before a day has passed 超时2小时, 超时40分钟."""
    late = at - due_at
    if late >= DAY:
        return _("超时%(count)s天") % {"count": late.days}
    if late >= HOUR:
        return _("超时%(count)s小时") % {"count": late // HOUR}
    return _("超时%(count)s分钟") % {"count": max(late // timedelta(minutes=1), 1)}


def owed_words(clock: Clock, at: datetime) -> str:
    """办还剩3天, 回话还剩2小时: a bare number of days would not say of what."""
    left = left_words(clock.due_at, at)
    if clock.due_at <= at:
        return left
    return _("%(what)s%(left)s") % {"what": owed_word(clock), "left": left}


def left_words(due_at: datetime, at: datetime) -> str:
    """还剩2小时, from tomorrow on by days: 还剩3天."""
    left = due_at - at
    if left < timedelta(0):
        return late_words(due_at, at)
    days = (timezone.localdate(due_at) - timezone.localdate(at)).days
    if days > 1 or left >= DAY:
        return _("还剩%(count)s天") % {"count": max(days, 1)}
    if left >= HOUR:
        return _("还剩%(count)s小时") % {"count": left // HOUR}
    return _("还剩%(count)s分钟") % {"count": max(left // timedelta(minutes=1), 1)}
