"""What happens when a rung of a matter is due (B17, B48): re-read under lock, tell whom it concerns, settle.

Registered with notify by ServicesConfig.ready. Each handler settles every due rung of its
subject in one transaction; a subject that another sweep holds is left to it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.roles import Role
from duty.coverage import answerable
from notify import actions as notify
from notify import handlers
from notify.gateways import reaches_by_sms
from notify.models import Alert, AlertState, PhoneTask
from notify.wording import Worded
from regions.wording import instant
from services import ladder, workflow
from services.actions import byitself
from services.actions.turn import Turn, turn_by_itself
from services.choices import ClockKind
from services.deadlines import working_days_later
from services.models import Clock, Ticket
from services.people import county_people, heads_of, on_post, overseers_of
from services.wording import clock_words, due_words


def register() -> None:
    handlers.register(ladder.CLOCK_TOPIC, settle_clock)
    handlers.register(ladder.URGENT_TOPIC, settle_urgent, urgent=True)
    handlers.register(ladder.MATERIALS_TOPIC, settle_materials)
    handlers.register(ladder.PLANNED_TOPIC, settle_planned)
    handlers.register(ladder.UNSAMPLED_TOPIC, settle_unsampled)
    handlers.register(ladder.APPOINTMENT_TOPIC, settle_appointment)
    handlers.register(ladder.PAUSE_TOPIC, settle_pause)


def settle_clock(clock_id: int, at: datetime) -> int:
    """The ladder of one clock; an accept clock past due deems the matter accepted."""
    ticket_id = Clock.objects.values_list("ticket_id", flat=True).get(pk=clock_id)
    with turn_by_itself(ticket_id, at=at) as step:
        if step is None:
            return 0
        due = _due_rungs(ladder.CLOCK_TOPIC, clock_id, at)
        clock = next((clock for clock in step.clocks if clock.pk == clock_id), None)
        if clock is None or clock.paused:
            return _settle(due, AlertState.CANCELLED if clock is None else AlertState.SUSPENDED, at)
        done = _skip_late_reminders(due, at)
        for alert in due:
            if alert.pk not in done:
                _climb(step, clock, alert.rung)
        return len(done) + _settle(
            [alert for alert in due if alert.pk not in done], AlertState.DONE, at
        )


def _climb(step: Turn, clock: Clock, rung: str) -> None:
    ticket = step.ticket
    if rung == ladder.DUE and clock.kind == ClockKind.ACCEPT:
        step.at = clock.due_at
        byitself.deem_accepted(step)
        step.tell(
            heads_of(ticket.unit, clock.due_at),
            _("没人受理，视同受理：%(number)s") % {"number": ticket.number},
        )
        return
    words = {
        "number": ticket.number,
        "what": clock_words(clock.kind),
        "due": due_words(clock.due_at, step.at),
        "unit": clock.unit.name,
    }
    if rung == ladder.YELLOW:
        text = _("快到期：%(number)s，%(what)s，最晚%(due)s") % words
    else:
        text = _("超时：%(number)s，%(what)s，应在%(due)s前，卡在%(unit)s") % words
    people = _whom(step, clock, rung)
    notify.tell_all(
        people=people,
        text=text,
        cause=f"clock:{clock.pk}:{clock.revision}:{rung}",
        about=f"ticket:{ticket.number}",
        url=step.url,
        at=step.at,
    )
    if rung != ladder.YELLOW and not ticket.confidential:
        notify.tell_unit(
            unit=clock.unit,
            text=text,
            cause=f"clock:{clock.pk}:{clock.revision}:{rung}",
            about=f"ticket:{ticket.number}",
            url=step.url,
            at=step.at,
        )


def _whom(step: Turn, clock: Clock, rung: str) -> list[User]:
    """Yellow: the holder; due: the unit's head too; then the level above, then the county. A red light is
    never the first contact's once somebody has taken the matter; a report stays with its desk."""
    ticket = step.ticket
    heads = heads_of(clock.unit, step.at)
    if ticket.confidential:
        return heads
    # an offer or a part that another unit owes is no reminder for whoever holds the matter
    holder = [ticket.holder] if ticket.holder and clock.unit_id == ticket.unit_id else []
    if rung == ladder.YELLOW:
        return holder or heads
    if rung == ladder.DUE:
        return _once(holder, heads)
    return (
        overseers_of(clock.unit, step.at)
        if rung == ladder.OVERSIGHT
        else county_people(clock.unit, step.at)
    )


def settle_urgent(ticket_id: int, at: datetime) -> int:
    """At once everybody on duty and the station head; 15 minutes: the township's lead; 30: the county's.

    A rung whose only channel is in-app stands as a phone task on the next level's screen.
    """
    with turn_by_itself(ticket_id, at=at) as step:
        if step is None:
            return 0
        due = _due_rungs(ladder.URGENT_TOPIC, ticket_id, at)
        if _is_taken(step.ticket):
            return _settle(due, AlertState.CANCELLED, at)
        for alert in due:
            _wake(step, alert)
        return _settle(due, AlertState.DONE, at)


def _is_taken(ticket: Ticket) -> bool:
    """Somebody has pressed 我接了, or it is no longer waiting for anybody."""
    if ticket.holder_id is not None or ticket.status not in {
        workflow.SUBMITTED,
        workflow.IN_PROGRESS,
    }:
        return True
    return not (ticket.is_urgent or ticket.urgent_claimed)


def _urgent_words(ticket: Ticket, at: datetime) -> Worded:
    minutes = int((at - ticket.submitted_at).total_seconds() // 60)
    said = {"number": ticket.number, "village": ticket.region.short_name}
    if minutes < 1:  # nobody has been late with it yet
        return Worded("ticket_urgent_new", said)
    return Worded("ticket_urgent", said | {"minutes": str(minutes)})


def _wake(step: Turn, alert: Alert) -> None:
    ticket, unit = step.ticket, step.ticket.unit
    words = _urgent_words(ticket, step.at)
    people, caller = _urgent_rung(unit, alert.rung, step.at)
    about, cause = f"ticket:{ticket.number}", f"urgent:{ticket.pk}:{alert.revision}:{alert.rung}"
    notify.tell_all(
        people=people,
        text=words,
        cause=cause,
        about=about,
        url=step.url,
        at=step.at,
        urgent=True,
        caller=caller,
    )
    notify.tell_unit(
        unit=unit, text=words.text, cause=cause, about=about, url=step.url, at=step.at, urgent=True
    )
    if caller is not None:
        _have_them_phoned(step, people, caller, cause)


def _have_them_phoned(step: Turn, people: list[User], caller: Unit, cause: str) -> None:
    """Everybody of the rung whom nothing but the portal reaches stands on the caller's screen until they read."""
    number = step.ticket.number
    for person in people:
        if reaches_by_sms(person):
            continue
        notify.ask_for_phone_call(
            unit=caller,
            callee=person,
            text=_("请打电话叫人：%(name)s还没看到急事%(number)s")
            % {"name": person.name, "number": number},
            cause=f"{cause}:p{person.pk}",
            about=f"ticket:{number}",
            url=step.url,
            at=step.at,
        )


def _urgent_rung(unit: Unit, rung: str, at: datetime) -> tuple[list[User], Unit | None]:
    """Whom a rung wakes, and on whose screen the call to make stands."""
    desk = Unit.objects.county_desk_of(unit.region)
    above = unit.superior or unit
    if rung == "at_once":
        return _once(answerable(unit, at), heads_of(unit, at)), above
    if rung == "township":
        leads = on_post(above, (Role.TOWNSHIP_LEAD,), at)
        return leads or heads_of(above, at), desk
    return county_people(unit, at), desk


def settle_materials(ticket_id: int, at: datetime) -> int:
    """Reminders after 10 and 25 days; after 30 the matter ends as withdrawn (逾期未补)."""

    def act(step: Turn, alert: Alert) -> None:
        if step.ticket.status != workflow.AWAITING_MATERIALS:
            return
        if alert.rung == "day_30":
            byitself.lapse(step)
        else:
            text = _("材料还没补齐，请打电话问问：%(number)s") % {"number": step.ticket.number}
            step.tell([step.ticket.first_contact], text, cause=f"materials:{alert.pk}")

    return _settle_each(ladder.MATERIALS_TOPIC, ticket_id, at, act)


def settle_planned(ticket_id: int, at: datetime) -> int:
    def act(step: Turn, alert: Alert) -> None:
        if step.ticket.status == workflow.ANSWERED:
            byitself.leave_unsampled(step)
        if step.ticket.status == workflow.CLOSED:
            byitself.come_back(step)

    return _settle_each(ladder.PLANNED_TOPIC, ticket_id, at, act)


def settle_unsampled(ticket_id: int, at: datetime) -> int:
    """Silence closes, but not while the villager still has to be phoned because a message did not arrive."""

    def act(step: Turn, alert: Alert) -> None:
        ticket = step.ticket
        if ticket.status != workflow.ANSWERED or ticket.drawn:
            return
        if PhoneTask.objects.open().instead_of_a_message(f"ticket:{ticket.number}").exists():
            later = working_days_later(step.at, 1, step.office.calendar)
            day = timezone.localdate(later)
            ladder.plan_one(ladder.UNSAMPLED_TOPIC, ticket, [(f"close_{day:%Y%m%d}", later)])
        else:
            byitself.leave_unsampled(step)

    return _settle_each(ladder.UNSAMPLED_TOPIC, ticket_id, at, act)


def settle_pause(ticket_id: int, at: datetime) -> int:
    """On its day a pause ends by itself; one without a day is asked about after 10 and 20 days."""

    def act(step: Turn, alert: Alert) -> None:
        ticket = step.ticket
        if not ticket.paused:
            return
        people = set(heads_of(ticket.unit, at)) | ({ticket.holder} if ticket.holder else set())
        if alert.rung == "resume":
            byitself.resume(step)
            step.tell(people, _("等到日子了，接着算时间：%(number)s") % {"number": ticket.number})
        else:
            text = _("还暂停着，看看能不能接着办：%(number)s") % {"number": ticket.number}
            step.tell(people, text, cause=f"pause:{alert.pk}")

    return _settle_each(ladder.PAUSE_TOPIC, ticket_id, at, act)


def settle_appointment(ticket_id: int, at: datetime) -> int:
    """The evening before: whoever goes along is reminded, unless it was called off meanwhile."""

    def act(step: Turn, alert: Alert) -> None:
        standing = step.ticket.appointments.open().select_related("companion").first()
        if standing is not None:
            text = _("明天有约：%(when)s，%(number)s") % {
                "when": instant(standing.at),
                "number": step.ticket.number,
            }
            step.tell([standing.companion], text, cause=f"appointment:{standing.pk}:{alert.rung}")

    return _settle_each(ladder.APPOINTMENT_TOPIC, ticket_id, at, act)


def _settle_each(
    topic: str, ticket_id: int, at: datetime, act: Callable[[Turn, Alert], None]
) -> int:
    with turn_by_itself(ticket_id, at=at) as step:
        if step is None:
            return 0
        due = _due_rungs(topic, ticket_id, at)
        for alert in due:
            act(step, alert)
        return _settle(due, AlertState.DONE, at)


def _due_rungs(topic: str, subject: int, at: datetime) -> list[Alert]:
    return list(Alert.objects.of(topic, subject).due(at).order_by("due_at", "pk"))


def _skip_late_reminders(due: list[Alert], at: datetime) -> set[int]:
    """A reminder before due makes no sense beside a rung after it."""
    if not any(alert.rung not in ladder.REMINDERS for alert in due):
        return set()
    late = [alert for alert in due if alert.rung in ladder.REMINDERS]
    _settle(late, AlertState.SKIPPED, at)
    return {alert.pk for alert in late}


def _settle(alerts: list[Alert], state: str, at: datetime) -> int:
    return (
        notify.settle(alert_ids=[alert.pk for alert in alerts], state=state, at=at) if alerts else 0
    )


def _once(*lists: list[User]) -> list[User]:
    return list(dict.fromkeys(user for people in lists for user in people))
