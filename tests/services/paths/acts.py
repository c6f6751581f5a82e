"""Every act that a person can try, with plausible and some implausible arguments.

`TRIES` must name every act of the workflow that is not the portal's own (BY_ITSELF):
`test_random_paths.py` fails as soon as the workflow has an act that nobody tries here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from accounts.models import Unit, User
from accounts.uploads.pictures import Picture
from config.clock import LOCAL
from regions.models import Region
from services import actions, workflow
from services.models import Category, ServiceItem, SupplementItem, Ticket

# The portal does these by itself, in the sweep or as part of another act.
BY_ITSELF = frozenset({"deem_accepted", "finish_at_once", "lapse", "come_back", "leave_unsampled"})

Draw = Callable[[Any], Any]


@dataclass
class Scene:
    """The small county of one walk: who is there, where, and what has been asked so far."""

    people: list[int]
    units: list[Unit]
    regions: list[Region]
    items: list[ServiceItem]
    service_category: Category
    at: datetime
    tickets: list[int] = field(default_factory=list)

    def person(self, pk: int) -> User:
        """A fresh object: posts are read once per object, as in a request."""
        return User.objects.get(pk=pk)


Said = Callable[[Draw, Scene, Ticket], dict[str, Any]]


@dataclass(frozen=True)
class Try:
    do: Callable[..., Ticket]
    said: Said = lambda draw, scene, ticket: {}
    by_staff: bool = True
    by_villager: bool = False


def _words(draw: Draw) -> str:
    """Now and then somebody leaves the field empty or writes too much."""
    return draw(st.sampled_from(["等配件", "不归我们管", "等配件", "说过了", "", "长" * 2001]))


def _reason(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"reason": _words(draw)}


def _accept(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    if draw(st.integers(0, 7)) == 0:
        outcome = draw(st.sampled_from(["done", "explained", "planned", "no such"]))
        return {"done": actions.Done(result=_words(draw), outcome=outcome)}
    return {"mode": draw(st.sampled_from(["", "direct", "agent", "accompany"]))}


def _decline(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    reason = draw(st.sampled_from([*workflow.DECLINE_REASONS, "not ours"]))
    return {"reason": reason, "where_to": draw(st.sampled_from(["县法院12368", " "]))}


def _ask_for_materials(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    items = draw(st.sampled_from([["户口本"], ["户口本", "身份证复印件"], [], ["纸" * 121]]))
    return {"items": items, "reason": draw(st.sampled_from(["", "复印件看不清"]))}


def _supply(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    missing = list(
        SupplementItem.objects.filter(supplement__ticket=ticket, supplied_at=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return {"items": draw(st.sampled_from([missing, missing, missing[:1], [10**6]]))}


def _assign(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"user": scene.person(draw(st.sampled_from(scene.people)))}


def _unit(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"unit": draw(st.sampled_from(scene.units)), "reason": _words(draw)}


def _take(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"until": draw(st.sampled_from([None, scene.at + timedelta(days=3)]))}


def _escalate(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"reason": draw(st.sampled_from([*workflow.ESCALATION_REASONS, "tired"]))}


def _pause(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    today = scene.at.astimezone(LOCAL).date()
    until = draw(st.sampled_from([None, today, today + timedelta(days=9)]))
    return {"reason": _words(draw), "until": until}


def _extend(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"amount": Decimal(draw(st.sampled_from([1, 5, 0]))), "reason": _words(draw)}


def _decide(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"approve": draw(st.booleans()), "reason": _words(draw)}


def _contact(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"reached": draw(st.booleans()), "channel": "phone", "note": "没人接"}


def _note(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"text": _words(draw), "public": draw(st.booleans())}


def _text(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"text": _words(draw)}


def _set_urgency(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"urgent": draw(st.booleans()), "reason": _words(draw)}


def _first_contact(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"user": scene.person(draw(st.sampled_from(scene.people))), "reason": _words(draw)}


def _resolve(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    today = scene.at.astimezone(LOCAL).date()
    return {
        "result": _words(draw),
        "outcome": draw(st.sampled_from([*workflow.OUTCOMES, "planned", "magic"])),
        "until": today + timedelta(days=draw(st.sampled_from([1, 4, 40, 0]))),
        "basis": draw(st.sampled_from(["村规民约第3条", ""])),
        "referred_to": draw(st.sampled_from(["供电所95598", ""])),
    }


def _feed_back(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    channel = draw(st.sampled_from([*workflow.FEEDBACK_CHANNELS, "pigeon"]))
    return {"channel": channel, "note": "说谢谢"}


def _answer_of_villager(draw: Draw) -> dict[str, Any]:
    return {
        "solved": draw(st.sampled_from([True, True, False])),
        "grade": draw(st.sampled_from([None, 5, 2, 1, 9])),
    }


def _call_back(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    reached = draw(st.sampled_from([True, True, False]))
    said = _answer_of_villager(draw) | {"reached": reached}
    return said if reached else said | {"solved": None}


def _rate(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return _answer_of_villager(draw)


def _result(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"result": _words(draw)}


def _withdraw(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"reason": _words(draw), "channel": draw(st.sampled_from(["hotline", "visit", ""]))}


def _release(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    """Mostly a unit that was called in."""
    called = [row.unit for row in ticket.holdings.filter(lead=False, ended_at=None)]
    return {"unit": draw(st.sampled_from(called or scene.units)), "reason": _words(draw)}


def _id_number(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"id_number": draw(st.sampled_from(["11010519491231002X", "12345", ""]))}


def _merge(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    into = Ticket.objects.get(pk=draw(st.sampled_from(scene.tickets)))
    return {"into": into, "reason": _words(draw)}


def _mode(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"mode": draw(st.sampled_from(["direct", "agent", "accompany", "magic"]))}


def _consent(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    how = draw(st.sampled_from(["signed", "spoken"]))
    return {"agreed": actions.Agreed(how, witness=draw(st.sampled_from(["赵桂英", ""])))}


def _receive(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    form = draw(st.sampled_from(["original", "original", "copy", "scan"]))
    agreed = draw(st.sampled_from([None, actions.Agreed("signed")]))
    return {"papers": [actions.Received("户口本", form)], "agreed": agreed}


def _give_back(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    lent = list(ticket.papers.out().values_list("pk", flat=True))
    return {"papers": draw(st.sampled_from([lent, lent, [10**6]]))}


def _hand_on(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return _give_back(draw, scene, ticket) | {"unit": draw(st.sampled_from(scene.units))}


def _plan(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    wait = draw(st.sampled_from([timedelta(hours=3), timedelta(days=2), -timedelta(hours=1)]))
    companion = scene.person(draw(st.sampled_from(scene.people)))
    kind = draw(st.sampled_from(["counter", "home"]))
    return {"plan": actions.Plan(scene.at + wait, kind, companion, "镇派出所")}


def _other_plan(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return _plan(draw, scene, ticket) | _reason(draw, scene, ticket)


def _photos(draw: Draw, scene: Scene, ticket: Ticket) -> dict[str, Any]:
    return {"pictures": [Picture(b"a picture", 1, 1)] * draw(st.integers(0, 2))}


TRIES: dict[str, Try] = {
    "change_mode": Try(actions.change_mode, _mode),
    "record_consent": Try(actions.record_consent, _consent),
    "receive_papers": Try(actions.receive_papers, _receive),
    "return_papers": Try(actions.return_papers, _give_back),
    "hand_on_papers": Try(actions.hand_on_papers, _hand_on),
    "take_papers": Try(actions.take_papers, _give_back),
    "appoint": Try(actions.appoint, _plan),
    "change_appointment": Try(actions.change_appointment, _other_plan),
    "cancel_appointment": Try(actions.cancel_appointment, _reason),
    "keep_appointment": Try(actions.keep_appointment),
    "add_photos": Try(actions.add_photos, _photos, by_villager=True),
    "accept": Try(actions.accept, _accept),
    "assign": Try(actions.assign, _assign),
    "decline": Try(actions.decline, _decline),
    "ask_for_materials": Try(actions.ask_for_materials, _ask_for_materials),
    "supply": Try(actions.supply, _supply),
    "transfer": Try(actions.transfer, _unit),
    "take": Try(actions.take, _take),
    "return": Try(actions.give_back, _reason),
    "escalate": Try(actions.escalate, _escalate),
    "pause": Try(actions.pause, _pause),
    "resume": Try(actions.resume),
    "extend": Try(actions.extend, _extend),
    "decide_extension": Try(actions.decide_extension, _decide),
    "contact": Try(actions.contact, _contact),
    "note": Try(actions.note, _note),
    "add": Try(actions.add, _text, by_staff=False, by_villager=True),
    "urge": Try(actions.urge, by_villager=True),
    "set_urgency": Try(actions.set_urgency, _set_urgency),
    "change_first_contact": Try(actions.change_first_contact, _first_contact),
    "reissue_code": Try(actions.reissue_code, _reason),
    "resolve": Try(actions.resolve, _resolve),
    "feed_back": Try(actions.feed_back, _feed_back),
    "call_back": Try(actions.call_back, _call_back),
    "rate": Try(actions.rate, _rate, by_staff=False, by_villager=True),
    "dispute": Try(actions.dispute, by_staff=False, by_villager=True),
    "rectify": Try(actions.rectify, _result),
    "withdraw": Try(actions.withdraw, _withdraw, by_villager=True),
    "merge": Try(actions.merge, _merge),
    "reopen": Try(actions.reopen, _reason),
    "call_in": Try(actions.call_in, _unit),
    "answer": Try(actions.answer, _result),
    "release": Try(actions.release, _release),
    "uphold": Try(actions.uphold, _reason),
    "make_confidential": Try(actions.make_confidential, _reason),
    "set_id_number": Try(actions.set_id_number, _id_number),
}


def known_acts() -> set[str]:
    """Every act of the workflow's tables."""
    return {act for _status, act in workflow.MOVES} | set(workflow.ACTS)
