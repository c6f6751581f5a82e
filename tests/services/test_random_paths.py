"""Random acts of random posts at random instants, with sweeps between: what must hold, holds.

The same walks in every run; PATHS_EXAMPLES=500 walks that many new ones (about a second
each), PATHS_STEPS sets their length.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from accounts.roles import Role
from config.errors import Refusal
from notify.actions import sweep
from notify.models import Alert, AlertState
from services import actions, workflow
from services.copies import untrue
from services.models import Category, Clock, Ticket
from services.office import Office
from services.permissions import may
from tests.conftest import hire
from tests.services.conftest import local
from tests.services.paths import truths
from tests.services.paths.acts import BY_ITSELF, TRIES, Scene, known_acts

EXAMPLES = int(os.environ.get("PATHS_EXAMPLES", "0"))
WALKS = settings(
    max_examples=EXAMPLES or 10,
    stateful_step_count=int(os.environ.get("PATHS_STEPS", "35")),
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    print_blob=True,
    # shrinking takes minutes: only when asked for, with PATHS_SHRINK=1
    phases=[Phase.generate, *([Phase.shrink] if os.environ.get("PATHS_SHRINK") else [])],
    suppress_health_check=list(HealthCheck),
)

STARTS = (
    "2026-11-23T09:12",  # a Monday morning
    "2026-11-20T17:20",  # after the cut-off of a Friday
    "2026-11-21T03:00",  # a Saturday night
    "2026-09-30T16:00",  # the eve of a holiday
    "2026-10-01T10:00",  # the holiday
    "2026-12-30T11:00",  # soon a year without a calendar
)
WAITS = (
    timedelta(seconds=1),
    timedelta(minutes=16),
    timedelta(hours=1),
    timedelta(hours=9),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=11),
    timedelta(days=31),
)
MOST = 4


class Walk(RuleBasedStateMachine):
    scene: Scene
    clock = None
    walked: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.savepoint()
        self.scene.tickets = []
        self.seen: dict[int, list[str]] = {}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.mark)

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: str) -> None:
        self.move_to(local(start))
        self.office = Office.of(self.scene.regions[0])
        self.submit({"region": self.scene.regions[0], "text": "路灯坏了", "place": "村口"}, None)

    def move_to(self, at) -> None:
        self.scene.at = self.clock.set(at)

    # --- what happens

    @precondition(lambda self: len(self.scene.tickets) < MOST)
    @rule(data=st.data())
    def somebody_asks(self, data: st.DataObject) -> None:
        draw = data.draw
        said = {
            "region": draw(st.sampled_from(self.scene.regions)),
            "text": "村东头的路灯不亮了",
            "place": "2组",
            "requester_phone": draw(st.sampled_from(["16000000101", ""])),
            "item": draw(st.sampled_from([None, *self.scene.items])),
            "kind": draw(st.sampled_from(["", "question", "complaint"])),
            "urgent": draw(st.booleans()),
            "confidential": draw(st.sampled_from([False, False, False, True])),
            "category": draw(st.sampled_from([None, None, self.scene.service_category])),
        }
        staff = draw(st.sampled_from([None, *self.scene.people]))
        done = actions.Done(result="换好了") if staff and draw(st.integers(0, 6)) == 0 else None
        self.submit(said, self.scene.person(staff) if staff else None, done)

    def submit(self, said, by: User | None, done=None) -> None:
        channel = "hotline" if by else "web"
        try:
            ticket = actions.submit(
                intake=actions.Intake(channel=channel, **said), at=self.scene.at, by=by, done=done
            )
        except Refusal as refusal:
            note(refusal.message)
        else:
            self.scene.tickets.append(ticket.pk)

    @rule(data=st.data())
    def somebody_who_may_does_what_is_next(self, data: st.DataObject) -> None:
        ticket = self.some_ticket(data)
        act = data.draw(
            st.sampled_from([act for act in workflow.acts_from(ticket.status) if act in TRIES])
        )
        people = [
            pk for pk in self.scene.people if may(self.scene.person(pk), ticket, act)
        ] or self.scene.people
        self.attempt(data, ticket, act, data.draw(st.sampled_from(people)))

    @rule(data=st.data())
    def anybody_tries_anything(self, data: st.DataObject) -> None:
        act = data.draw(st.sampled_from(sorted(TRIES)))
        person = data.draw(st.sampled_from(self.scene.people))
        self.attempt(data, self.some_ticket(data), act, person)

    @rule(wait=st.sampled_from(WAITS))
    def time_passes(self, wait: timedelta) -> None:
        self.move_to(self.scene.at + wait)

    @rule(data=st.data(), to=st.sampled_from(("rung", "due", "just before due")))
    def time_passes_to_an_edge(self, data: st.DataObject, to: str) -> None:
        if to == "rung":
            edges = Alert.objects.filter(state=AlertState.PLANNED).values_list("due_at", flat=True)
        else:
            edges = Clock.objects.running().values_list("due_at", flat=True)
        coming = sorted({edge for edge in edges if edge > self.scene.at + timedelta(seconds=1)})
        if coming:
            edge = data.draw(st.sampled_from(coming[:3]))
            self.move_to(edge - timedelta(seconds=1) if to == "just before due" else edge)

    @rule()
    def the_portal_sweeps(self) -> None:
        sweep(at=self.scene.at)
        truths.after_a_sweep(self.scene.tickets, self.scene.at)

    def some_ticket(self, data: st.DataObject) -> Ticket:
        return Ticket.objects.get(pk=data.draw(st.sampled_from(self.scene.tickets)))

    def attempt(self, data: st.DataObject, ticket: Ticket, act: str, person: int) -> None:
        """An act either is allowed and leads where the table says, or it writes nothing at all."""
        tried = TRIES[act]
        as_villager = tried.by_villager and (not tried.by_staff or data.draw(st.booleans()))
        by = None if as_villager else self.scene.person(person)
        said = tried.said(data.draw, self.scene, ticket) | ({"by": by} if tried.by_staff else {})
        if as_villager and act == "withdraw":
            said = {"by": None}
        # somebody read the clock, then waited for the lock
        at = self.scene.at - timedelta(seconds=data.draw(st.sampled_from((0, 0, 0, 2))))
        note(f"{act} of {ticket.status} by {by} at {at}")
        before, status = truths.everything(), ticket.status
        allowed = by is None or may(by, ticket, act)
        try:
            tried.do(ticket=ticket, at=at, **said)
        except (Refusal, PermissionDenied) as refusal:
            note(f"refused: {refusal}")
            assert truths.everything() == before
            return
        after = Ticket.objects.get(pk=ticket.pk)
        self.walked[act] += 1
        assert allowed, f"{by} may not {act}"
        assert after.status in workflow.moves(status, act) or (act, after.status) == (
            "accept",
            workflow.CLOSED,
        )

    # --- what holds

    @invariant()
    def everything_holds(self) -> None:
        people = [self.scene.person(pk) for pk in self.scene.people]
        tickets = Ticket.objects.filter(pk__in=self.scene.tickets).select_related("region__parent")
        for ticket in tickets.prefetch_related("holdings"):
            truths.of_ticket(ticket, people, self.office, self.scene.at)
            self.history_never_shrinks(ticket)
        truths.one_message_a_rung()
        assert list(untrue(Ticket.objects.all())) == []

    def history_never_shrinks(self, ticket: Ticket) -> None:
        hashes = list(ticket.events.order_by("seq").values_list("hash", flat=True))
        seen = self.seen.get(ticket.pk, [])
        assert hashes[: len(seen)] == seen
        self.seen[ticket.pk] = hashes


@pytest.fixture
def scene(cast, inspector, auditor, units, village, neighbour_village, township, lamp, allowance):
    link = hire("link", "钱包村", 30, units.township, Role.VILLAGE_LINK, region=village)
    return Scene(
        people=[person.pk for person in [*cast.people.values(), inspector, auditor, link]],
        units=list(vars(units).values()),
        regions=[village, village, neighbour_village, township],
        items=[lamp, allowance],
        service_category=Category.objects.create(name="对服务的意见", about_service=True),
        at=cast.at,
    )


@pytest.mark.slow
def test_whatever_anybody_does_the_matter_stays_somebodys(scene, clock, settings, tmp_path):
    settings.SMS_BACKEND, settings.VAR_DIR = "file", tmp_path
    walk = type("Walk", (Walk,), {"scene": scene, "clock": clock, "walked": Counter()})
    run_state_machine_as_test(walk, settings=WALKS)
    if EXAMPLES:
        print(*walk.walked.most_common())  # noqa: T201 - which acts were allowed how often


def test_the_walks_try_every_act_of_the_workflow():
    assert known_acts() - BY_ITSELF == set(TRIES)
