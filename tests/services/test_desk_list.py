"""The list itself: its words, its buttons, its queries, its search."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Post
from accounts.roles import Role
from config.clock import LOCAL
from notify import actions as notify
from services import actions
from services.actions import Agreed, Plan, Received
from services.lights import late_words, left_words
from services.models import ReplyTemplate
from services.rows import work_list
from services.worklist import SHOWN
from tests.conftest import SINCE, hire, log_in
from tests.services.states import (
    accepted,
    asked_for_time,
    badly_graded,
    called_in,
    disputed,
    fresh,
    paused,
    resolved,
    returned,
    taken_by_a_colleague,
    told,
    transferred,
    urgent,
    waiting_for_papers,
)

# What the list of a village and of its township can hold at once.
STATES = (
    fresh,
    accepted,
    taken_by_a_colleague,
    urgent,
    transferred,
    returned,
    waiting_for_papers,
    paused,
    asked_for_time,
    resolved,
    told,
    badly_graded,
    disputed,
)


def the_only_row(person, at):
    groups = work_list(person, at)
    assert [len(group.rows) for group in groups] == [1]
    return groups[0].rows[0]


def errand_with_papers_and_an_appointment(cast):
    """An original in the cadre's hands, and a time that was agreed on for today."""
    ticket = accepted(cast, mode="agent")
    actions.receive_papers(
        ticket=ticket,
        papers=[Received("户口本")],
        agreed=Agreed("signed", "马桂枝"),
        by=cast.cadre,
        at=cast.at,
    )
    noon = cast.at + timedelta(hours=2)
    plan = Plan(noon, "counter", cast.cadre, "镇派出所")
    return actions.appoint(ticket=ticket, plan=plan, by=cast.cadre, at=cast.at)


# Session, person, posts, duty; what is at hand; what may concern one; the footer.
OF_AN_EMPTY_DESK = 7
# DESIGN 8: at most 12, whatever stands on the list. Papers in hand and the day's appointments are one each.
OF_A_DESK = [("cadre", 0, 12), ("clerk", 0, 10), ("liaison", 0, 10), ("county", 14, 10)]


@pytest.mark.parametrize(("who", "days", "number"), OF_A_DESK)
def test_an_empty_list_asks_little(client, cast, who, days, number):
    log_in(client, getattr(cast, who)).get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        assert "眼下没有要办的事" in client.get("/desk/").content.decode()
    assert len(asked) == OF_AN_EMPTY_DESK, "\n".join(query["sql"][:150] for query in asked)


@pytest.mark.parametrize(("who", "days", "number"), OF_A_DESK)
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions_however_long_it_is(
    client, cast, clock, who, days, number, rows
):
    person = getattr(cast, who)
    unit = person.posts.first().unit
    for count in range(rows):
        for state in (*STATES, called_in, errand_with_papers_and_an_appointment):
            state(cast)
        call = {"unit": unit, "callee": cast.cadre, "text": f"请打电话叫人{count}"}
        notify.ask_for_phone_call(**call, cause=f"call {count}", at=cast.at)
        ReplyTemplate.objects.create(unit=unit, text=f"换了灯泡{count}", order=count)
    clock.forward(days=days)
    log_in(client, person).get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/desk/").content.decode()
    assert page.count("请打电话叫人") > rows
    assert len(asked) == number, "\n".join(query["sql"][:150] for query in asked)


def test_whoever_has_left_every_post_reads_so(client, cast):
    cast.cadre.posts.update(ends=SINCE + timedelta(days=1))
    page = log_in(client, cast.cadre).get("/desk/").text
    assert "您现在没有岗位" in page


def test_what_is_urgent_stands_above_the_calls_to_make(client, cast):
    urgent(cast)
    fresh(cast)
    notify.ask_for_phone_call(
        unit=cast.units.village, callee=None, text="并案的也要告诉一声", cause="merged", at=cast.at
    )
    page = log_in(client, cast.cadre).get("/desk/").text
    places = [page.index(f'id="{heading}"') for heading in ("g-urgent", "calls", "g-accept")]
    assert places == sorted(places)


@pytest.mark.parametrize("state", STATES)
def test_the_page_of_a_matter_opens_in_every_state(client, cast, state):
    ticket = state(cast)
    for person in cast.people.values():
        answer = log_in(client, person).get(f"/desk/tickets/{ticket.number}/")
        assert answer.status_code in {200, 404}
    assert log_in(client, cast.cadre).get(f"/desk/tickets/{ticket.number}/").status_code == 200


def test_a_row_says_who_where_and_how_long(cast):
    fresh(cast)
    row = the_only_row(cast.duty, cast.at)
    assert row.light == ("ok", "新来的")
    assert (row.title, row.words) == (
        "村东头小桥那儿的路灯坏有半个月了",
        ["2组 周铁牛", "最晚明天下午5:30"],
    )
    assert (row.first.act, row.first.label, row.dial) == ("accept", "接收", "16000000101")


def test_a_long_text_is_cut_after_twenty_characters(cast):
    cast.ask(text="长" * 21)
    assert the_only_row(cast.duty, cast.at).title == "长" * 20 + "…"


def test_an_urgent_row_counts_the_minutes(cast):
    urgent(cast)
    row = the_only_row(cast.duty, cast.at + timedelta(minutes=6))
    assert (row.light, row.words[-1], row.first.label) == (("urgent", "急"), "已过6分钟", "我接了")


def test_a_returned_matter_says_why(cast):
    returned(cast)
    assert "县住建局退回：不归我们管" in the_only_row(cast.cadre, cast.at).words


def test_what_is_late_elsewhere_says_where_it_is_stuck_and_can_be_urged(cast):
    ticket = actions.take(ticket=transferred(cast), by=cast.liaison, at=cast.at)
    row = the_only_row(cast.county, ticket.overdue_at + timedelta(days=1, hours=2))
    assert row.light == ("overdue", "超时1天")
    assert "卡在：县住建局" in row.words
    assert row.first.act == "urge"
    assert row.words[0] == "柳泉村"


def test_names_are_masked_in_the_list_of_whoever_does_not_work_on_it(client, cast):
    ticket = accepted(cast)
    late = ticket.overdue_at + timedelta(days=1)
    row = work_list(cast.clerk, late)[0].rows[0]
    assert (row.who, row.dial) == ("周*牛", "")


def test_several_posts_say_which_one_acts(cast, units):
    Post.objects.create(
        user=cast.duty,
        unit=units.neighbour,
        role=Role.AGENT,
        starts=datetime(2025, 1, 1, tzinfo=LOCAL).date(),
    )
    fresh(cast)
    row = the_only_row(cast.duty, cast.at)
    assert row.words[0] == "柳泉村"
    assert row.words[-1] == "村干部"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "超时1分钟"),
        (40, "超时40分钟"),
        (60, "超时1小时"),
        (23 * 60 + 59, "超时23小时"),
        (24 * 60, "超时1天"),
        (50 * 60, "超时2天"),
    ],
)
def test_late_words(at, minutes, words):
    assert late_words(at, at + timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=40), "还剩40分钟"),
        (timedelta(hours=2), "还剩2小时"),
        (timedelta(hours=20), "还剩20小时"),
        (timedelta(days=1, hours=8), "还剩1天"),
        (timedelta(days=3), "还剩3天"),
        (timedelta(hours=-2), "超时2小时"),
    ],
)
def test_left_words(at, left, words):
    assert left_words(at + left, at) == words


def test_a_long_group_is_cut_and_says_how_many_are_left(client, cast, monkeypatch):
    for _ in range(3):
        fresh(cast)
    monkeypatch.setattr("services.rows.SHOWN", 2)
    page = log_in(client, cast.cadre).get("/desk/").content.decode()
    assert "还有1件" in page
    whole = client.get("/desk/all/?group=accept").content.decode()
    assert whole.count('<li id="m') == 3
    assert client.get("/desk/all/?group=nothing").status_code == 404
    assert SHOWN == 20


def test_the_header_says_until_when_one_stands_duty_only_to_who_may_log(client, cast):
    page = log_in(client, cast.cadre).get("/desk/").content.decode()
    assert "现在不是您值班" in page
    assert "登记一件事" in page
    page = log_in(client, cast.liaison).get("/desk/").content.decode()
    assert "记值班" not in page
    assert "登记一件事" not in page


def test_a_call_to_make_is_done_at_one_tap_and_one_is_back_on_the_list(client, cast):
    notify.ask_for_phone_call(
        unit=cast.units.township,
        callee=cast.cadre,
        text="请打电话叫人：王来顺",
        cause="one",
        at=cast.at,
    )
    page = log_in(client, cast.clerk).get("/desk/").content.decode()
    assert "请打电话叫人：王来顺" in page
    address = page.split('action="/desk/phone-tasks/')[1].split('"')[0]
    answer = client.post(f"/desk/phone-tasks/{address}", {"back": "desk"})
    assert answer.url == "/desk/"
    assert "请打电话叫人：王来顺" not in client.get("/desk/").content.decode()


SEARCHES = [
    ("16000000101", True),
    ("160 0000 0101", True),
    ("0101", True),
    ("0102", False),
    ("周铁牛", True),
    ("周铁", True),
    ("1600000010", False),
]


@pytest.mark.parametrize(("words", "found"), SEARCHES)
def test_a_matter_is_found_by_phone_its_tail_or_the_exact_name(client, cast, words, found):
    ticket = fresh(cast)
    page = log_in(client, cast.cadre).get("/desk/", {"q": words}).content.decode()
    assert (ticket.number in page) is found
    assert (
        log_in(client, cast.neighbour)
        .get("/desk/", {"q": words})
        .content.decode()
        .count(ticket.number)
        == 0
    )


def test_a_matter_is_found_by_its_number_as_it_is_said(client, cast):
    ticket = fresh(cast)
    said = f"{ticket.number[:4]} {ticket.number[4:]}"
    assert (
        f"/desk/tickets/{ticket.number}/"
        in log_in(client, cast.cadre).get("/desk/", {"q": said}).content.decode()
    )


def test_a_member_of_another_township_has_an_empty_desk(client, cast, units):
    stranger = hire("stranger", "何平", 40, units.other, Role.STATION_HEAD)
    for state in STATES:
        state(cast)
    assert "眼下没有要办的事" in log_in(client, stranger).get("/desk/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_group_and_a_search_ask_the_same_questions_however_long_they_are(client, cast, rows):
    for _ in range(rows):
        returned(cast)
    log_in(client, cast.cadre)
    for address, most in (("/desk/all/?group=working", 9), ("/desk/?q=周铁牛", 10)):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).content.decode().count('<li id="m') == rows
        assert len(asked) == most, "\n".join(query["sql"][:150] for query in asked)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_matter_asks_the_same_questions_however_much_happened(client, cast, rows):
    ticket = waiting_for_papers(cast)
    for _ in range(rows):
        actions.note(ticket=ticket, text="打电话问了", public=True, by=cast.cadre, at=cast.at)
    address = f"/desk/tickets/{ticket.number}/"
    log_in(client, cast.cadre).get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).content.decode().count("打电话问了") == rows
    assert len(asked) == 18, "\n".join(query["sql"][:150] for query in asked)
