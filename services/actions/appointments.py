"""领办 and visits at home: when, where and with whom; changed or called off with a reason (B15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import active_posts
from config.clock import LOCAL
from config.errors import Conflict, Refusal
from regions.wording import instant
from services import ladder
from services.actions.reasons import require_reason
from services.actions.turn import Turn, turn
from services.choices import AppointmentKind, AppointmentOutcome
from services.models import Appointment, Ticket

PLACE_LIMIT = 60
FURTHEST = timedelta(days=180)
EVENING = time(18)
NOTE_LIMIT = 200


@dataclass(frozen=True)
class Plan:
    """When somebody of ours meets the villager, where, and who goes along."""

    when: datetime
    kind: str
    companion: User
    place: str = ""


def appoint(
    *, ticket: Ticket, plan: Plan, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Agree on a time: the villager reads it, the companion is told now and the evening before."""
    _check(plan, at)
    with turn(ticket=ticket, act="appoint", by=by, at=at, seq=seq) as step:
        if _standing(step.ticket) is not None:
            raise Conflict(_("已经约好一次了，要改就点“改时间”"))
        _make(step, plan, by, "appoint")
    return ticket


def change_appointment(
    *, ticket: Ticket, plan: Plan, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Another time, place or companion, with the reason that the villager reads too."""
    require_reason(reason)
    _check(plan, at)
    with turn(ticket=ticket, act="change_appointment", by=by, at=at, seq=seq) as step:
        before = _end(step, AppointmentOutcome.CHANGED)
        _make(step, plan, by, "change_appointment", reason.strip())
        if before.companion_id != plan.companion.pk:
            step.tell(
                [before.companion],
                _("约好的改了，不用您去了：%(number)s") % {"number": step.ticket.number},
                cause=f"appointment:{before.pk}:changed",
            )
    return ticket


def cancel_appointment(
    *, ticket: Ticket, reason: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Nobody goes, and why."""
    require_reason(reason)
    with turn(ticket=ticket, act="cancel_appointment", by=by, at=at, seq=seq) as step:
        before = _end(step, AppointmentOutcome.CANCELLED)
        step.record("cancel_appointment", text=reason.strip())
        step.tell(
            [before.companion],
            _("约好的不去了：%(number)s") % {"number": step.ticket.number},
        )
    return ticket


def keep_appointment(
    *, ticket: Ticket, by: User, at: datetime, seq: int | None = None, note: str = ""
) -> Ticket:
    """去过了: they met; what came of it in a few words, or none."""
    with turn(ticket=ticket, act="keep_appointment", by=by, at=at, seq=seq) as step:
        _end(step, AppointmentOutcome.KEPT)
        step.record("keep_appointment", text=note.strip()[:NOTE_LIMIT])
    return ticket


def _check(plan: Plan, at: datetime) -> None:
    if plan.when <= at:
        raise Refusal(_("约的时间已经过了，请写今后的时间"), "when")
    if plan.when - at > FURTHEST:
        raise Refusal(_("约得太远了，最多半年以内"), "when")
    if plan.kind not in AppointmentKind.values:
        raise Refusal(_("请选去哪儿：领着去窗口，还是到家里去"), "kind")
    if plan.kind == AppointmentKind.COUNTER and not plan.place.strip():
        raise Refusal(_("请写到哪儿：哪个单位、几号窗口"), "place")
    if len(plan.place) > PLACE_LIMIT:
        raise Refusal(_("太长了，最多%(limit)s个字") % {"limit": PLACE_LIMIT}, "place")
    if not active_posts(plan.companion):
        raise Refusal(
            _("%(name)s现在没有岗位，请换个人去") % {"name": plan.companion.name}, "companion"
        )


def _standing(ticket: Ticket) -> Appointment | None:
    return (
        Appointment.objects.select_related("companion").filter(ticket=ticket, ended_at=None).first()
    )


def _end(step: Turn, outcome: str) -> Appointment:
    standing = _standing(step.ticket)
    if standing is None:
        raise Conflict(_("现在没有约好的时间"))
    standing.ended_at, standing.outcome = step.at, outcome
    standing.save(update_fields=["ended_at", "outcome"])
    ladder.cancel_one(ladder.APPOINTMENT_TOPIC, step.ticket)
    return standing


def _make(step: Turn, plan: Plan, by: User, verb: str, reason: str = "") -> None:
    made = Appointment.objects.create(
        ticket=step.ticket,
        kind=plan.kind,
        at=plan.when,
        place=plan.place.strip(),
        companion=plan.companion,
        made_by=by,
        made_at=step.at,
    )
    step.record(
        verb, text=reason, when=plan.when.isoformat(), where=plan.kind, user=plan.companion.pk
    )
    step.tell(
        [plan.companion],
        _("约好您去：%(when)s，%(number)s")
        % {"when": instant(plan.when), "number": step.ticket.number},
        cause=f"appointment:{made.pk}",
    )
    evening = evening_before(plan.when)
    if evening > step.at:
        ladder.plan_one(ladder.APPOINTMENT_TOPIC, step.ticket, [("evening_before", evening)])


def evening_before(when: datetime) -> datetime:
    """Six in the evening of the day before."""
    return datetime.combine(timezone.localdate(when) - timedelta(days=1), EVENING, LOCAL)
