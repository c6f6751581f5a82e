"""The timeline reads like a story: one sentence for every verb, with nothing left open."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services import actions, timeline, workflow
from services.forms.handling import ExtendForm
from tests.services import states

ACTIONS = Path(timeline.__file__).parent / "actions"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# What a sentence says -> what the event must carry for it; the rest has an answer of its own.
NEEDS = {
    "words": "text",
    "user": "user",
    "count": "count",
    "left": "left",
    "amount": "amount",
    "round": "round",
    "reason": "reason",
    "mode": "mode",
    "consent": "how",
    "when": "when",
    "where": "where",
    "clock": "clock",
    "before": "before",
    "after": "after",
    "outcome": "outcome",
    "approved": "approved",
    "reached": "reached",
}
# Words that may be missing: the sentence reads without them.
MAY_LACK = {"take": {"until"}, "call_back": {"grade", "solved", "tags"}}


def recorded() -> Iterator[tuple[str, str, set[str]]]:
    """Every place that records a step: where, the verb, and what is said of it."""
    for path in sorted(ACTIONS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record"):
                continue
            verb = node.args[0]
            if isinstance(verb, ast.Constant):
                said = {word.arg for word in node.keywords}
                yield f"{path.name}:{node.lineno}", str(verb.value), said


PLACES = list(recorded())


def verbs() -> set[str]:
    return {verb for _where, verb, _said in PLACES} | set(
        [act for _status, act in workflow.MOVES] + list(workflow.ACTS)
    )


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_every_verb_has_its_sentence(verb):
    assert timeline._FOR_STAFF[verb]
    assert timeline._FOR_VILLAGERS.get(verb) or verb in timeline._STAFF_ONLY


@pytest.mark.parametrize(("where", "verb", "said"), PLACES, ids=[place[0] for place in PLACES])
def test_what_a_sentence_needs_is_written_with_the_step(where, verb, said):
    patterns = [timeline._FOR_STAFF[verb], timeline._FOR_VILLAGERS.get(verb, "")]
    asked = {name for pattern in patterns for name in PLACEHOLDER.findall(pattern)}
    needed = {NEEDS[name] for name in asked if name in NEEDS}
    assert None in said or needed <= said | MAY_LACK.get(verb, set())


STATES = [
    state
    for name, state in vars(states).items()
    if callable(state) and getattr(state, "__module__", "") == states.__name__ and name[0] != "_"
]


def test_the_whole_story_of_every_state_has_no_hole(cast):
    told = 0
    for state in STATES:
        ticket = state(cast)
        events = list(ticket.events.select_related("words").order_by("seq"))
        names = timeline.Names.of(events)
        for event in events:
            for for_villager in (False, True):
                if for_villager and not timeline.is_for_villager(event):
                    continue
                sentence = timeline.step_sentence(
                    event, ticket=ticket, names=names, for_villager=for_villager
                )
                assert sentence.strip(), event.verb
                assert "%(" not in sentence, event.verb
                assert not sentence.startswith(("，", "：", "（")), sentence
                assert not sentence.endswith(("：", "%", "由", "给")), sentence
                told += 1
    assert told > len(STATES)


@pytest.mark.parametrize(("urgent", "asked"), [(False, "2个工作日"), (True, "2小时")])
def test_more_time_is_asked_for_in_what_the_clock_counts(cast, urgent, asked):
    ticket = states.accepted(cast)
    if urgent:
        actions.set_urgency(ticket=ticket, urgent=True, reason="要紧", by=cast.cadre, at=cast.at)
    label = ExtendForm(ticket=ticket, user=cast.cadre).fields["amount"].label
    assert ("小时" in str(label)) is urgent
    actions.extend(ticket=ticket, amount=2, reason="等配件", by=cast.cadre, at=cast.at)
    event = ticket.events.select_related("words").get(verb="extend")
    said = timeline.step_sentence(
        event, ticket=ticket, names=timeline.Names.of([event]), for_villager=False
    )
    assert said == f"王来顺申请延长{asked}：等配件"
