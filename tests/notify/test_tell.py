"""Telling people and units: once per cause, in the portal always, outside by channel."""

from collections import Counter

import pytest

from notify import actions
from notify.models import Channel, Message, MessageState, PhoneTask

pytestmark = pytest.mark.django_db


def channels():
    return Counter(Message.objects.values_list("channel", flat=True))


def test_a_person_finds_the_message_in_the_portal_at_once(at, cadre):
    actions.tell(
        person=cadre, text="有一件新的事", cause="c", about="ticket:1", url="/desk/", at=at
    )
    message = Message.objects.inbox(cadre).unread().get()
    assert (message.state, message.text, message.url) == (
        MessageState.SENT,
        "有一件新的事",
        "/desk/",
    )


def test_the_same_cause_a_second_time_writes_nothing(at, cadre):
    for _ in range(2):
        actions.tell(person=cadre, text="x", cause="c", at=at)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("backend", "urgent", "asked", "told_by"),
    [
        ("off", False, None, {"in_app": 1}),
        ("off", True, None, {"in_app": 1}),
        ("file", False, None, {"in_app": 1}),
        ("file", True, None, {"in_app": 1, "sms": 1}),
        ("file", False, [Channel.SMS], {"in_app": 1, "sms": 1}),
        ("file", True, [], {"in_app": 1}),
        ("off", True, [Channel.SMS], {"in_app": 1}),
    ],
)
def test_which_channels_a_message_takes(at, settings, cadre, backend, urgent, asked, told_by):
    settings.SMS_BACKEND = backend
    actions.tell(person=cadre, text="x", cause="c", at=at, urgent=urgent, channels=asked)
    assert channels() == told_by


def test_somebody_without_a_mobile_is_told_in_the_portal_only(at, settings, cadre):
    settings.SMS_BACKEND = "file"
    cadre.phone = None
    actions.tell(person=cadre, text="x", cause="c", at=at, urgent=True)
    assert channels() == {"in_app": 1}


def test_telling_many_is_one_statement_and_each_is_told_once(
    at, cadre, duty_person, clerk, django_assert_num_queries
):
    people = [cadre, duty_person, clerk]
    with django_assert_num_queries(1):
        actions.tell_all(people=people, text="x", cause="c", at=at)
    actions.tell_all(people=people, text="x", cause="c", at=at)
    assert set(Message.objects.values_list("recipient", flat=True)) == {
        person.pk for person in people
    }
    assert Message.objects.count() == 3


def test_a_unit_without_a_robot_is_told_nothing(at, units):
    actions.tell_unit(unit=units.village, text="x", cause="c", at=at)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("请打16000000001", "请打…"),
        ("请打0379-00000011", "请打…"),
        ("编号0426 1837超时", "编号0426 1837超时"),
        ("编号04261837超时", "编号04261837超时"),
    ],
)
def test_a_robot_never_hears_a_phone_number(at, units, webhook, text, told):
    actions.tell_unit(unit=units.village, text=text, cause="c", at=at)
    assert Message.objects.get().text == told


@pytest.mark.parametrize(
    ("channel", "state", "read", "delivered"),
    [
        ("in_app", "sent", False, False),
        ("in_app", "sent", True, True),
        ("sms", "waiting", False, False),
        ("sms", "sending", False, False),
        ("sms", "unknown", False, False),
        ("sms", "failed", False, False),
        ("sms", "sent", False, True),
        ("webhook", "sent", False, True),
    ],
)
def test_delivered_is_rung_or_read_and_row_and_query_agree(
    at, cadre, channel, state, read, delivered
):
    message = Message.objects.create(
        cause="c",
        channel=channel,
        recipient=cadre,
        text="x",
        state=state,
        created_at=at,
        read_at=at if read else None,
    )
    assert message.is_delivered is delivered
    assert Message.objects.delivered().exists() is delivered


@pytest.mark.parametrize(
    ("state", "scheduled", "troubled"),
    [
        ("waiting", True, False),
        ("waiting", False, True),
        ("sending", False, False),
        ("sent", False, False),
        ("unknown", False, True),
        ("failed", False, True),
    ],
)
def test_troubled_row_and_query_agree(at, state, scheduled, troubled):
    message = Message.objects.create(
        cause="c",
        channel="sms",
        address="16000000099",
        text="x",
        state=state,
        created_at=at,
        next_try_at=at if scheduled else None,
    )
    assert message.is_troubled is troubled
    assert Message.objects.troubled().exists() is troubled


def test_reading_a_message_spares_the_phone_call_about_it(at, units, cadre, clerk):
    actions.tell(person=cadre, text="x", cause="c", about="ticket:1", at=at)
    for about in ("ticket:1", "ticket:2"):
        actions.ask_for_phone_call(
            unit=units.township, callee=cadre, text="请打电话叫人", cause=about, about=about, at=at
        )
    assert actions.mark_read(user=cadre, messages=Message.objects.inbox(cadre), at=at) == 1
    assert PhoneTask.objects.open().get().about == "ticket:2"


def test_calls_about_a_matter_that_somebody_took_leave_the_screen(at, units, cadre):
    for cause, about in [("a", "ticket:1"), ("b", "ticket:1"), ("c", "ticket:2")]:
        actions.ask_for_phone_call(
            unit=units.township, callee=cadre, text="x", cause=cause, about=about, at=at
        )
    assert actions.call_off(about="ticket:1", at=at) == 2
    assert PhoneTask.objects.open().get().about == "ticket:2"
