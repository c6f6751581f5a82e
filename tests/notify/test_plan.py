"""What stands after planning, cancelling and suspending, whatever stood before."""

from datetime import timedelta

import pytest

from notify import actions
from notify.models import Alert, AlertState

pytestmark = pytest.mark.django_db

WARN, DUE, LATE = "warn", "due", "late"


def plan(at, *rungs, revision=1, hours=1):
    actions.plan(
        topic="t",
        subject=7,
        revision=revision,
        rungs=[(rung, at + timedelta(hours=hours)) for rung in rungs],
    )


def standing():
    return {f"{alert.revision}:{alert.rung}": alert.state for alert in Alert.objects.of("t", 7)}


def test_a_new_subject_gets_exactly_the_rungs_named(at):
    plan(at, WARN, DUE)
    assert standing() == {"1:warn": "planned", "1:due": "planned"}


@pytest.mark.parametrize(
    ("before", "named", "after"),
    [
        ({WARN: "planned", DUE: "planned"}, [WARN, DUE], {"1:warn": "planned", "1:due": "planned"}),
        ({WARN: "planned", DUE: "planned"}, [DUE], {"1:warn": "cancelled", "1:due": "planned"}),
        ({WARN: "planned"}, [WARN, LATE], {"1:warn": "planned", "1:late": "planned"}),
        (
            {WARN: "suspended", DUE: "suspended"},
            [WARN, DUE],
            {"1:warn": "planned", "1:due": "planned"},
        ),
        ({WARN: "suspended", DUE: "suspended"}, [DUE], {"1:warn": "cancelled", "1:due": "planned"}),
        ({WARN: "cancelled"}, [WARN], {"1:warn": "planned"}),
        ({WARN: "done", DUE: "planned"}, [WARN, DUE], {"1:warn": "done", "1:due": "planned"}),
        ({WARN: "skipped", DUE: "planned"}, [DUE], {"1:warn": "skipped", "1:due": "planned"}),
        ({WARN: "done", DUE: "planned"}, [], {"1:warn": "done", "1:due": "cancelled"}),
    ],
)
def test_planning_again_in_the_same_revision(at, before, named, after):
    for rung, state in before.items():
        Alert.objects.create(topic="t", subject=7, revision=1, rung=rung, due_at=at, state=state)
    plan(at, *named)
    assert standing() == after


def test_a_new_revision_cancels_what_the_old_one_had_not_sent(at):
    plan(at, WARN, DUE)
    Alert.objects.filter(rung=WARN).update(state=AlertState.DONE)
    plan(at, WARN, DUE, revision=2)
    assert standing() == {
        "1:warn": "done",
        "1:due": "cancelled",
        "2:warn": "planned",
        "2:due": "planned",
    }


def test_planning_twice_changes_nothing(at):
    plan(at, WARN, DUE)
    before = list(Alert.objects.order_by("pk").values())
    plan(at, WARN, DUE)
    assert list(Alert.objects.order_by("pk").values()) == before


def test_an_unsent_rung_moves_to_its_new_instant_and_forgets_its_failures(at):
    plan(at, WARN)
    Alert.objects.update(attempts=3, retry_at=at, last_error="x")
    plan(at, WARN, hours=9)
    alert = Alert.objects.get()
    assert (alert.due_at, alert.attempts, alert.retry_at, alert.last_error) == (
        at + timedelta(hours=9),
        0,
        None,
        "",
    )


def test_a_sent_rung_keeps_its_instant(at):
    plan(at, WARN)
    Alert.objects.update(state=AlertState.DONE)
    plan(at, WARN, hours=9)
    assert Alert.objects.get().due_at == at + timedelta(hours=1)


@pytest.mark.parametrize(
    ("action", "after"),
    [
        (actions.cancel, {"1:a": "cancelled", "1:b": "cancelled", "1:c": "done", "1:d": "skipped"}),
        (
            actions.suspend,
            {"1:a": "suspended", "1:b": "suspended", "1:c": "done", "1:d": "skipped"},
        ),
    ],
)
def test_cancel_and_suspend_touch_only_what_was_not_sent(at, action, after):
    for rung, state in {"a": "planned", "b": "suspended", "c": "done", "d": "skipped"}.items():
        Alert.objects.create(topic="t", subject=7, revision=1, rung=rung, due_at=at, state=state)
    other = Alert.objects.create(topic="t", subject=8, rung="a", due_at=at)
    action(topic="t", subject=7)
    assert standing() == after
    other.refresh_from_db()
    assert other.state == AlertState.PLANNED


def test_settling_counts_only_what_still_stood(at):
    plan(at, WARN, DUE)
    keys = list(Alert.objects.values_list("pk", flat=True))
    assert actions.settle(alert_ids=keys, state=AlertState.DONE, at=at) == 2
    assert actions.settle(alert_ids=keys, state=AlertState.SKIPPED, at=at) == 0
    assert set(Alert.objects.values_list("state", "handled_at")) == {(AlertState.DONE, at)}


@pytest.mark.parametrize("rungs", [[WARN], [WARN, DUE, LATE]])
def test_planning_a_new_subject_costs_the_same_for_any_number_of_rungs(
    at, rungs, django_assert_num_queries
):
    with django_assert_num_queries(4):  # savepoint, look, insert, release
        plan(at, *rungs)
