"""Each act through its own view: done, refused beside the field, too late, not allowed, out of sight."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.confirmation import CONFIRMED_AT
from accounts.models import AuditEntry
from config import clock as portal_clock
from services import actions
from services.models import Ticket
from services.urls import ACTS
from services.urls_papers import ACTS as PAPER_ACTS
from tests.conftest import log_in
from tests.services.states import (
    accepted,
    asked_for_time,
    badly_graded,
    called_in,
    declined,
    disputed,
    fresh,
    paused,
    resolved,
    told,
    transferred,
    waiting_for_papers,
)

PATHS = {act: f"ticket-{act}" for act in ACTS}


def post(client, person, ticket, act, **fields):
    seq = fields.pop("seq", None) or Ticket.objects.get(pk=ticket.pk).last_seq
    return log_in(client, person).post(
        reverse(f"ticket-{act}", args=[ticket.number]), {"seq": seq, **fields}
    )


DONE = [
    ("accept", fresh, "cadre", {}, "in_progress"),
    ("finish", fresh, "cadre", {"result": "已盖章"}, "closed"),
    ("decline", fresh, "cadre", {"reason": "in_court", "where_to": "法院12368"}, "declined"),
    ("ask-for-materials", fresh, "cadre", {"others": "户口本\n身份证"}, "awaiting_materials"),
    ("assign", fresh, "cadre", {"user": "duty"}, "in_progress"),
    ("transfer", fresh, "cadre", {"unit": "department", "reason": "归住建局"}, "submitted"),
    ("take", transferred, "liaison", {}, "in_progress"),
    ("return", transferred, "liaison", {"reason": "不归我们管"}, "in_progress"),
    ("call-in", accepted, "cadre", {"unit": "department", "reason": "看房梁"}, "in_progress"),
    ("answer", called_in, "liaison", {"result": "换了梁"}, "in_progress"),
    ("release", called_in, "cadre", {"unit": "department", "reason": "自己会修"}, "in_progress"),
    ("uphold", disputed, "clerk", {"reason": "法院正在审"}, "declined"),
    ("escalate", accepted, "cadre", {"reason": "unable"}, "in_progress"),
    ("pause", accepted, "cadre", {"reason": "等电工"}, "in_progress"),
    ("resume", paused, "cadre", {}, "in_progress"),
    ("extend", accepted, "cadre", {"amount": 2, "reason": "等配件"}, "in_progress"),
    ("decide-extension", asked_for_time, "clerk", {"approve": "yes"}, "in_progress"),
    ("contact", fresh, "cadre", {"reached": "no"}, "submitted"),
    ("note", fresh, "cadre", {"text": "下午去看"}, "submitted"),
    ("set-urgency", fresh, "cadre", {"urgent": "yes", "reason": "有危险"}, "submitted"),
    ("resolve", accepted, "cadre", {"result": "已换好", "outcome": "done"}, "resolved"),
    ("feed-back", resolved, "cadre", {"channel": "phone"}, "answered"),
    ("call-back", told, "clerk", {"reached": "yes", "solved": "yes", "grade": "5"}, "closed"),
    ("urge", accepted, "clerk", {}, "in_progress"),
    ("withdraw", fresh, "cadre", {"reason": "自己修好了", "channel": "hotline"}, "withdrawn"),
    ("reopen", declined, "clerk", {"reason": "应当受理"}, "submitted"),
    ("change-first-contact", fresh, "cadre", {"user": "duty", "reason": "他先接的"}, "submitted"),
    ("reissue-code", fresh, "cadre", {"reason": "纸条丢了"}, "submitted"),
    ("rectify", badly_graded, "cadre", {"result": "上门道歉"}, "closed"),
]


@pytest.mark.parametrize(
    ("act", "state", "who", "fields", "after"), DONE, ids=[row[0] for row in DONE]
)
def test_an_act_opens_its_page_and_is_done(client, cast, act, state, who, fields, after):
    ticket, person = state(cast), getattr(cast, who)
    chosen = {"duty": cast.duty.pk, "department": cast.units.department.pk}
    fields = {name: chosen.get(value, value) for name, value in fields.items()}
    page = log_in(client, person).get(reverse(f"ticket-{act}", args=[ticket.number]))
    assert page.status_code == 200
    assert "<button" in page.content.decode()
    assert "<h1></h1>" not in page.content.decode()
    answer = post(client, person, ticket, act, **fields)
    assert answer.status_code == 302, answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.status == after


def test_every_act_is_in_the_table():
    own_files = {"supply", "merge", "reveal", "make-confidential", "set-id-number"}
    elsewhere = own_files | set(PAPER_ACTS)
    assert {row[0] for row in DONE} | elsewhere == set(ACTS)


def test_papers_are_ticked_off(client, cast):
    ticket = waiting_for_papers(cast)
    paper = ticket.supplements.get().items.get()
    page = log_in(client, cast.cadre).get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "户口本" in page
    assert post(client, cast.cadre, ticket, "supply", items=[paper.pk]).status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == "submitted"


def test_what_annoyed_is_ticked_and_stands_in_the_story(client, cast):
    ticket = told(cast)
    post(
        client, cast.clerk, ticket, "call-back",
        reached="yes", solved="yes", grade="2", tags=["errands", "rude"], note="来了三回",
    )  # fmt: skip
    assert ticket.call_backs.get().tags == ["errands", "rude"]
    story = client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "，跑了几趟，态度不好：来了三回" in story


def test_one_matter_goes_into_another(client, cast):
    lead, other = fresh(cast), fresh(cast)
    typed = f"{lead.number[:4]} {lead.number[4:]}"
    assert (
        post(client, cast.cadre, other, "merge", into=typed, reason="同一盏灯").status_code == 302
    )
    other.refresh_from_db()
    assert other.merged_into == lead
    wrong = post(client, cast.cadre, lead, "merge", into="12345678", reason="同一盏灯")
    assert wrong.status_code == 400
    assert "没有找到这个编号" in wrong.content.decode()


def test_a_rule_refuses_beside_its_field_and_keeps_what_was_typed(client, cast):
    ticket = accepted(cast)
    answer = post(client, cast.cadre, ticket, "resolve", result="列入明年计划", outcome="planned")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "列入计划要写今天以后的日子" in page.split('id="id_until_error"')[1][:300]
    assert "列入明年计划" in page


def test_text_too_long_is_refused_and_kept(client, cast):
    ticket, long = accepted(cast), "长" * 2001
    answer = post(client, cast.cadre, ticket, "resolve", result=long, outcome="done")
    assert answer.status_code == 400
    assert long in answer.content.decode()
    assert "最多2000个字" in answer.content.decode()


def test_who_was_slower_reads_what_changed_and_keeps_the_words(client, cast):
    ticket = accepted(cast)
    seq = ticket.last_seq
    actions.note(ticket=ticket, text="电工说明天来", public=False, by=cast.duty, at=cast.at)
    answer = post(
        client, cast.cadre, ticket, "resolve", seq=seq, result="灯泡换好了", outcome="done"
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "李秀英记：电工说明天来" in page
    assert "灯泡换好了" in page
    ticket.refresh_from_db()
    assert ticket.status == "in_progress"
    again = post(client, cast.cadre, ticket, "resolve", result="灯泡换好了", outcome="done")
    assert again.status_code == 302


def test_a_second_tap_on_accept_is_a_page_not_an_error(client, cast):
    ticket = fresh(cast)
    assert post(client, cast.cadre, ticket, "accept", seq=1).status_code == 302
    answer = post(client, cast.duty, ticket, "accept", seq=1)
    assert answer.status_code == 409
    assert "王来顺受理" in answer.content.decode()


def test_without_the_last_step_nothing_is_done(client, cast):
    ticket = fresh(cast)
    answer = log_in(client, cast.cadre).post(
        reverse("ticket-accept", args=[ticket.number]), {"seq": ""}
    )
    assert answer.status_code == 400
    ticket.refresh_from_db()
    assert ticket.status == "submitted"


@pytest.mark.parametrize("act", ACTS)
def test_another_village_finds_nothing(client, cast, act):
    ticket = fresh(cast)
    log_in(client, cast.neighbour)
    assert client.get(reverse("ticket", args=[ticket.number])).status_code == 404
    assert client.get(reverse(f"ticket-{act}", args=[ticket.number])).status_code == 404
    assert (
        client.post(reverse(f"ticket-{act}", args=[ticket.number]), {"seq": 1}).status_code == 404
    )


def test_a_post_that_may_not_is_refused(client, cast):
    ticket = asked_for_time(cast)
    assert post(client, cast.cadre, ticket, "decide-extension", approve="yes").status_code == 403
    assert post(client, cast.duty, ticket, "assign", user=cast.duty.pk).status_code == 403


def test_name_and_phone_are_masked_for_whoever_does_not_work_on_it(client, cast):
    ticket = accepted(cast)
    page = log_in(client, cast.clerk).get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "周*牛" in page
    assert "周铁牛" not in page
    assert "16000000101" not in page.replace(" ", "")
    page = log_in(client, cast.cadre).get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "周铁牛" in page
    assert "tel:16000000101" in page


def test_reading_the_whole_name_needs_the_password_a_reason_and_leaves_a_trace(client, cast):
    ticket = accepted(cast)
    address = reverse("ticket-reveal", args=[ticket.number])
    log_in(client, cast.clerk)
    assert client.post(address, {"reason": "核对"}).status_code == 302
    assert not AuditEntry.objects.filter(verb="reveal").exists()
    session = client.session
    session[CONFIRMED_AT] = portal_clock.now().isoformat()
    session.save()
    assert client.post(address, {"reason": ""}).status_code == 400
    page = client.post(address, {"reason": "核对低保户"}).content.decode()
    assert "周铁牛" in page
    entry = AuditEntry.objects.get(verb="reveal")
    assert (entry.actor, entry.subject, entry.reason) == (
        cast.clerk,
        f"ticket:{ticket.number}",
        "核对低保户",
    )


def test_the_new_code_is_shown_once_to_who_asked_for_it(client, cast, clock):
    ticket = fresh(cast)
    answer = post(client, cast.cadre, ticket, "reissue-code", reason="纸条丢了")
    assert answer.url == reverse("ticket-receipt", args=[ticket.number])
    assert "查询码" in client.get(answer.url).content.decode()
    assert log_in(client, cast.duty).get(answer.url).status_code == 404


def test_a_receipt_closes_after_half_an_hour(client, cast, clock):
    ticket = fresh(cast)
    address = post(client, cast.cadre, ticket, "reissue-code", reason="纸条丢了").url
    clock.set(clock.at + timedelta(minutes=31))
    assert client.get(address).status_code == 404


def test_after_an_act_from_the_list_one_is_back_at_its_row(client, cast):
    ticket = fresh(cast)
    answer = post(client, cast.cadre, ticket, "accept", back="desk")
    assert answer.url == f"/desk/?at={ticket.number}#m{ticket.number}"
    assert '<details class="more replies" open>' in client.get(answer.url).content.decode()


def test_a_tap_on_the_phone_button_is_written_down_by_itself(client, cast):
    ticket = fresh(cast)
    address = reverse("ticket-call", args=[ticket.number])
    assert log_in(client, cast.cadre).post(address).status_code == 204
    entry = AuditEntry.objects.get(verb="call")
    assert (entry.actor, entry.subject) == (cast.cadre, f"ticket:{ticket.number}")
    assert log_in(client, cast.neighbour).post(address).status_code == 404
    assert log_in(client, cast.clerk).post(address).status_code == 403
