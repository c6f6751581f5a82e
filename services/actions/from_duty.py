"""What duty hands to the desk: a line of the log as a matter, and web asks that pass with the shift (B12, B24)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from config.errors import Refusal
from duty import actions as duty
from duty.coverage import answerable
from duty.models import Assignment, DutyLogEntry, Handover, Leave, Shift
from duty.permissions import may_write_log
from services.actions.intake import submit
from services.actions.said import Intake
from services.actions.turn import turn_by_itself
from services.choices import Channel, Kind, Status
from services.models import LoggedMatter, Ticket
from services.querysets import TicketQuerySet

BECOME_MATTERS = (DutyLogEntry.Kind.INCIDENT, DutyLogEntry.Kind.OPINION)


@transaction.atomic
def matter_from_log(*, entry: DutyLogEntry, by: User, at: datetime) -> Ticket:
    """One tap: an opinion becomes a matter, an incident an urgent one, which wakes whoever has to know.

    Whoever wrote the line is first contact. A second tap answers the same matter.
    """
    entry = (
        DutyLogEntry.objects.select_for_update(of=("self",))
        .select_related("center__unit__region", "by")
        .get(pk=entry.pk)
    )
    if not may_write_log(by, entry.center):
        raise Refusal(_("您不在这个中心值班，不能记值班"))
    if entry.kind not in BECOME_MATTERS:
        raise Refusal(_("只有突发和意见建议能转成一件事"))
    known = LoggedMatter.objects.select_related("ticket").filter(entry=entry).first()
    if known is not None:
        return known.ticket
    region = entry.center.unit.region
    incident = entry.kind == DutyLogEntry.Kind.INCIDENT
    said = Intake(
        region=region,
        channel=Channel.DUTY_LOG,
        text=entry.text,
        place=_("%(place)s（值班记录）") % {"place": region.short_name},
        kind=Kind.HELP if incident else Kind.OPINION,
        urgent=incident,
        first_contact=entry.by,
    )
    ticket = submit(intake=said, at=at, by=by)
    LoggedMatter.objects.create(entry=entry, ticket=ticket)
    return ticket


def take_over(*, shift: Shift, by: User, at: datetime, seen: Collection[int]) -> Handover:
    """A shift is taken over with everything that hangs on it.

    1. the open matters were read; the handover is written (`duty.actions.take_over`)
    2. web asks that nobody has accepted or phoned about pass to whoever takes over: they become
       first contact; after the first talk it stays for good, and so it does when they still stand
    """
    with transaction.atomic():
        handover = duty.take_over(shift=shift, by=by, at=at, seen=seen)
        unit = shift.center.unit
        standing = {person.pk for person in answerable(unit, at)} | {by.pk}
        for key in (
            untouched_asks(unit).exclude(first_contact__in=standing).values_list("pk", flat=True)
        ):
            _pass_on(key, by, by, at, _("交接班"))
    return handover


@transaction.atomic
def mark_away(
    *,
    assignment: Assignment,
    end: datetime,
    by: User,
    at: datetime,
    user: User | None = None,
    never_came: bool = False,
    note: str = "",
) -> Leave:
    """Somebody on duty cannot stand (`duty.actions.mark_away`), and what only they could know of goes on.

    Web asks of which they are first contact and that nobody has accepted or phoned about pass to
    whoever stands there now; where nobody does they stay, and the township's number answers.
    """
    leave = duty.mark_away(
        assignment=assignment, end=end, by=by, at=at, user=user, never_came=never_came, note=note
    )
    unit = leave.center.unit
    standing = answerable(unit, at)
    if standing and leave.user not in standing:
        to = next((person for person in standing if person == user), standing[0])
        asks = untouched_asks(unit).filter(first_contact=leave.user)
        for key in asks.values_list("pk", flat=True):
            _pass_on(key, to, by, at, _("临时顶班"))
    return leave


def untouched_asks(unit: Unit) -> TicketQuerySet:
    """Asked in the browser, at that unit, and nobody has accepted it or picked up the phone."""
    waiting = Ticket.objects.filter(
        unit=unit,
        channel=Channel.WEB,
        status=Status.SUBMITTED,
        confidential=False,
        contacted_at=None,
        holder=None,
    )
    return waiting.exclude(events__verb="contact").order_by("pk")


def _pass_on(key: int, to: User, by: User, at: datetime, why: str) -> None:
    with turn_by_itself(key, at=at, by=by) as step:
        if step is None or step.ticket.status != Status.SUBMITTED or step.ticket.contacted_at:
            return
        before = step.ticket.first_contact
        step.ticket.first_contact = to
        step.record("change_first_contact", text=why, user=to.pk, before=before.pk)
        said = {"name": to.name, "number": step.ticket.number}
        step.tell([before], _("接班的%(name)s接过去了：%(number)s") % said)
        if to != by:
            step.tell([to], _("现在您值班，群众在网上问的%(number)s由您接") % said)
