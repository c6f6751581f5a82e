"""A villager is written to where the county can, and phoned where it cannot; nothing ends untold (B14, B57)."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection

from accounts.privacy.persons import Person
from config.errors import Refusal
from notify import actions as notify
from notify.models import Message, PhoneTask
from services import actions
from services.models import Ticket
from services.numbers import lot
from services.timeline import Names, step_sentence
from tests.conftest import log_in
from tests.services.states import declined, resolved, waiting_for_papers

PHONE = "0379-00000011"


@pytest.fixture
def sms(settings, tmp_path):
    """SMS go into a file; answers what was written to whom."""
    settings.SMS_BACKEND, settings.VAR_DIR = "file", tmp_path

    def sent() -> list[tuple[str, str]]:
        lines = [
            line for file in tmp_path.glob("sms/*.jsonl") for line in file.read_text().splitlines()
        ]
        return [(row["phone"], row["text"]) for row in map(json.loads, lines)]

    return sent


def told(cast):
    ticket = resolved(cast)
    return actions.feed_back(ticket=ticket, channel="sms", by=cast.cadre, at=cast.at)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (declined, "您说的事这里办不了，编号{number}。该去找谁，打{phone}问"),
        (waiting_for_papers, "您的事还差1样材料，编号{number}。缺啥、交到哪儿，打{phone}问"),
        (told, "您说的事有结果了，编号{number}。有话打{phone}"),
    ],
)
def test_the_design_s_three_messages_reach_a_mobile(cast, sms, state, words):
    ticket = state(cast)
    notify.sweep(at=cast.at)
    assert sms() == [("16000000101", words.format(number=ticket.number, phone=PHONE))]


def test_without_a_gateway_nothing_is_written(cast):
    declined(cast)
    assert not Message.objects.exclude(channel="in_app").exists()
    assert not PhoneTask.objects.exists()


def test_who_has_no_mobile_is_phoned_by_the_unit(cast, sms):
    ticket = cast.ask(requester_phone="0379-00000099")
    actions.decline(
        ticket=ticket, reason="in_court", where_to="法院12368", by=cast.cadre, at=cast.at
    )
    task = PhoneTask.objects.get()
    assert (task.unit, task.about) == (cast.units.village, f"ticket:{ticket.number}")
    assert task.text.startswith("他的电话收不了短信，请打电话告诉他：")


def test_a_landline_cannot_be_fed_back_by_sms(cast, sms):
    ticket = cast.ask(requester_phone="0379-00000099")
    actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)
    actions.resolve(ticket=ticket, result="好了", outcome="done", by=cast.cadre, at=cast.at)
    with pytest.raises(Refusal, match="请打电话告诉"):
        actions.feed_back(ticket=ticket, channel="sms", by=cast.cadre, at=cast.at)


def test_who_wrote_by_mail_is_answered_by_mail(cast, mailoutbox):
    ticket = cast.ask(requester_phone="", requester_email="niu@example.org", channel="email")
    actions.decline(
        ticket=ticket, reason="in_court", where_to="法院12368", by=cast.cadre, at=cast.at
    )
    notify.sweep(at=cast.at)
    assert [letter.to for letter in mailoutbox] == [["niu@example.org"]]
    assert mailoutbox[0].subject == f"您说的事这里办不了，编号{ticket.number}"
    assert "请找：法院12368" in mailoutbox[0].body


@pytest.fixture
def by_letter(cast):
    """A matter that came by e-mail from somebody who also left a mobile; done, not yet told."""
    asked = {"requester_phone": "16000000101", "requester_email": "niu@example.org"}
    ticket = cast.ask(channel="email", **asked)
    actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)
    return actions.resolve(
        ticket=ticket, result="灯换好了" * 40, outcome="done", by=cast.cadre, at=cast.at
    )


def test_a_letter_holds_the_whole_result_whatever_an_sms_may_hold(cast, by_letter, sms, mailoutbox):
    actions.feed_back(ticket=by_letter, channel="email", by=cast.cadre, at=cast.at)
    notify.sweep(at=cast.at)
    assert "灯换好了" * 40 in mailoutbox[0].body
    assert sms() == []
    told = by_letter.events.get(verb="feed_back")
    names = Names.of([told])
    for for_villager, words in ((False, "已告诉群众（邮件）"), (True, "告诉您结果了")):
        said = step_sentence(told, ticket=by_letter, names=names, for_villager=for_villager)
        assert said.endswith(words)


def test_the_address_is_sealed_and_goes_with_the_person(cast, by_letter, mailoutbox):
    actions.feed_back(ticket=by_letter, channel="email", by=cast.cadre, at=cast.at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notify_message WHERE channel = 'email'")
        assert "niu@" not in cursor.fetchone()[0]
    person = Person(phone="16000000101", matters=(by_letter.number,))
    notify.forget(person)
    assert not Message.objects.filter(channel="email").exists()


def test_sms_and_e_mail_are_chosen_apart(cast, by_letter, sms, mailoutbox):
    actions.feed_back(ticket=by_letter, channel="sms", by=cast.cadre, at=cast.at)
    notify.sweep(at=cast.at)
    assert len(sms()) == 1
    assert mailoutbox == []


def test_without_an_address_nobody_is_fed_back_by_e_mail(cast):
    with pytest.raises(Refusal, match="发不了邮件"):
        actions.feed_back(ticket=resolved(cast), channel="email", by=cast.cadre, at=cast.at)


def test_the_page_offers_e_mail_to_those_who_wrote_only(cast, by_letter, client):
    for ticket, offered in ((by_letter, "checked"), (resolved(cast), None)):
        page = log_in(client, cast.cadre).get(f"/desk/tickets/{ticket.number}/feed-back/")
        radio = re.search(r'<input[^>]*value="email"[^>]*>', page.content.decode())
        assert (offered in radio[0]) if offered else radio is None


def test_a_letter_that_does_not_arrive_is_told_another_way(cast, by_letter, settings):
    actions.feed_back(ticket=by_letter, channel="email", by=cast.cadre, at=cast.at)
    Message.objects.filter(channel="email").update(address="")
    notify.sweep(at=cast.at)
    assert PhoneTask.objects.get().text.startswith("邮件没发到，请打电话或者上门告诉他：")


def test_a_report_on_cadres_is_never_written_about(cast, sms):
    ticket = cast.ask(confidential=True)
    actions.decline(
        ticket=ticket, reason="in_court", where_to="法院12368", by=cast.confidential, at=cast.at
    )
    assert not Message.objects.filter(channel="sms").exists()


def test_what_did_not_arrive_is_phoned_and_does_not_close_by_itself(cast, sms, settings):
    """No closing without feedback that arrived or was logged."""
    ticket = resolved(cast)
    number = next(str(one) for one in range(12345670, 12346000) if lot(str(one)) > 90)
    Ticket.objects.filter(pk=ticket.pk).update(number=number)
    ticket.refresh_from_db()
    actions.feed_back(ticket=ticket, channel="sms", by=cast.cadre, at=cast.at)
    assert not ticket.drawn
    Message.objects.filter(channel="sms").update(text="字" * 71)
    notify.sweep(at=cast.at)
    task = PhoneTask.objects.get()
    assert task.text.startswith("短信没发到，请打电话告诉他：")
    week = cast.at + timedelta(days=8)
    notify.sweep(at=week)
    ticket.refresh_from_db()
    assert ticket.status == "answered"
    notify.finish_phone_task(task=task, by=cast.cadre, at=week)
    notify.sweep(at=week + timedelta(days=4))
    ticket.refresh_from_db()
    assert ticket.status == "closed"
