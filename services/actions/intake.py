"""How a matter comes in: asked in the browser, by phone, at the counter, or done on the spot (B11, B12, B62)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.fields import blind_index
from accounts.models import Post, Unit, UnitKind, User
from accounts.scope import active_posts
from config.errors import Refusal
from regions.models import Level
from services import ladder
from services.actions.repeats import Replay, known_elsewhere, remember_key, replayed
from services.actions.said import TEXT_LIMIT, Intake, checked
from services.actions.turn import Turn
from services.audience import works_in_house
from services.choices import ClockKind, Kind, Mode, Outcome, TicketClass
from services.models import EventText, Requester, Ticket, TicketEvent
from services.numbers import draw_number
from services.office import Office
from services.people import choose_first_contact, heads_of
from services.terms import SAME_DAY, Term
from services.wording import due_words


@dataclass(frozen=True)
class Done:
    """What was done on the spot."""

    result: str
    outcome: str = Outcome.DONE


def submit(
    *,
    intake: Intake,
    at: datetime,
    by: User | None = None,
    done: Done | None = None,
    replay: Replay | None = None,
    admit: Callable[[Intake], None] | None = None,
) -> Ticket:
    """Take a matter in.

    1. whoever is answerable at this minute, or whom the caller names, is first contact for good
    2. the unit that answers for the village has it; a complaint about that unit goes one level
       up, a report on cadres to the confidential desk alone
    3. the promise is frozen; the accept and contact clocks start, with their ladder
    4. an urgent claim wakes everybody on duty at once
    5. with `done` the whole way is written in one go: no ladder, no call-back, counted apart
    6. first contact and the unit's head are told

    `admit` is asked once the matter is valid and new, and may refuse it (services.admission).
    Raises Refusal naming the field; `KeyReused` when the replay's key had another body.
    """
    said = checked(intake, by)
    with transaction.atomic():
        earlier = (replayed(replay) if replay else None) or known_elsewhere(said, by)
        if earlier is not None:
            return earlier
        if admit is not None:
            admit(said)
        office = Office.of(said.region)
        unit = _unit_for(said)
        ticket = _new_ticket(said, unit, office, at, by)
        step = Turn(ticket, by=by, post=_post_of(by, unit), at=at, office=office)
        event = step.record(
            "submit",
            text=said.text,
            channel=said.channel,
            kind=ticket.kind,
            urgent=said.urgent,
            call_me=said.call_me,
            **({} if said.notice is None else {"notice": said.notice}),
        )
        ticket.opening = _words_of(event)
        if done is not None:
            _finish_at_once(step, done)
        else:
            _start_clocks(step, said)
            step.tell(
                {ticket.first_contact, *heads_of(unit, at)},
                _("新来一件，编号%(number)s，最晚%(due)s受理") % _due_of(step),
            )
        step.finish()
        if replay:
            remember_key(replay, ticket, at)
    return ticket


def _unit_for(said: Intake) -> Unit:
    """Who has it first (回避: never the unit that is complained about)."""
    if said.confidential:
        unit = Unit.objects.confidential_desk_of(said.region)
    elif said.region.level == Level.COUNTY:
        unit = Unit.objects.county_desk_of(said.region)
    elif said.region.level == Level.TOWNSHIP:
        unit = Unit.objects.township_center_of(said.region)
    else:
        unit = Unit.objects.station_of(said.region) or Unit.objects.county_desk_of(said.region)
    if unit is None:
        raise Refusal(_("这个地方还没有设立受理单位，请打县里电话"), "region")
    if _is_avoided(said) and unit.superior is not None and unit.kind != UnitKind.COUNTY_DESK:
        return unit.superior
    return unit


def _is_avoided(said: Intake) -> bool:
    """A complaint about a village's or a township's own service; over the county's nobody stands."""
    return _about_own_service(said) and said.region.level != Level.COUNTY


def _about_own_service(said: Intake) -> bool:
    return not said.confidential and said.category is not None and said.category.about_service


def _new_ticket(said: Intake, unit: Unit, office: Office, at: datetime, by: User | None) -> Ticket:
    item, category = said.item, said.category or (said.item.category if said.item else None)
    kind = Kind.REPORT if said.confidential else said.kind or (Kind.ERRAND if item else Kind.HELP)
    staff_urgent = said.urgent and by is not None
    ticket_class = (
        TicketClass.URGENT if staff_urgent else item.ticket_class if item else TicketClass.ORDINARY
    )
    promise = office.terms.promise(kind=kind, item=item, ticket_class=ticket_class)
    return Ticket.objects.create(
        number=_free_number(), region=said.region, unit=unit, kind=kind, category=category, item=item,
        about_project=said.about_project,
        mode=said.mode or (item.mode if item else Mode.DIRECT), ticket_class=ticket_class,
        urgent_claimed=said.urgent and by is None and not said.confidential, confidential=said.confidential,
        avoided=_is_avoided(said), channel=said.channel, place=said.place, requester=_requester(said),
        on_behalf_of=said.on_behalf_of, call_me=said.call_me, external_number=said.external_number,
        first_contact=_first_contact(said, unit, at, by), entered_by=by, promised_amount=promise.amount,
        promised_basis=promise.basis, submitted_at=at,
    )  # fmt: skip


def _first_contact(said: Intake, unit: Unit, at: datetime, by: User | None) -> User:
    """The person asked, not the typist; a report on cadres belongs to the confidential desk, whoever typed it."""
    if said.confidential:
        people = heads_of(unit, at)
        if not people:
            raise Refusal(_("县里还没有安排接这类反映的人，请打12388"), "confidential")
        return people[0]
    named = said.first_contact or by
    if named is not None and not (_about_own_service(said) and works_in_house(named, said.region)):
        return named
    chosen = choose_first_contact(unit, at)
    if chosen is None:
        raise Refusal(_("现在没有人能接，请打县里电话"), "region")
    return chosen


def _requester(said: Intake) -> Requester | None:
    if not (said.requester_name or said.requester_phone or said.requester_email):
        return None
    phone = said.requester_phone
    return Requester.objects.create(
        name=said.requester_name, phone=phone, email=said.requester_email,
        phone_index=blind_index(phone, "phone") if phone else "",
        phone_tail_index=blind_index(phone[-4:], "phone-tail") if phone else "",
    )  # fmt: skip


def _free_number() -> str:
    while True:
        number = draw_number()
        if not Ticket.objects.filter(number=number).exists():
            return number


def _start_clocks(step: Turn, said: Intake) -> None:
    ticket, terms = step.ticket, step.office.terms
    accept_class = (
        TicketClass.URGENT if said.urgent and not ticket.confidential else ticket.ticket_class
    )
    step.start(
        ClockKind.ACCEPT,
        SAME_DAY
        if said.call_me and not said.urgent
        else terms.term(ClockKind.ACCEPT, accept_class),
    )
    if ticket.requester is not None and ticket.requester.phone:
        step.start(
            ClockKind.CONTACT,
            SAME_DAY
            if said.call_me and not said.urgent
            else terms.term(ClockKind.CONTACT, ticket.ticket_class),
        )
    if ticket.is_urgent and not ticket.confidential:
        ladder.plan_urgent(ticket, step.at)


def _finish_at_once(step: Turn, done: Done) -> None:
    require_result(done.result)
    if done.outcome not in {Outcome.DONE, Outcome.REFERRED, Outcome.EXPLAINED}:
        raise Refusal(_("当场办的结果不对"), "outcome")
    ticket = step.ticket
    ticket.instant, ticket.ticket_class, ticket.outcome = True, TicketClass.INSTANT, done.outcome
    ticket.accepted_at = ticket.contacted_at = ticket.resolved_at = ticket.answered_at = step.at
    holding = step.hold(ticket.unit, step.by)
    step.end(holding)
    step.record("finish_at_once", text=done.result, outcome=done.outcome)
    step.move("finish_at_once")


def require_result(result: str) -> None:
    if not result.strip():
        raise Refusal(_("请写办的结果，几个字就行"), "result")
    if len(result) > TEXT_LIMIT:
        raise Refusal(_("结果写得太长了，最多2000个字"), "result")


def finish_at_once(step: Turn, done: Done) -> None:
    """Acceptance and the whole way after it in one write (即办)."""
    for clock in list(step.clocks):
        step.stop(clock.kind)
    ladder.cancel_urgent(step.ticket, step.at)
    _finish_at_once(step, done)


def promised_term(ticket: Ticket) -> Term:
    return Term(Decimal(ticket.promised_amount), ticket.promised_basis)


def _post_of(by: User | None, unit: Unit) -> Post | None:
    posts = active_posts(by) if by else []
    return next((post for post in posts if post.unit_id == unit.pk), posts[0] if posts else None)


def _words_of(event: TicketEvent) -> EventText | None:
    """The words just written beside the event; none for 请打给我."""
    return event.words if "text" in event.data else None


def _due_of(step: Turn) -> dict[str, str]:
    accept = step.running(ClockKind.ACCEPT)
    return {
        "number": step.ticket.number,
        "due": due_words(accept.due_at, step.at) if accept else "",
    }
