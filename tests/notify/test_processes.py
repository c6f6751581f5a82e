"""Two sweeps at once, and a sweep killed in the middle: real processes, a real robot."""

import time
from collections import Counter
from datetime import timedelta

import pytest

from accounts.models import Unit, UnitKind
from notify.models import Alert, AlertState, Message, MessageState, Webhook
from tests.notify.conftest import go, plan

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 180  # seconds; only a busy machine needs them


def stations(county, robot, count):
    """So many units, each with the robot as its chat."""
    units = Unit.objects.bulk_create(
        Unit(region=county, kind=UnitKind.DEPARTMENT, name=f"局{number}") for number in range(count)
    )
    Webhook.objects.bulk_create(Webhook(unit=unit, url=robot.url) for unit in units)
    return units


def test_two_sweeps_at_once_leave_one_message_per_rung_each_sent_once(
    at, county, robot, start_sweeper
):
    for unit in stations(county, robot, 60):
        plan(unit.pk, ("a", at), ("b", at), ("c", at))
    sweepers = [start_sweeper(), start_sweeper()]
    for sweeper in sweepers:
        go(sweeper, at)
    assert [sweeper.wait(PATIENCE) for sweeper in sweepers] == [0, 0]
    assert Counter(Message.objects.values_list("state", flat=True)) == {MessageState.SENT: 180}
    assert Counter(robot.heard).most_common(1)[0][1] == 1
    assert len(robot.heard) == 180


def test_a_sweep_killed_in_the_middle_loses_nothing_and_sends_nothing_twice(
    at, county, robot, start_sweeper
):
    for unit in stations(county, robot, 250):
        plan(unit.pk, *[(rung, at) for rung in "abcd"])

    firing = start_sweeper()
    go(firing, at)
    wait_until(lambda: Message.objects.count() > 200)
    firing.kill()
    firing.wait(10)
    assert Alert.objects.due(at).exists(), "killed too late to prove anything"

    sending = start_sweeper()
    robot.before_answering = lambda count: sending.kill() if count == 300 else None
    go(sending, at)
    assert sending.wait(PATIENCE) == -9

    last = start_sweeper()
    go(last, at + timedelta(minutes=1))
    assert last.wait(PATIENCE) == 0

    assert Alert.objects.filter(state=AlertState.DONE).count() == 1000
    assert Message.objects.count() == 1000
    assert Counter(robot.heard).most_common(1)[0][1] == 1
    assert Counter(Message.objects.values_list("state", flat=True)) == {
        MessageState.SENT: 999,
        MessageState.UNKNOWN: 1,
    }
    assert Message.objects.troubled().get().text == robot.heard[299]


def wait_until(fact, seconds=PATIENCE):
    until = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)
