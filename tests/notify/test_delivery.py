"""From the outbox to the gateways: backing off, giving up, and never twice by itself."""

import json
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from notify import actions
from notify.models import Message, MessageState, SweepRun
from notify.timing import WAITS

pytestmark = pytest.mark.django_db

REFUSALS = [
    (500, b""),
    (404, b""),
    (302, b""),
    (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}'),
]


@pytest.fixture
def sms_file(settings, tmp_path):
    """The SMS gateway that writes lines; answers them as (phone, text)."""
    settings.SMS_BACKEND = "file"
    settings.VAR_DIR = tmp_path

    def sent():
        lines = [
            line
            for file in sorted(tmp_path.glob("sms/*.jsonl"))
            for line in file.read_text().splitlines()
        ]
        return [(row["phone"], row["text"]) for row in map(json.loads, lines)]

    return sent


def sms(at, cause="c", **more):
    actions.send_sms(phone="16000000099", text="您的事办好了", cause=cause, at=at, **more)


def states():
    return Counter(Message.objects.values_list("state", flat=True))


def test_an_sms_goes_out_once(at, sms_file):
    sms(at)
    assert actions.sweep(at=at).sent == 1
    actions.sweep(at=at)
    assert sms_file() == [("16000000099", "您的事办好了")]


def test_a_robot_is_told_in_the_form_it_knows(at, units, webhook, robot):
    actions.tell_unit(unit=units.village, text="柳泉村有1件新的事", cause="c", at=at)
    assert actions.sweep(at=at).sent == 1
    assert robot.heard == ["柳泉村有1件新的事"]


@pytest.mark.parametrize(("status", "answer"), REFUSALS)
def test_a_refusal_is_tried_again_later_and_in_the_end_given_up(
    at, units, webhook, robot, status, answer
):
    robot.answer = (status, answer)
    actions.tell_unit(unit=units.village, text="x", cause="c", at=at)
    waits = []
    while (message := Message.objects.get()).state == MessageState.WAITING:
        waits.append(message.next_try_at - at)
        at = message.next_try_at
        actions.sweep(at=at)
    assert waits == [timedelta(0), *WAITS]
    assert (message.state, message.attempts, len(robot.heard)) == (MessageState.FAILED, 6, 6)
    assert message.last_error.startswith("群机器人")


def test_a_robot_that_is_not_there_is_tried_again(at, units, webhook, robot):
    robot.close()
    actions.tell_unit(unit=units.village, text="x", cause="c", at=at)
    actions.sweep(at=at)
    message = Message.objects.get()
    assert (message.state, message.next_try_at) == (MessageState.WAITING, at + WAITS[0])
    assert message.last_error.startswith("连不上群机器人")


def test_an_answer_that_never_came_is_unknown_and_never_sent_again(
    at, units, webhook, robot, monkeypatch
):
    monkeypatch.setattr("notify.gateways.WEBHOOK_TIMEOUT", 0.05)
    robot.before_answering = lambda count: time.sleep(0.3)
    actions.tell_unit(unit=units.village, text="x", cause="c", at=at)
    actions.sweep(at=at)
    assert states() == {MessageState.UNKNOWN: 1}
    actions.sweep(at=at + timedelta(days=1))
    assert len(robot.heard) == 1


def test_a_dead_robot_costs_one_attempt_per_sweep_not_one_per_message(at, units, webhook, robot):
    robot.answer = (503, b"")
    for number in range(5):
        actions.tell_unit(unit=units.village, text="x", cause=f"c{number}", at=at)
    actions.sweep(at=at)
    assert len(robot.heard) == 1
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert states() == {MessageState.WAITING: 5}


def test_one_dead_robot_does_not_stop_the_others(at, units, webhook, sms_file, robot):
    robot.answer = (503, b"")
    actions.tell_unit(unit=units.village, text="x", cause="c1", at=at)
    sms(at)
    assert actions.sweep(at=at).sent == 1
    assert len(sms_file()) == 1


def test_what_a_dead_sweep_had_in_hand_is_listed_as_unknown(at, sms_file):
    sms(at)
    Message.objects.update(
        state=MessageState.SENDING, claim=SweepRun.objects.create(started_at=at).pk
    )
    actions.sweep(at=at)
    assert Message.objects.troubled().get().state == MessageState.UNKNOWN
    assert sms_file() == []


def test_what_a_living_sweep_has_in_hand_is_left_to_it(at, sms_file):
    run = SweepRun.objects.create(started_at=at)
    sms(at)
    Message.objects.update(state=MessageState.SENDING, claim=run.pk)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(5317, %s)", [run.pk])
        actions.sweep(at=at)
    other.close()
    assert states() == {MessageState.SENDING: 1}


def test_without_a_gateway_sms_lie_in_the_outbox_and_nothing_breaks(at, settings):
    settings.SMS_BACKEND = "off"
    sms(at)
    assert actions.sweep(at=at).sent == 0
    message = Message.objects.troubled().get()
    assert (message.state, message.next_try_at, message.last_error) == (
        MessageState.WAITING,
        None,
        "没有配短信",
    )


def test_a_gateway_that_came_later_does_not_send_old_messages_by_itself(at, settings, sms_file):
    settings.SMS_BACKEND = "off"
    sms(at)
    actions.sweep(at=at)
    settings.SMS_BACKEND = "file"
    assert actions.sweep(at=at + timedelta(days=30)).sent == 0


@pytest.mark.parametrize(
    ("hour", "minute", "urgent", "goes_out"),
    [
        (20, 59, False, True),
        (21, 0, False, False),
        (2, 0, False, False),
        (6, 59, False, False),
        (7, 0, False, True),
        (21, 0, True, True),
        (2, 0, True, True),
    ],
)
def test_quiet_hours_hold_back_what_is_not_urgent(at, sms_file, hour, minute, urgent, goes_out):
    at = at.replace(hour=hour, minute=minute)
    sms(at, urgent=urgent)
    assert actions.sweep(at=at).sent == goes_out


@pytest.mark.parametrize(("hour", "days"), [(22, 1), (3, 0)])
def test_what_was_held_back_goes_out_at_seven(at, sms_file, hour, days):
    late = at.replace(hour=hour, minute=30)
    sms(late)
    actions.sweep(at=late)
    morning = at.replace(hour=7, minute=0) + timedelta(days=days)
    assert Message.objects.get().next_try_at == morning
    assert actions.sweep(at=morning).sent == 1


def test_the_daily_number_of_sms_holds_the_rest_for_tomorrow_but_not_the_urgent(
    at, settings, sms_file
):
    settings.SMS_DAILY_LIMIT = 2
    for number in range(3):
        sms(at, cause=f"c{number}")
    sms(at, cause="urgent", urgent=True)
    assert actions.sweep(at=at).sent == 2  # the urgent one first, and it counts
    assert actions.sweep(at=at.replace(hour=7, minute=0) + timedelta(days=1)).sent == 2
    assert states() == {MessageState.SENT: 4}


def test_a_phone_stands_sealed_in_the_database_and_masked_in_lists(at):
    sms(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notify_message")
        assert "16000000099" not in cursor.fetchone()[0]
    assert Message.objects.get().masked_target == "160****0099"


def test_an_address_that_no_key_opens_does_not_stop_the_others(at, sms_file):
    for cause in "ab":
        sms(at, cause=cause)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notify_message SET address = 'broken' WHERE cause = 'a'")
    assert actions.sweep(at=at).sent == 1
    assert dict(Message.objects.values_list("cause", "state")) == {
        "a": MessageState.FAILED,
        "b": MessageState.SENT,
    }


def test_an_email_is_sent(at, mailoutbox):
    actions.send_email(address="somebody@example.org", text="您的事办好了", cause="c", at=at)
    assert actions.sweep(at=at).sent == 1
    assert mailoutbox[0].to == ["somebody@example.org"]
