"""What a villager may see and do of a matter: one answer for the tracking page and the API (B20).

No other person's name, no internal note, no ID number, no hash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.fields import blind_index
from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Role
from regions.models import Kind as RegionKind
from services import workflow
from services.choices import Outcome
from services.models import SupplementItem, Ticket, TicketEvent, TicketPhoto
from services.numbers import is_code, is_number
from services.papers import appointment_words
from services.querysets import TicketQuerySet
from services.sentences import villager_sentence
from services.terms import REOPEN_DAYS
from services.timeline import Names, is_for_villager, step_sentence
from services.wording import earliest_due

# Before these, the villager reads by when somebody calls; the promise itself comes with acceptance.
RATING_OPEN = timedelta(days=REOPEN_DAYS)


@dataclass(frozen=True)
class Person:
    name: str
    post: str
    phone: str


@dataclass(frozen=True)
class Step:
    at: datetime
    words: str


@dataclass(frozen=True)
class PublicMatter:
    ticket: Ticket
    sentence: str
    result: str
    holder: Person | None
    first_contact: Person | None
    due_at: datetime | None
    overdue: bool
    missing: list[str]
    hand_in: str
    appointment: str = ""
    photos: list[TicketPhoto] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    may: list[str] = field(default_factory=list)


def opened(number: str, code: str) -> Ticket | None:
    """The ticket that a number and its code open, else None: a wrong code and an unknown number look the same."""
    ticket = Ticket.objects.filter(number=number).first() if is_number(number) else None
    if ticket is None or ticket.code_closed:
        return None
    return ticket if is_code(ticket.number, ticket.generation, code) else None


def opened_by_phone(phone: str, code: str) -> Ticket | None:
    """The same by the phone number somebody left: whichever of their matters the code opens."""
    theirs = Ticket.objects.filter(
        requester__phone_index=blind_index(phone, "phone"), code_closed=False
    ).order_by("-submitted_at")[:50]
    return next(
        (ticket for ticket in theirs if is_code(ticket.number, ticket.generation, code)), None
    )


def public_matter(ticket: Ticket, at: datetime) -> PublicMatter:
    """Everything the tracking page prints; a fixed number of queries."""
    row = _for_reading().get(pk=ticket.pk)
    due_at = earliest_due(list(row.clocks.all()))
    events = list(row.events.all())
    result = next(
        (
            event.words.text
            for event in reversed(events)
            if event.verb in {"resolve", "finish_at_once"} and hasattr(event, "words")
        ),
        "",
    )
    missing = [
        item.text
        for supplement in row.supplements.all()
        for item in supplement.items.all()
        if item.supplied_at is None
    ]
    first = None if row.confidential else person_of(row.first_contact, row, at)
    holder = None if row.confidential else _holder_of(row, at)
    return PublicMatter(
        ticket=row,
        sentence=_sentence(row, at, due_at, result, events),
        result=result if row.status in workflow.FED_BACK else "",
        holder=holder if row.is_open else None,
        first_contact=first
        if holder is None or first is None or holder.name != first.name
        else None,
        due_at=due_at if row.is_open else None,
        overdue=row.is_overdue(at),
        missing=missing,
        hand_in=_("%(place)s，%(name)s") % {"place": _house(row), "name": row.first_contact.name}
        if missing
        else "",
        appointment=_appointment(row),
        photos=[photo for photo in row.photos.all() if photo.is_for_villager],
        steps=_steps(row, events),
        may=acts_for_villager(row, at),
    )


def _for_reading() -> TicketQuerySet:
    items = SupplementItem.objects.order_by("pk")
    return Ticket.objects.select_related(
        "opening",
        "region",
        "region__parent",
        "unit",
        "unit__region",
        "unit__superior__region",
        "unit__center",
        "holder",
        "first_contact",
        "requester",
        "merged_into",
    ).prefetch_related(
        "clocks__pauses",
        "holdings__unit",
        "own_ratings",
        "appointments__companion",
        Prefetch("photos", TicketPhoto.objects.select_related("upload", "event")),
        Prefetch("supplements__items", queryset=items),
        Prefetch("events", queryset=TicketEvent.objects.select_related("words").order_by("seq")),
    )


def _sentence(
    ticket: Ticket, at: datetime, due_at: datetime | None, result: str, events: list[TicketEvent]
) -> str:
    told = villager_sentence(ticket, at, due_at=due_at, village=_place(ticket))
    if ticket.dispute_settled_at is not None:
        return _upheld(ticket, events) or told
    if ticket.status in workflow.FED_BACK and ticket.outcome == Outcome.DONE and result:
        return _("办好了：%(result)s") % {"result": result}
    return told


def _upheld(ticket: Ticket, events: list[TicketEvent]) -> str:
    """The level above looked, and why it stays as it was."""
    reason = next(
        (
            event.words.text
            for event in reversed(events)
            if event.verb == "uphold" and hasattr(event, "words")
        ),
        "",
    )
    above = (ticket.unit.superior or ticket.unit).name
    return (
        _("%(unit)s看过了，维持：%(reason)s") % {"unit": above, "reason": reason} if reason else ""
    )


def _appointment(ticket: Ticket) -> str:
    """When somebody comes or goes along; of a report nothing that names a person."""
    if ticket.confidential or not ticket.is_open:
        return ""
    standing = next((one for one in ticket.appointments.all() if one.ended_at is None), None)
    return appointment_words(standing) if standing else ""


def _place(ticket: Ticket) -> str:
    return (
        _("镇里")
        if ticket.unit.kind in {UnitKind.TOWNSHIP_CENTER, UnitKind.TOWNSHIP_DESK}
        else _("村里")
    )


def _house(ticket: Ticket) -> str:
    return ticket.unit.name


def _holder_of(ticket: Ticket, at: datetime) -> Person | None:
    if ticket.status == workflow.SUBMITTED:
        return None
    if ticket.holder is None:
        return Person(ticket.unit.name, "", unit_phone(ticket.unit))
    return person_of(ticket.holder, ticket, at)


def person_of(user: User, ticket: Ticket, at: datetime) -> Person:
    """A name, as what they work, and the number under which they are reached: their own only with consent,
    else the one of the unit they work in, wherever the matter has gone meanwhile."""
    post = _post_of(user, ticket, at)
    own = (user.phone or "") if user.phone_public else ""
    unit = post.unit if post else ticket.unit
    return Person(user.name, villagers_word(post) if post else "", own or unit_phone(unit))


def _post_of(user: User, ticket: Ticket, at: datetime) -> Post | None:
    """As what they have to do with it: the holder for the unit that has it, the first contact for the village."""
    posts = user.posts.active_on(timezone.localdate(at)).select_related(
        "unit__center", "unit__region", "unit__superior__center"
    )
    places = {place.pk for place in ticket.region.lineage}

    def far(post: Post) -> tuple[bool, bool, int]:
        here = post.unit_id == ticket.unit_id
        at_home = post.unit.region_id in places
        wanted = here if user.pk == ticket.holder_id else at_home
        return not wanted, not (here or at_home), post.pk

    return min(posts, key=far, default=None)


# What villagers call them; everybody else is known by their office.
_VILLAGE_WORDS = {
    Role.STATION_HEAD: ("村干部", "社区干部"),
    Role.MEMBER: ("村干部", "社区干部"),
    Role.AGENT: ("村代办员", "社区代办员"),
    Role.REPRESENTATIVE: ("民意代表", "民意代表"),
    Role.CIRCLE_MEMBER: ("服务圈党员", "服务圈党员"),
}


def villagers_word(post: Post) -> str:
    """村干部 where staff read 站长; above the village the office's own name."""
    words = _VILLAGE_WORDS.get(Role(post.role))
    if words is None:
        return post.unit.name
    return _(words[post.unit.region.kind == RegionKind.COMMUNITY])


def unit_phone(unit: Unit) -> str:
    """The number that goes with the shift, else the unit's."""
    center = getattr(unit, "center", None)
    own = (center.duty_phone if center else "") or unit.phone
    if own or unit.kind != UnitKind.TOWNSHIP_DESK or unit.superior is None:
        return own
    return unit_phone(unit.superior)


def _steps(ticket: Ticket, events: list[TicketEvent]) -> list[Step]:
    names = Names.of(events)
    told = [event for event in events if is_for_villager(event)]
    if ticket.confidential:
        told = [
            event
            for event in told
            if event.verb
            in {"submit", "accept", "deem_accepted", "resolve", "feed_back", "add", "note"}
        ]
        return [Step(event.at, _confidential_words(event)) for event in told]
    return [
        Step(event.at, step_sentence(event, ticket=ticket, names=names, for_villager=True))
        for event in told
    ]


def _confidential_words(event: TicketEvent) -> str:
    """A report's steps name nobody."""
    words = (
        event.words.text
        if event.verb in {"resolve", "note", "add"} and hasattr(event, "words")
        else ""
    )
    plain = {
        "submit": _("您交上了"),
        "accept": _("县里收下，开始办"),
        "deem_accepted": _("县里收下，开始办"),
        "resolve": _("办完了：%(words)s"),
        "feed_back": _("告诉您结果了"),
        "add": _("您又说：%(words)s"),
        "note": "%(words)s",
    }
    return plain[event.verb] % {"words": words} if "%" in plain[event.verb] else plain[event.verb]


def acts_for_villager(ticket: Ticket, at: datetime) -> list[str]:
    """Which of urge, add, rate, dispute and withdraw make sense now."""
    may = []
    if ticket.is_open and (
        ticket.urged_at is None or timezone.localdate(ticket.urged_at) != timezone.localdate(at)
    ):
        may.append("urge")
    if ticket.status not in {workflow.MERGED, workflow.WITHDRAWN}:
        may.append("add")
    rated = any(rating.round == ticket.round for rating in ticket.own_ratings.all())
    if (
        ticket.status in workflow.FED_BACK
        and not rated
        and ticket.answered_at is not None
        and at - ticket.answered_at < RATING_OPEN
    ):
        may.append("rate")
    if ticket.disputed_at is None and (
        ticket.status == workflow.DECLINED
        or (ticket.status == workflow.CLOSED and ticket.outcome != Outcome.DONE)
    ):
        may.append("dispute")
    if ticket.status in workflow.BEFORE_ACCEPTANCE | {workflow.IN_PROGRESS}:
        may.append("withdraw")
    return may
