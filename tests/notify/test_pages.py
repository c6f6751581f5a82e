"""The inbox, the outbox and the calls to make, as people see them."""

import pytest

from accounts.models import AuditEntry
from notify import actions
from notify.models import Message, MessageState, PhoneTask
from tests.conftest import log_in

pytestmark = pytest.mark.django_db

INBOX, OUTBOX, CALLS = "/desk/messages/", "/desk/outbox/", "/desk/phone-tasks/"


def tell(person, at, number=1, **more):
    for one in range(number):
        actions.tell(person=person, text=f"第{one}件", cause=f"c{one}", at=at, **more)


def failed(at, state=MessageState.UNKNOWN):
    return Message.objects.create(
        cause="c",
        channel="sms",
        address="16000000099",
        text="x",
        state=state,
        created_at=at,
        last_error="不清楚",
    )


def ask_for_call(unit, callee, at, number=1):
    for one in range(number):
        actions.ask_for_phone_call(
            unit=unit,
            callee=callee,
            text=f"请打电话叫人{one}",
            cause=f"t{one}",
            about=f"ticket:{one}",
            at=at,
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_costs_the_same_for_any_number_of_messages(
    client, at, cadre, rows, django_assert_num_queries
):
    tell(cadre, at, rows)
    log_in(client, cadre).get(INBOX)
    with django_assert_num_queries(10):
        page = client.get(INBOX).content.decode()
    assert page.count("没看</b>") == rows


def test_the_newest_message_comes_first_and_pages_follow(client, at, cadre):
    tell(cadre, at, 31)
    log_in(client, cadre)
    assert [message.text for message in client.get(INBOX).context["page"]][:2] == [
        "第30件",
        "第29件",
    ]
    assert [message.text for message in client.get(f"{INBOX}?page=2").context["page"]] == ["第0件"]


def test_an_empty_inbox_says_so(client, cadre):
    assert "还没有消息" in log_in(client, cadre).get(INBOX).content.decode()


def test_nobody_sees_anothers_messages(client, at, cadre, duty_person):
    tell(cadre, at)
    message = Message.objects.get()
    log_in(client, duty_person)
    assert not client.get(INBOX).context["page"].object_list
    assert client.post(f"{INBOX}{message.pk}/open/").status_code == 404


@pytest.mark.parametrize(
    ("url", "leads_to"), [("/desk/", "/desk/"), ("", INBOX), ("https://elsewhere.example/", INBOX)]
)
def test_opening_marks_as_read_and_leads_to_the_matter(client, at, cadre, url, leads_to):
    tell(cadre, at, url=url)
    answer = log_in(client, cadre).post(f"{INBOX}{Message.objects.get().pk}/open/")
    assert answer.url == leads_to
    assert Message.objects.get().read_at == at


def test_looking_at_the_list_marks_nothing_as_read(client, at, cadre):
    tell(cadre, at)
    log_in(client, cadre).get(INBOX)
    assert Message.objects.inbox(cadre).unread().count() == 1


def test_all_can_be_marked_as_read_but_only_ones_own(client, at, cadre, duty_person):
    tell(cadre, at, 3)
    actions.tell(person=duty_person, text="x", cause="other", at=at)
    log_in(client, cadre).post(f"{INBOX}all-read/")
    assert Message.objects.unread().get().recipient == duty_person


def test_the_header_counts_what_is_unread(client, at, cadre):
    tell(cadre, at, 3)
    assert '<b class="count">3</b>' in log_in(client, cadre).get(INBOX).content.decode()


def test_the_inbox_leads_on_to_calls_and_to_what_was_not_sent(
    client, at, units, cadre, county_officer
):
    ask_for_call(units.village, None, at, 2)
    failed(at)
    page = log_in(client, cadre).get(INBOX).content.decode()
    assert "请打电话叫人 2" in page
    assert "没发出去的消息" not in page
    assert "没发出去的消息 1" in log_in(client, county_officer).get(INBOX).content.decode()


def test_the_county_reads_on_its_page_how_many_were_not_sent(client, at, county_officer, clerk):
    failed(at)
    page = log_in(client, county_officer).get("/supervision/").content.decode()
    assert "没发出去的消息" in page
    assert "没发出去的消息" not in log_in(client, clerk).get("/supervision/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("county_officer", 200),
        ("admin_person", 200),
        ("cadre", 403),
        ("clerk", 403),
        ("liaison", 403),
        ("inspector", 403),
        ("confidential_officer", 403),
        ("auditor", 403),
    ],
)
def test_who_sees_the_outbox(client, at, request, who, status):
    message = failed(at)
    log_in(client, request.getfixturevalue(who))
    assert client.get(OUTBOX).status_code == status
    assert client.get(f"{OUTBOX}{message.pk}/resend/").status_code == status
    assert client.post(f"{OUTBOX}{message.pk}/resend/").status_code == (
        302 if status == 200 else status
    )


def test_the_outbox_shows_why_and_a_masked_number(client, at, county_officer):
    failed(at)
    page = log_in(client, county_officer).get(OUTBOX).content.decode()
    assert "不知发没发出" in page
    assert "不清楚" in page
    assert "160****0099" in page
    assert "16000000099" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_outbox_costs_the_same_for_any_number_of_rows(
    client, at, units, webhook, county_officer, rows, django_assert_num_queries
):
    for number in range(rows):
        Message.objects.create(
            cause=f"w{number}",
            channel="webhook",
            webhook=webhook,
            text="x",
            state="failed",
            created_at=at,
        )
    log_in(client, county_officer).get(OUTBOX)
    with django_assert_num_queries(9):
        assert client.get(OUTBOX).content.decode().count("再发一次") == rows


def test_resending_asks_first_warns_and_is_written_down(client, at, county_officer):
    message = failed(at)
    log_in(client, county_officer)
    assert "可能收到两遍" in client.get(f"{OUTBOX}{message.pk}/resend/").content.decode()
    assert Message.objects.troubled().exists()
    client.post(f"{OUTBOX}{message.pk}/resend/")
    assert not Message.objects.troubled().exists()
    entry = AuditEntry.objects.get(verb="resend_message")
    assert (entry.actor, entry.subject, entry.data) == (
        county_officer,
        f"message:{message.pk}",
        {"state": "unknown"},
    )


def test_resending_twice_is_a_conflict(client, at, county_officer):
    message = failed(at)
    log_in(client, county_officer)
    assert [client.post(f"{OUTBOX}{message.pk}/resend/").status_code for _ in range(2)] == [
        302,
        409,
    ]


def test_broken_alerts_stand_in_the_outbox(client, at, county_officer):
    actions.plan(topic="nobody's", subject=1, revision=0, rungs=[("a", at)])
    actions.sweep(at=at)
    assert "KeyError" in log_in(client, county_officer).get(OUTBOX).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calls_to_make_cost_the_same_for_any_number(
    client, at, units, cadre, clerk, rows, django_assert_num_queries
):
    ask_for_call(units.township, cadre, at, rows)
    log_in(client, clerk).get(CALLS)
    with django_assert_num_queries(7):
        page = client.get(CALLS).content.decode()
    assert page.count('href="tel:16000000001"') == rows
    assert page.count("160 0000 0001") == rows


def test_a_call_is_finished_once_and_by_its_own_unit(client, at, units, cadre, clerk, neighbour):
    ask_for_call(units.township, cadre, at)
    task = PhoneTask.objects.get()
    assert log_in(client, neighbour).post(f"{CALLS}{task.pk}/finish/").status_code == 404
    log_in(client, clerk)
    client.post(f"{CALLS}{task.pk}/finish/")
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (at, clerk)
    page = client.post(f"{CALLS}{task.pk}/finish/", follow=True).content.decode()
    assert "这个电话已经有人打过了" in page
