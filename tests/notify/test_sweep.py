"""The sweep fires what is due, once, and lets nobody's mistake stop the others."""

from datetime import timedelta

import pytest

from notify import actions, handlers
from notify.actions import sweeping
from notify.models import Alert, AlertState, Message, SweepRun
from notify.timing import WAITS
from tests.notify.conftest import plan
from tests.notify.rehearsal import BROKEN_RUNG

pytestmark = pytest.mark.django_db


def test_what_is_due_is_fired_and_what_is_not_waits(at, units, webhook):
    plan(units.village.pk, ("now", at), ("later", at + timedelta(minutes=1)))
    run = actions.sweep(at=at)
    assert (run.fired, run.sent) == (1, 1)
    assert dict(Alert.objects.values_list("rung", "state")) == {"now": "done", "later": "planned"}


def test_several_rungs_of_one_subject_due_at_once_are_handed_over_together(
    at, units, webhook, robot
):
    plan(
        units.village.pk, ("a", at - timedelta(hours=2)), ("b", at - timedelta(hours=1)), ("c", at)
    )
    assert actions.sweep(at=at).fired == 3
    assert robot.heard == [
        f"{units.village.pk} a",
        f"{units.village.pk} b",
        f"{units.village.pk} c",
    ]


def test_sweeping_again_sends_nothing_again(at, units, webhook, robot):
    plan(units.village.pk, ("a", at))
    actions.sweep(at=at)
    run = actions.sweep(at=at + timedelta(minutes=1))
    assert (run.fired, run.sent, len(robot.heard)) == (0, 0, 1)


@pytest.mark.parametrize("state", ["suspended", "cancelled", "done", "skipped"])
def test_only_planned_rungs_are_fired(at, units, state):
    plan(units.village.pk, ("a", at))
    Alert.objects.update(state=state)
    assert actions.sweep(at=at).fired == 0


def test_a_broken_handler_does_not_stop_the_others(at, units, webhook):
    plan(units.neighbour.pk, (BROKEN_RUNG, at - timedelta(hours=1)))
    plan(units.village.pk, ("a", at))
    assert actions.sweep(at=at).fired == 1
    broken = Alert.objects.failing().get()
    assert (broken.attempts, broken.retry_at, broken.last_error) == (
        1,
        at + WAITS[0],
        "RuntimeError: this handler is broken",
    )


def test_a_topic_without_a_handler_does_not_stop_the_others(at, units, webhook):
    actions.plan(topic="nobody's", subject=1, revision=0, rungs=[("a", at - timedelta(hours=1))])
    plan(units.village.pk, ("a", at))
    assert actions.sweep(at=at).fired == 1
    assert Alert.objects.failing().get().topic == "nobody's"


def test_a_broken_handler_is_tried_later_each_time_and_never_given_up(at, units):
    plan(units.village.pk, (BROKEN_RUNG, at))
    waits = []
    for _ in range(7):
        actions.sweep(at=at)
        retry_at = Alert.objects.get().retry_at
        waits.append(retry_at - at)
        actions.sweep(at=retry_at - timedelta(seconds=1))
        at = retry_at
    assert waits == [*WAITS, WAITS[-1], WAITS[-1]]


def test_a_handler_that_works_again_leaves_no_trace_of_its_failure(at, units, webhook):
    plan(units.village.pk, (BROKEN_RUNG, at))
    actions.sweep(at=at)
    Alert.objects.update(rung="mended")
    assert actions.sweep(at=at + WAITS[0]).fired == 1
    assert not Alert.objects.failing().exists()
    assert Alert.objects.get().state == AlertState.DONE


def test_the_sweep_says_when_it_ended_and_drops_old_runs(clock, at):
    old = SweepRun.objects.create(
        started_at=at - timedelta(days=3), finished_at=at - timedelta(days=3)
    )
    assert SweepRun.objects.last_finished() == old.finished_at
    actions.sweep(at=at)
    assert SweepRun.objects.last_finished() == clock.now()
    assert not SweepRun.objects.filter(pk=old.pk).exists()


def test_no_sweep_has_finished_when_the_only_one_died(at):
    SweepRun.objects.create(started_at=at)
    assert SweepRun.objects.last_finished() is None


@pytest.fixture
def heard(at, monkeypatch):
    """Rungs in the order in which they were handled; the second ordinary one makes an urgent one due."""
    monkeypatch.setattr(handlers, "_handlers", dict(handlers._handlers))
    monkeypatch.setattr(handlers, "_together", dict(handlers._together))
    monkeypatch.setattr(handlers, "_urgent", set())
    monkeypatch.setattr(sweeping, "A_TURN", 2)
    order = []

    def note(topic):
        def handle(subject, at):
            order.append(f"{topic} {subject}")
            if (topic, subject) == ("ordinary", 2):
                actions.plan(topic="urgent", subject=8, revision=0, rungs=[("a", at)])
            due = Alert.objects.due(at).of(topic, subject)
            return actions.settle(alert_ids=[alert.pk for alert in due], state="done", at=at)

        return handle

    handlers.register("ordinary", note("ordinary"))
    handlers.register("urgent", note("urgent"), urgent=True)
    hour = timedelta(hours=1)
    for subject in range(1, 6):
        actions.plan(topic="ordinary", subject=subject, revision=0, rungs=[("a", at - hour)])
    actions.plan(topic="urgent", subject=9, revision=0, rungs=[("a", at)])
    return order


def test_the_urgent_are_first_and_looked_for_again_between_two_turns_of_the_others(at, heard):
    assert actions.sweep(at=at).fired == 7
    assert heard == [
        "urgent 9",
        "ordinary 1",
        "ordinary 2",
        "urgent 8",
        "ordinary 3",
        "ordinary 4",
        "ordinary 5",
    ]


def test_a_sweep_ends_in_time_and_the_next_begins_with_the_urgent(at, heard):
    actions.sweep(at=at, within=timedelta(0))
    assert heard == ["urgent 9", "ordinary 1", "ordinary 2"]
    actions.sweep(at=at, within=timedelta(0))
    assert heard[3:] == ["urgent 8", "ordinary 3", "ordinary 4"]


def test_one_that_breaks_among_several_is_noted_alone(at, heard):
    def together(subjects, at):
        if 3 in subjects:
            raise RuntimeError("this one is broken")
        due = Alert.objects.due(at).filter(topic="ordinary", subject__in=subjects)
        return actions.settle(alert_ids=[alert.pk for alert in due], state="done", at=at)

    handlers.register_together("ordinary", together)
    assert actions.sweep(at=at).fired == 5
    assert Alert.objects.failing().get().subject == 3


@pytest.mark.parametrize("waiting", [1, 200])
def test_the_cost_of_a_sweep_does_not_grow_with_what_is_not_due(
    at, units, waiting, django_assert_num_queries
):
    for subject in range(waiting):
        plan(subject, ("later", at + timedelta(days=1)))
    Message.objects.bulk_create(
        Message(
            cause=f"{number}",
            channel="sms",
            address="16000000001",
            text="x",
            created_at=at,
            next_try_at=at + timedelta(days=1),
        )
        for number in range(waiting)
    )
    with django_assert_num_queries(15):
        actions.sweep(at=at)
