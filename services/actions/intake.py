"""How a matter comes in: asked in the browser, by phone, at the counter, or done on the spot (B11, B12, B62)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.fields import blind_index
from accounts.models import Post, Unit, UnitKind, User
from accounts.scope import active_posts
from centers.models import Project
from config.errors import Refusal
from regions.models import Level, Region
from services import ladder
from services.actions.turn import Turn
from services.audience import works_in_house
from services.choices import Channel, ClockKind, Kind, Mode, Outcome, TicketClass
from services.models import (
    Category,
    EventText,
    IdempotencyKey,
    Requester,
    ServiceItem,
    Ticket,
    TicketEvent,
)
from services.numbers import draw_number
from services.office import Office
from services.people import choose_first_contact, heads_of
from services.terms import SAME_DAY, Term
from services.wording import due_words

TEXT_LIMIT = 2000
MOBILE = re.compile(r"^1\d{10}$")
EXTENSION = re.compile(r"^[\d]+(转|分机|ext\.?|#|,|，)+\d*$", re.IGNORECASE)
LANDLINE = re.compile(r"^0[1-9]\d{8,10}$|^\d{7,8}$")


@dataclass(frozen=True)
class Intake:
    """Everything that may be said when a matter comes in; nearly all of it may be left out."""

    region: Region
    channel: str = Channel.WEB
    text: str = ""
    place: str = ""
    requester_name: str = ""
    requester_phone: str = ""
    requester_email: str = ""
    on_behalf_of: str = ""
    kind: str = ""
    category: Category | None = None
    item: ServiceItem | None = None
    about_project: Project | None = None
    mode: str = ""
    urgent: bool = False
    confidential: bool = False
    call_me: bool = False
    external_number: str = ""
    first_contact: User | None = None
    # Which version of 您的信息怎么用 the villager could read.
    notice: int | None = None


@dataclass(frozen=True)
class Done:
    """What was done on the spot."""

    result: str
    outcome: str = Outcome.DONE


@dataclass(frozen=True)
class Replay:
    """A caller's own key for one request: the same body again answers the same ticket."""

    caller: str
    key: str
    body_hash: str


class KeyReused(Refusal):
    """The same key came with another body (422 in the API)."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(_("这件事刚才已经交过了，编号是%(number)s") % {"number": ticket.number})
        self.ticket = ticket


class NumberReused(KeyReused):
    """A number of another system came again with another matter (422 in the API)."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket)
        self.message = _("这个外部编号已经登记过，编号是%(number)s，这次说的不一样，没有收") % {
            "number": ticket.number
        }


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
        earlier = (_replayed(replay) if replay else None) or _known_elsewhere(said, by)
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
            _remember(replay, ticket, at)
    return ticket


def _remember(replay: Replay, ticket: Ticket, at: datetime) -> None:
    """In the ticket's own transaction: the same request again finds this matter."""
    IdempotencyKey.objects.create(
        caller=replay.caller,
        key=replay.key,
        body_hash=replay.body_hash,
        ticket=ticket,
        created_at=at,
    )


def checked(intake: Intake, by: User | None) -> Intake:
    """The intake with its fields tidied; raises Refusal with the sentence of screens.md beside its field."""
    said = replace(
        intake, text=intake.text.strip(), place=intake.place.strip(), requester_name=intake.requester_name.strip(),
        requester_phone=tidy_phone(intake.requester_phone), on_behalf_of=intake.on_behalf_of.strip(),
        confidential=intake.confidential or intake.kind == Kind.REPORT,
    )  # fmt: skip
    _require_living_village(said.region)
    if not said.text and not said.call_me:
        raise Refusal(_("还没写什么事。写几个字就行，或者让村里打给您"), "text")
    if len(said.text) > TEXT_LIMIT:
        raise Refusal(
            _("写得太长了，最多2000个字，现在有%(count)s个。请删短一点，字都还在")
            % {"count": len(said.text)},
            "text",
        )
    _require_length(said.place, 100, "place")
    _require_length(said.requester_name, 40, "requester_name")
    _require_length(said.on_behalf_of, 40, "on_behalf_of")
    _require_length(said.requester_email, 254, "requester_email")
    if said.requester_phone:
        require_phone(said.requester_phone)
    elif said.call_me:
        raise Refusal(_("请写电话，村里好打给您"), "requester_phone")
    elif not said.place and not said.requester_email and not said.confidential:
        raise Refusal(_("请写电话，没有电话就写在哪儿，村里好找到您"), "requester_phone")
    if said.item is not None and not said.item.active:
        raise Refusal(_("这个事项已经不办了，请重新选一个或者空着"), "service_item")
    if said.mode == Mode.AGENT and said.item is not None and said.item.presence == "in_person":
        raise Refusal(_("这件事要本人到场，不能代办，可以领着去"), "mode")
    return said


def require_phone(phone: str) -> None:
    """Raises Refusal in the words of screens.md 1.2 when nobody could dial it."""
    if MOBILE.match(phone) or LANDLINE.match(phone):
        return
    raise Refusal(_wrong_phone(phone), "requester_phone")


def _wrong_phone(phone: str) -> str:
    if re.match(r"\+|00", phone):
        return _("外国的号打不过去。请写国内能找到您的电话，外国的号写在事里")
    if EXTENSION.match(phone) or re.match(r"^0[1-9]\d{11,}$", phone):
        return _("电话只写总机，手机是11位数字。分机号写在事里")
    if phone.startswith("1") and phone.isdigit() and len(phone) == 10:
        return _("电话少了一位。手机是11位数字")
    if phone.startswith("1") and phone.isdigit():
        return _("电话位数不对。手机是11位数字")
    return _("这个电话打不了。手机是11位数字，座机要带区号")


def tidy_phone(phone: str) -> str:
    """Digits as people type them: full-width, with spaces, dashes or +86."""
    digits = re.sub(r"[\s\-－—–()]", "", unicodedata.normalize("NFKC", phone))
    return re.sub(r"^(\+86|0086)", "", digits)


def body_hash(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def _one_at_a_time(*key: str) -> None:
    """Copies that arrive together wait here for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["\x1f".join(key)])


def _known_elsewhere(said: Intake, by: User | None) -> Ticket | None:
    """The matter that this caller already sent under the same number of their own (12345).

    The same words answer it again; other words are refused, naming the number it has here.
    """
    if not said.external_number or by is None:
        return None
    _one_at_a_time(f"external:{by.pk}", said.channel, said.external_number)
    theirs = Ticket.objects.select_related("opening")
    ticket = theirs.filter(
        entered_by=by, channel=said.channel, external_number=said.external_number
    ).first()
    if ticket is not None and (ticket.text, ticket.region_id) != (said.text, said.region.pk):
        raise NumberReused(ticket)
    return ticket


def _replayed(replay: Replay) -> Ticket | None:
    """The ticket of an earlier copy."""
    _one_at_a_time(replay.caller, replay.key)
    row = (
        IdempotencyKey.objects.select_related("ticket")
        .filter(caller=replay.caller, key=replay.key)
        .first()
    )
    if row is None:
        return None
    if row.body_hash != replay.body_hash:
        raise KeyReused(row.ticket)
    return row.ticket


def _require_living_village(region: Region) -> None:
    if region.retired_on is not None:
        into = region.successor
        where = _("，请到%(name)s的页面来说") % {"name": into.short_name} if into else ""
        raise Refusal(
            _("%(name)s已经撤并%(where)s") % {"name": region.short_name, "where": where}, "region"
        )
    if region.level not in {Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY}:
        raise Refusal(_("请选到哪个村"), "region")


def _require_length(value: str, limit: int, field: str) -> None:
    if len(value) > limit:
        raise Refusal(_("太长了，最多%(limit)s个字") % {"limit": limit}, field)


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
