"""What the staff page of a matter prints: state, clocks, person, papers, steps, and what may be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import active_posts
from services import workflow
from services.acts import LABELS, Act, first_act, offered_act, word_of
from services.catalogue.visibility import confirmed_only
from services.lights import left_words, light_of, share_of
from services.models import (
    Appointment,
    Clock,
    Holding,
    Paper,
    Pause,
    SupplementItem,
    Ticket,
    TicketEvent,
)
from services.papers import standing_appointment
from services.permissions import acts_for, offered, sees_person
from services.reader import Reader
from services.timeline import Names, step_sentence, step_time
from services.wording import clock_words, staff_word

# On the page these stand where their facts stand, not among the other buttons.
ELSEWHERE = frozenset(
    {
        "contact",
        "supply",
        "change_mode",
        "record_consent",
        "return_papers",
        "hand_on_papers",
        "take_papers",
        "change_appointment",
        "cancel_appointment",
        "keep_appointment",
    }
)


@dataclass(frozen=True)
class ClockLine:
    what: str
    due_at: datetime
    left: str
    provisional: bool
    paused: bool
    late: bool


@dataclass(frozen=True)
class Part:
    """What a unit that was called in was asked for, and what came of it."""

    unit: str
    asked: str
    state: str
    said: str


@dataclass(frozen=True)
class Matter:
    ticket: Ticket
    group: str
    word: str
    light: tuple[str, str]
    first: Act | None
    others: list[Act]
    acts: list[str]
    clocks: list[ClockLine]
    parts: list[Part]
    expected_at: datetime | None
    name: str
    phone: str
    email: str
    knows: bool
    steps: list[dict[str, Any]]
    supplements: list[dict[str, Any]]
    item_is_public: bool


def ticket_for(user: User, number: str) -> Ticket:
    """The matter, inside what the person sees; raises Ticket.DoesNotExist outside."""
    pause = Pause.objects.filter(clock__ticket=OuterRef("pk"), end=None)
    return (
        Ticket.objects.visible_to(user)
        .for_list()
        .select_related(
            "unit__superior", "unit__region", "merged_into", "entered_by", "consent__recorded_by"
        )
        .annotate(paused_until=Subquery(pause.values("planned_until")[:1]))
        .prefetch_related(
            Prefetch("holdings", Holding.objects.select_related("unit", "offered_by")),
            Prefetch(
                "clocks", Clock.objects.running().order_by("due_at"), to_attr="running_clocks"
            ),
            "rectifications",
            Prefetch(
                "papers", Paper.objects.select_related("received_by", "returned_by", "handed_to")
            ),
            Prefetch("appointments", Appointment.objects.select_related("companion")),
        )
        .get(number=number)
    )


def matter_of(ticket: Ticket, user: User, at: datetime) -> Matter:
    """Everything the page prints, in a fixed number of queries."""
    events = list(ticket.events.select_related("words").order_by("seq"))
    names = Names.of(events)
    acts = acts_for(user, ticket)
    group = _group(ticket, user, acts)
    first = first_act(user, ticket, group)
    reader = Reader.of(user)
    share = share_of(ticket, reader)
    light = light_of(ticket, group, at, share)
    knows = sees_person(user, ticket)
    requester = ticket.requester
    return Matter(
        ticket=ticket,
        group=group,
        word=_state(ticket, light, at),
        light=light,
        first=offered_act(first, ticket, label=word_of(first, group)) if first else None,
        others=_others(ticket, acts, first),
        acts=acts,
        clocks=[_line(clock, ticket, at) for clock in ticket.running_clocks],  # type: ignore[attr-defined]  # read by ticket_for
        parts=_parts(ticket, events),
        expected_at=_expected_at(ticket),
        name="" if requester is None else requester.name if knows else requester.masked_name,
        phone="" if requester is None else requester.phone if knows else requester.masked_phone,
        email=requester.email if requester is not None and knows else "",
        knows=knows,
        steps=[_step(event, ticket, names) for event in reversed(events)],
        supplements=_papers(ticket),
        item_is_public=bool(ticket.item) and ticket.item.is_public(confirmed_only=confirmed_only()),  # type: ignore[union-attr]  # there is one, says bool
    )


def _group(ticket: Ticket, user: User, acts: list[str]) -> str:
    """Why the person is here, as far as it changes what comes first."""
    reader = Reader.of(user)
    if "take" in acts and any(offered(ticket, post) for post in active_posts(user)):
        return "take"
    if "answer" in acts and ticket.unit_id not in reader.units:
        return "called_in"
    if "rectify" in acts and ticket.status not in workflow.OPEN:
        return "rectify"
    if ticket.is_urgent and ticket.status in workflow.CLAIM_STANDS:
        return "urgent"
    if "decide_extension" in acts and _asks_for_time(ticket):
        return "extensions"
    if ticket.is_disputed and "uphold" in acts:
        return "disputes"
    return "" if ticket.unit_id in reader.units else "following"


def _state(ticket: Ticket, light: tuple[str, str], at: datetime) -> str:
    """The state beside its light; 超时1天 need not be followed by 超时. A quiet light is not shown."""
    word = staff_word(ticket, at)
    if light[0] == "ok":
        return word
    late = light[0] == "overdue" and word == _("超时")
    return "" if late or word == light[1] else word


def _asks_for_time(ticket: Ticket) -> bool:
    return any(
        extension.decided_at is None
        for clock in ticket.clocks.running().prefetch_related("extensions")
        for extension in clock.extensions.all()
    )


def _others(ticket: Ticket, acts: list[str], first: str) -> list[Act]:
    """Every other act, those of the list first; what cannot mean anything now is left out."""
    wanted = [act for act in LABELS if act in acts and act != first and act not in ELSEWHERE]
    return [offered_act(act, ticket) for act in wanted if _means_something(act, ticket)]


def _means_something(act: str, ticket: Ticket) -> bool:
    if act == "resume":
        return ticket.paused
    if act == "pause":
        return not ticket.paused
    if act == "appoint":
        return standing_appointment(ticket) is None
    if act == "decide_extension":
        return _asks_for_time(ticket)
    if act == "uphold":
        return ticket.is_disputed
    if act == "release":
        return any(holding.is_called_in for holding in ticket.holdings.all())
    if act == "make_confidential":
        return not ticket.confidential
    if act == "set_id_number":
        return ticket.item is not None and ticket.item.needs_id_number
    if act == "rectify":
        return any(row.finished_at is None for row in ticket.rectifications.all())
    return True


def _parts(ticket: Ticket, events: list[TicketEvent]) -> list[Part]:
    """Joint handling, the earliest asked first."""
    words = {
        (event.verb, event.data["unit"]): event.words.text
        for event in events
        if event.verb in {"call_in", "answer"} and hasattr(event, "words")
    }
    return [
        Part(
            holding.unit.name,
            words.get(("call_in", holding.unit_id), ""),
            _state_of_part(holding),
            words.get(("answer", holding.unit_id), "") if holding.answered_at else "",
        )
        for holding in ticket.holdings.all()
        if not holding.lead
    ]


def _state_of_part(holding: Holding) -> str:
    if holding.answered_at:
        return _("写了结果")
    if holding.returned_reason:
        return _("退回：%(reason)s") % {"reason": holding.returned_reason}
    return _("等它写结果") if holding.is_called_in else _("不用一起办了")


def _expected_at(ticket: Ticket) -> datetime | None:
    """By when whoever leads said it would be done."""
    leads = [row for row in ticket.holdings.all() if row.lead and row.taken_at and not row.ended_at]
    return leads[0].expected_at if leads else None


def _line(clock: Clock, ticket: Ticket, at: datetime) -> ClockLine:
    what = clock_words(clock.kind)
    if clock.is_of_called_in:
        names = {row.pk: row.unit.name for row in ticket.holdings.all()}
        what = _("%(unit)s写结果") % {"unit": names.get(clock.holding_id or 0, "")}
    return ClockLine(
        what=what,
        due_at=clock.due_at,
        left=_("暂停着") if clock.paused else left_words(clock.due_at, at),
        provisional=clock.provisional,
        paused=clock.paused,
        late=clock.is_past_due(at),
    )


def _step(event: TicketEvent, ticket: Ticket, names: Names) -> dict[str, Any]:
    return {
        "when": step_time(event),
        "words": step_sentence(event, ticket=ticket, names=names, for_villager=False),
    }


def latest_step(ticket: Ticket) -> str:
    """The last thing that happened, for somebody who was too late."""
    event = ticket.events.select_related("words").order_by("-seq").first()
    if event is None:
        return ""
    step = _step(event, ticket, Names.of([event]))
    return f"{step['when']}　{step['words']}"


def _papers(ticket: Ticket) -> list[dict[str, Any]]:
    if not ticket.supplements_asked:
        return []
    items = SupplementItem.objects.order_by("pk")
    return [
        {
            "supplement": supplement,
            "items": list(supplement.items.all()),
            "waiting": any(item.supplied_at is None for item in supplement.items.all()),
        }
        for supplement in ticket.supplements.prefetch_related(Prefetch("items", items))
    ]
