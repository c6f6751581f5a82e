"""A matter turns out to be a report on cadres: one act, and nobody of the line has it any more (B21)."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from config.errors import Conflict, Refusal
from notify import actions as notify
from notify.models import Alert, Message, PhoneTask
from services import actions
from services.actions import Replay, body_hash
from services.audience import sees
from services.models import Category, Clock, IdempotencyKey, Requester, Ticket
from services.numbers import code_for
from services.public import opened, public_matter
from tests.conftest import log_in
from tests.services.states import accepted


@pytest.fixture
def hidden(cast):
    """One that the village works on and that a department was offered, then hidden by the county."""
    ticket = accepted(cast)
    actions.transfer(
        ticket=ticket, unit=cast.units.department, reason="归住建局", by=cast.cadre, at=cast.at
    )
    return actions.make_confidential(
        ticket=ticket, reason="说的是村干部", by=cast.county, at=cast.at + timedelta(hours=1)
    )


def test_only_the_desk_sees_it_and_has_it(hidden, cast):
    row = Ticket.objects.get(pk=hidden.pk)
    assert {name for name, person in cast.people.items() if sees(person, row)} == {"confidential"}
    assert (row.unit, row.holder, row.first_contact) == (
        cast.units.confidential_desk,
        None,
        cast.confidential,
    )
    assert row.kind == "report"
    assert row.audience == [f"u:{cast.units.confidential_desk.pk}"]
    assert row.search.audience == row.audience


def test_what_the_villager_waits_for_runs_on_and_the_rest_is_void(hidden, cast):
    running = Clock.objects.running().filter(ticket=hidden)
    assert {(clock.kind, clock.unit) for clock in running} == {
        ("contact", cast.units.confidential_desk),
        ("handle", cast.units.confidential_desk),
    }
    assert hidden.clocks.get(kind="take").outcome == "void"
    lead = hidden.holdings.get(ended_at=None)
    assert (lead.unit, lead.user) == (cast.units.confidential_desk, None)


def test_messages_and_calls_go_and_the_desk_alone_is_told(hidden, cast):
    about = Message.objects.filter(about=f"ticket:{hidden.number}")
    assert [message.recipient for message in about] == [cast.confidential]
    assert not PhoneTask.objects.filter(about=f"ticket:{hidden.number}").exists()


def test_its_rungs_reach_the_desk_alone(hidden, cast, clock):
    clock.forward(days=30)
    notify.sweep(at=clock.now())
    about = Message.objects.filter(about=f"ticket:{hidden.number}")
    assert about.count() > 1
    assert {message.recipient for message in about} == {cast.confidential}
    assert not Alert.objects.failing().exists()


def test_an_urgent_one_wakes_nobody_any_more(cast):
    ticket = cast.ask(urgent=True)
    actions.make_confidential(ticket=ticket, reason="说的是村干部", by=cast.cadre, at=cast.at)
    assert not Alert.objects.of("urgent", ticket.pk).unsent().exists()


def test_what_was_merged_into_it_goes_with_it(cast):
    lead, other = cast.ask(), cast.ask(text="路灯的钱叫谁拿了")
    actions.merge(ticket=other, into=lead, reason="同一件", by=cast.cadre, at=cast.at)
    actions.make_confidential(ticket=lead, reason="说的是村干部", by=cast.cadre, at=cast.at)
    assert not Ticket.objects.visible_to(cast.cadre).exists()
    assert Ticket.objects.visible_to(cast.confidential).count() == 2


def test_a_villager_keeps_the_code_and_staff_do_not(cast):
    alone = cast.ask()
    typed = cast.ask(by=cast.cadre, channel="in_person", requester_phone="16000000102")
    codes = {row.pk: code_for(row.number, row.generation) for row in (alone, typed)}
    for row in (alone, typed):
        actions.make_confidential(ticket=row, reason="说的是村干部", by=cast.clerk, at=cast.at)
    assert opened(alone.number, codes[alone.pk]) == alone
    assert opened(typed.number, codes[typed.pk]) is None


def test_the_villager_reads_no_name_and_no_step_between_offices(hidden, cast):
    matter = public_matter(hidden, cast.at + timedelta(hours=2))
    assert matter.holder is None
    assert matter.first_contact is None
    assert [step.words for step in matter.steps] == ["您交上了", "县里收下，开始办"]


def test_a_request_of_staff_sent_again_does_not_answer_it(cast):
    replay = Replay(f"user:{cast.cadre.pk}", "k", body_hash("b"))
    intake = actions.Intake(
        region=cast.ask().region, text="钱的事", place="2组", channel="in_person"
    )
    ticket = actions.submit(intake=intake, at=cast.at, by=cast.cadre, replay=replay)
    actions.make_confidential(ticket=ticket, reason="说的是村干部", by=cast.clerk, at=cast.at)
    assert not IdempotencyKey.objects.filter(ticket=ticket).exists()


def test_a_second_time_is_a_conflict_and_a_reason_is_needed(hidden, cast):
    with pytest.raises(Conflict):
        actions.make_confidential(ticket=hidden, reason="再来", by=cast.confidential, at=cast.at)
    with pytest.raises(Refusal):
        actions.make_confidential(ticket=cast.ask(), reason=" ", by=cast.cadre, at=cast.at)


def test_nobody_of_the_line_is_made_anything_of_a_report(hidden, cast):
    with pytest.raises(Refusal, match="回避"):
        actions.change_first_contact(
            ticket=hidden, user=cast.cadre, reason="问问他", by=cast.confidential, at=cast.at
        )
    with pytest.raises(Refusal, match="不能转"):
        actions.transfer(
            ticket=hidden, unit=cast.units.village, reason="问", by=cast.confidential, at=cast.at
        )


def test_a_report_is_never_answered_by_sms(hidden, cast, settings):
    settings.SMS_BACKEND = "console"
    at = cast.at + timedelta(hours=2)
    actions.resolve(ticket=hidden, result="查了", outcome="done", by=cast.confidential, at=at)
    with pytest.raises(Refusal, match="不发短信"):
        actions.feed_back(ticket=hidden, channel="sms", by=cast.confidential, at=at)


def test_the_button_leads_back_to_the_list_and_the_receipt_is_gone(client, cast):
    ticket = cast.ask(by=cast.cadre, channel="in_person")
    log_in(client, cast.cadre)
    page = f"/desk/tickets/{ticket.number}/"
    assert "只让县里看" in client.get(page).content.decode()
    session = client.session
    session["receipts"] = {ticket.number: cast.at.isoformat()}
    session.save()
    assert client.get(f"{page}receipt/").status_code == 200
    answer = client.post(
        f"{page}make-confidential/", {"reason": "说的是村主任", "seq": ticket.last_seq}
    )
    assert answer.url == "/desk/"
    assert client.get(page).status_code == 404
    assert client.get(f"{page}receipt/").status_code == 404


def test_the_audit_says_who_opened_a_report_and_no_number(client, hidden, cast):
    log_in(client, cast.confidential)
    client.get(f"/desk/tickets/{hidden.number}/")
    client.get(f"/api/v1/tickets/{hidden.number}/")
    entries = AuditEntry.objects.filter(verb="open_report")
    assert {(entry.actor, entry.subject) for entry in entries} == {
        (cast.confidential, entries[0].subject)
    }
    assert entries[0].subject.startswith("report:")
    assert hidden.number not in entries[0].subject


# --- 回避: a complaint about the village's own service


@pytest.fixture
def avoided(cast):
    category = Category.objects.create(name="对服务的意见", about_service=True)
    return lambda **said: cast.ask(category=category, **said)


def test_the_village_gets_a_complaint_about_itself_by_no_way(avoided, cast):
    ticket = avoided()
    refused = [
        (actions.transfer, {"unit": cast.units.village, "reason": "你们看看"}),
        (actions.change_first_contact, {"user": cast.duty, "reason": "他熟"}),
    ]
    for act, said in refused:
        with pytest.raises(Refusal, match="回避"):
            act(ticket=ticket, by=cast.clerk, at=cast.at, **said)


def test_a_station_that_serves_the_village_too_keeps_away(avoided, cast, village):
    cast.units.neighbour.serves.add(village)
    with pytest.raises(Refusal, match="回避"):
        actions.transfer(
            ticket=avoided(), unit=cast.units.neighbour, reason="看", by=cast.clerk, at=cast.at
        )


def test_who_types_it_may_name_nobody_of_the_village(avoided, cast):
    ticket = avoided(by=cast.clerk, channel="hotline", first_contact=cast.duty)
    assert ticket.first_contact == cast.clerk


@pytest.mark.parametrize("complained_first", [True, False])
def test_it_is_not_merged_with_what_the_village_sees(avoided, cast, complained_first):
    pair = (avoided(), cast.ask()) if complained_first else (cast.ask(), avoided())
    with pytest.raises(Refusal, match="不能并"):
        actions.merge(ticket=pair[0], into=pair[1], reason="一样", by=cast.clerk, at=cast.at)


def test_after_escalation_return_and_dispute_the_village_still_sees_nothing(avoided, cast):
    ticket, at = avoided(), cast.at
    actions.escalate(ticket=ticket, reason="unable", by=cast.clerk, at=at)
    actions.give_back(ticket=ticket, reason="镇里办", by=cast.county, at=at)
    actions.decline(
        ticket=ticket, reason="no_public_matter", where_to="自己商量", by=cast.clerk, at=at
    )
    actions.dispute(ticket=ticket, at=at)
    assert not Ticket.objects.visible_to(cast.cadre).exists()
    told = Message.objects.filter(about=f"ticket:{ticket.number}")
    assert not {message.recipient for message in told} & {cast.cadre, cast.duty}


def test_requesters_stay_with_their_matter(hidden):
    assert Requester.objects.filter(tickets=hidden).exists()
