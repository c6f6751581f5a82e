"""Modes, consent, papers in and out, appointments (B14, B15)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from config.errors import Conflict, Refusal
from notify.actions import sweep
from services import actions
from services.actions import Agreed, Plan, Received
from services.catalogue.modes import mode_for
from services.forms.papers import ChangeAppointmentForm
from services.models import Material, Paper, Ticket
from services.papers import consent_wanted
from services.timeline import Names, step_sentence
from tests.conftest import log_in
from tests.services.conftest import local

SIGNED = Agreed("signed", "马桂枝")
BOOK = Received("户口本")


@pytest.fixture
def errand(ask, allowance, cadre, at):
    """马桂枝 asks for the allowance: an agent's errand, accepted."""
    ticket = ask(item=allowance, requester_name="马桂枝")
    return actions.accept(ticket=ticket, by=cadre, at=at)


@pytest.mark.parametrize(
    ("level", "presence", "mode"),
    [
        ("village", "none", "direct"),
        ("village", "in_person", "direct"),
        ("township", "none", "agent"),
        ("county", "sign_at_home", "agent"),
        ("county", "in_person", "accompany"),
    ],
)
def test_two_questions_suggest_the_mode(level, presence, mode):
    assert mode_for(level, presence) == mode


def test_what_must_be_done_in_person_is_done_by_no_agent(ask, allowance, cadre, at):
    allowance.mode, allowance.presence = "accompany", "in_person"
    allowance.save()
    ticket = actions.accept(ticket=ask(item=allowance), by=cadre, at=at)
    with pytest.raises(Refusal, match="不能代办"):
        actions.change_mode(ticket=ticket, mode="agent", by=cadre, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(mode="agent")


def test_a_changed_mode_is_an_event_with_both_modes(errand, cadre, at):
    actions.change_mode(ticket=errand, mode="accompany", by=cadre, at=at)
    event = errand.events.get(verb="change_mode")
    assert (event.data["before"], event.data["mode"]) == ("agent", "accompany")


def test_consent_is_wanted_only_where_papers_or_identity_are_involved(
    ask, errand, allowance, cadre, at
):
    road = actions.accept(ticket=ask(mode="agent"), by=cadre, at=at)
    assert not consent_wanted(road)
    assert not consent_wanted(errand)
    Material.objects.create(item=allowance, order=1, text="户口本", form="original")
    assert consent_wanted(errand)
    actions.record_consent(ticket=errand, agreed=SIGNED, by=cadre, at=at)
    assert not consent_wanted(errand)


def test_consent_on_the_phone_needs_a_witness(errand, cadre, at):
    with pytest.raises(Refusal, match="谁见证"):
        actions.record_consent(ticket=errand, agreed=Agreed("spoken"), by=cadre, at=at)
    agreed = Agreed("spoken", witness="赵桂英")
    actions.record_consent(ticket=errand, agreed=agreed, by=cadre, at=at)
    with pytest.raises(Conflict):
        actions.record_consent(ticket=errand, agreed=agreed, by=cadre, at=at)


def test_an_agent_takes_no_original_without_consent(errand, cadre, at):
    with pytest.raises(Refusal, match="本人同意"):
        actions.receive_papers(ticket=errand, papers=[BOOK], by=cadre, at=at)
    assert not Paper.objects.exists()
    actions.receive_papers(ticket=errand, papers=[Received("身份证", "copy")], by=cadre, at=at)
    actions.receive_papers(ticket=errand, papers=[BOOK], agreed=SIGNED, by=cadre, at=at)
    assert errand.consent.recorded_by == cadre


BAD_PAPERS = [
    ([], "收了什么"),
    ([Received(" ")], "收了什么"),
    ([Received("证" * 61)], "太长"),
    ([Received("证", "scan")], "原件还是复印件"),
    ([Received("证", copies=0)], "份数"),
    ([Received(f"证{number}") for number in range(51)], "50样"),
]


@pytest.mark.parametrize(("papers", "said"), BAD_PAPERS)
def test_papers_that_make_no_sense_are_refused_in_words(papers, said, errand, cadre, at):
    with pytest.raises(Refusal, match=said):
        actions.receive_papers(ticket=errand, papers=papers, agreed=SIGNED, by=cadre, at=at)


@pytest.fixture
def lent(errand, cadre, at):
    return actions.receive_papers(
        ticket=errand,
        papers=[BOOK, Received("身份证", "copy", 2)],
        agreed=SIGNED,
        by=cadre,
        at=at,
    )


def test_an_original_in_hand_stops_the_end_in_words(lent, cadre, at):
    done = {"ticket": lent, "result": "办好了", "outcome": "done", "by": cadre, "at": at}
    with pytest.raises(Refusal, match="户口本原件还没还（在柳泉村党群服务中心王来顺手上）"):
        actions.resolve(**done)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=lent.pk).update(status="closed", answered_at=at, outcome="done")
    book = lent.papers.get(form="original")
    actions.return_papers(ticket=lent, papers=[book.pk], by=cadre, at=at)
    actions.resolve(**done)
    actions.feed_back(ticket=lent, channel="visit", by=cadre, at=at)
    assert lent.status == "answered"
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=book.pk).update(returned_at=None, returned_by=None)


def test_another_unit_finishes_while_the_village_still_has_the_papers(
    lent, cadre, liaison, units, at
):
    actions.transfer(ticket=lent, unit=units.department, reason="归住建局", by=cadre, at=at)
    actions.take(ticket=lent, by=liaison, at=at)
    actions.resolve(ticket=lent, result="批了", outcome="done", by=liaison, at=at)
    with pytest.raises(Refusal, match="还没还"):
        actions.feed_back(ticket=lent, channel="visit", by=liaison, at=at)
    actions.return_papers(
        ticket=lent, papers=[lent.papers.get(form="original").pk], by=cadre, at=at
    )
    actions.feed_back(ticket=lent, channel="visit", by=cadre, at=at)


def test_what_is_done_on_the_spot_gives_the_originals_back_first(ask, cadre, at):
    ticket = ask()
    actions.receive_papers(ticket=ticket, papers=[BOOK], by=cadre, at=at)
    with pytest.raises(Refusal, match="还没还"):
        actions.accept(ticket=ticket, by=cadre, at=at, done=actions.Done("已盖章"))


def test_papers_are_given_back_even_when_the_villager_withdrew(lent, cadre, at):
    actions.withdraw(ticket=lent, at=at)
    book = lent.papers.get(form="original")
    actions.return_papers(ticket=lent, papers=[book.pk], by=cadre, at=at, to="他儿子")
    book.refresh_from_db()
    assert (book.returned_to, book.returned_by) == ("他儿子", cadre)
    with pytest.raises(Refusal, match="还了哪几样"):
        actions.return_papers(ticket=lent, papers=[book.pk], by=cadre, at=at)


def test_forgotten_papers_keep_their_count_and_lose_the_names(lent, at):
    actions.forget_papers(tickets=[lent])
    lent.consent.refresh_from_db()
    assert (lent.consent.who, lent.papers.count()) == ("", 2)


# --- appointments


def plan(cadre, when="2026-11-25T09:00", **changed) -> Plan:
    said = {"when": local(when), "kind": "counter", "companion": cadre, "place": "镇派出所2号窗口"}
    return Plan(**(said | changed))


BAD_PLANS = [
    ({"when": "2026-11-23T09:00"}, "已经过了"),
    ({"when": "2027-11-23T09:00"}, "太远"),
    ({"kind": "moon"}, "去哪儿"),
    ({"place": " "}, "到哪儿"),
    ({"place": "窗" * 61}, "太长"),
]


@pytest.mark.parametrize(("changed", "said"), BAD_PLANS)
def test_a_time_that_makes_no_sense_is_refused_in_words(changed, said, errand, cadre, at):
    with pytest.raises(Refusal, match=said):
        actions.appoint(ticket=errand, plan=plan(cadre, **changed), by=cadre, at=at)


def test_the_companion_is_reminded_the_evening_before_and_only_once(
    errand, cadre, duty_person, clock, at
):
    actions.appoint(ticket=errand, plan=plan(duty_person), by=cadre, at=at)
    sweep(at=clock.set(local("2026-11-24T17:59")))
    assert not duty_person.messages.filter(text__contains="明天有约").exists()
    sweep(at=clock.set(local("2026-11-24T18:01")))
    sweep(at=clock.set(local("2026-11-24T18:05")))
    assert duty_person.messages.filter(text__contains="明天有约").count() == 1


def test_the_page_that_changes_an_appointment_shows_the_day_and_hour_agreed(errand, cadre, at):
    actions.appoint(ticket=errand, plan=plan(cadre), by=cadre, at=at)
    form = ChangeAppointmentForm(ticket=errand, user=cadre)
    assert 'value="2026-11-25"' in str(form["day"])
    assert 'value="09:00"' in str(form["time"])


def test_a_changed_appointment_reminds_of_the_new_time_only(errand, cadre, duty_person, clock, at):
    actions.appoint(ticket=errand, plan=plan(cadre), by=cadre, at=at)
    with pytest.raises(Conflict):
        actions.appoint(ticket=errand, plan=plan(cadre), by=cadre, at=at)
    later = plan(duty_person, "2026-11-27T15:00")
    actions.change_appointment(ticket=errand, plan=later, reason="派出所停电", by=cadre, at=at)
    sweep(at=clock.set(local("2026-11-24T18:01")))
    assert not cadre.messages.filter(text__contains="明天有约").exists()
    sweep(at=clock.set(local("2026-11-26T18:01")))
    assert duty_person.messages.filter(text__contains="11月27日（星期五）下午3:00").exists()


def test_a_called_off_appointment_reminds_nobody(errand, cadre, clock, at):
    actions.appoint(ticket=errand, plan=plan(cadre), by=cadre, at=at)
    actions.cancel_appointment(ticket=errand, reason="下雪", by=cadre, at=at)
    sweep(at=clock.set(local("2026-11-24T18:01")))
    assert not cadre.messages.filter(text__contains="明天有约").exists()
    with pytest.raises(Conflict):
        actions.keep_appointment(ticket=errand, by=cadre, at=at)


def test_every_new_step_reads_as_a_sentence(lent, cadre, at):
    actions.appoint(ticket=lent, plan=plan(cadre), by=cadre, at=at)
    actions.change_appointment(
        ticket=lent, plan=plan(cadre, "2026-11-26T09:00"), reason="停电", by=cadre, at=at
    )
    actions.keep_appointment(ticket=lent, by=cadre, at=at, note="照了相")
    events = list(lent.events.select_related("words").order_by("seq"))
    names = Names.of(events)
    said = [step_sentence(one, ticket=lent, names=names, for_villager=True) for one in events]
    assert said[2:] == [
        "您同意替您办",
        "收下您的户口本原件、身份证复印件2份",
        "约好了：11月25日（星期三）上午9:00，王来顺领着去窗口",
        "约的时间改成11月26日（星期四）上午9:00，王来顺领着去窗口（停电）",
        "按约好的去过了",
    ]


# --- pages


def post(client, person, ticket, act, **fields):
    seq = Ticket.objects.get(pk=ticket.pk).last_seq
    return log_in(client, person).post(
        reverse(f"ticket-{act}", args=[ticket.number]), {"seq": seq, **fields}
    )


def test_one_screen_takes_consent_and_the_ticked_papers(client, errand, allowance, cadre):
    Material.objects.create(item=allowance, order=1, text="户口本", form="both", copies=2)
    fields = {"named": ["original|1|户口本"], "copies": "身份证 2份", "originals": ""}
    refused = post(client, cadre, errand, "receive-papers", **fields)
    assert (refused.status_code, "本人同意" in refused.text) == (400, True)
    assert "checked" in refused.text
    done = post(client, cadre, errand, "receive-papers", **fields, how="spoken", witness="赵桂英")
    assert done.status_code == 302
    assert [paper.words for paper in errand.papers.all()] == ["户口本原件", "身份证复印件2份"]


def test_papers_in_hand_stand_on_the_desk_until_one_tap_gives_them_back(
    client, lent, cadre, duty_person
):
    desk = log_in(client, cadre).get("/desk/").text
    assert "手上的纸" in desk
    assert "马桂枝 户口本原件" in desk
    assert "手上的纸" not in log_in(client, duty_person).get("/desk/").text
    book = lent.papers.get(form="original")
    answer = post(client, cadre, lent, "return-papers", papers=book.pk, back="desk")
    assert answer.status_code == 302
    assert "手上的纸" not in log_in(client, cadre).get("/desk/").text


def test_an_appointment_stands_on_the_desk_on_its_day_and_on_the_villagers_page(
    client, errand, cadre, clock, at
):
    day = {"kind": "counter", "day": "2026-11-25", "time": "09:00", "place": "镇派出所"}
    assert post(client, cadre, errand, "appoint", **day, companion=cadre.pk).status_code == 302
    assert "今天约好的" not in log_in(client, cadre).get("/desk/").text
    clock.set(local("2026-11-25T08:00"))
    assert "今天约好的" in log_in(client, cadre).get("/desk/").text
    from services.public import public_matter

    assert (
        public_matter(errand, clock.now()).appointment
        == "约好了：11月25日（星期三）上午9:00，王来顺领您去镇派出所"
    )
    assert post(client, cadre, errand, "keep-appointment").status_code == 302
    assert "今天约好的" not in log_in(client, cadre).get("/desk/").text


def test_two_answers_choose_the_mode_and_in_person_refuses_an_agent(client, errand, cadre):
    bad = {"decides": "county", "presence": "in_person", "mode": "agent"}
    assert "不能代办" in post(client, cadre, errand, "change-mode", **bad).text
    assert post(client, cadre, errand, "change-mode", **bad | {"mode": ""}).status_code == 302
    errand.refresh_from_db()
    assert errand.mode == "accompany"


def test_the_receipt_and_the_notice_are_printed(client, lent, cadre, at):
    log_in(client, cadre)
    receipt = client.get(reverse("paper-receipt", args=[lent.number])).text
    assert "今收到 马桂枝 的材料" in receipt
    assert "户口本" in receipt
    assert "柳泉村党群服务中心 王来顺" in receipt
    actions.ask_for_materials(
        ticket=lent, items=["残疾证（原件）", "病历"], by=cadre, at=at + timedelta(minutes=1)
    )
    sheet = client.get(reverse("supplement-sheet", args=[lent.number, 1])).text
    assert "还差 2 样材料" in sheet
    assert "病历" in sheet


def test_while_recording_the_item_says_its_mode_and_every_paper(client, allowance, cadre, village):
    Material.objects.create(item=allowance, order=1, text="户口本", form="original", copies=1)
    seen = log_in(client, cadre).post(
        reverse("register-seen"), {"item": allowance.name, "region": village.pk}
    )
    assert "最低生活保障审核确认：代办（县里定，不用本人到场）" in seen.text
    assert "要带：户口本（原件，1份）" in seen.text


def test_two_answers_while_recording_choose_the_mode(client, cadre, village):
    said = {"text": "办残疾证评级", "requester_phone": "16000000101", "channel": "hotline"}
    asked = {"decides": "county", "presence": "in_person"}
    base = {"region": village.pk, "first_contact": cadre.pk, "key": "k1"}
    answer = log_in(client, cadre).post(reverse("register"), said | asked | base)
    assert answer.status_code == 302
    assert Ticket.objects.get().mode == "accompany"
