"""A villager asks for what is kept, and to be erased: nothing is found any more, the numbers stand (B54)."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from accounts.models import AuditEntry
from config.errors import Refusal
from duty.models import DutyLogEntry
from notify import actions as notify
from notify.models import Message
from portal.persons import erase_person, export_person, find_person
from services import actions
from services.actions import Received
from services.anchors import anchor_ledger, broken_anchors
from services.models import Ticket
from services.numbers import code_for
from services.public import opened
from supervision.bases import Slice
from supervision.figures import FIGURES, counts
from supervision.periods import month
from tests.conftest import log_in

NAME, PHONE, WORDS = "周铁牛", "16000000101", "村东头小桥那儿的路灯坏有半个月了"


@pytest.fixture
def over(ask, cadre, lamp, at):
    """A matter that went the whole way, talked about in messages and in the duty log."""
    ticket = ask(item=lamp)
    actions.accept(ticket=ticket, by=cadre, at=at)
    actions.note(ticket=ticket, text=f"{NAME}家在桥头", public=False, by=cadre, at=at)
    actions.resolve(ticket=ticket, result=f"给{NAME}换了灯", outcome="done", by=cadre, at=at)
    actions.feed_back(ticket=ticket, channel="phone", by=cadre, at=at, note="谢谢")
    actions.rate(ticket=ticket, solved=True, grade=5, text=f"我是{NAME}", at=at)
    if Ticket.objects.get(pk=ticket.pk).status == "answered":
        Ticket.objects.filter(pk=ticket.pk).update(status="closed", ended_at=at)
    notify.send_sms(
        phone=PHONE, text="您的事办完了", cause="t", about=f"ticket:{ticket.number}", at=at
    )
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def logged(center, cadre, at):
    return DutyLogEntry.objects.create(
        center=center, kind="call", text=f"{NAME} {PHONE} 来电问路灯", at=at, by=cadre
    )


def everything_stored() -> str:
    """Every text of the database as it lies there."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        stored = []
        for table in tables:
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT every::text FROM {name} every")  # noqa: S608 - our own tables
            stored += [row for (row,) in cursor.fetchall()]
    return "\n".join(stored)


def test_nothing_is_left_and_the_figures_and_the_ledger_stand(over, logged, county, at):
    anchor_ledger(at=at)
    cut = Slice(county, month(at.date()), at)
    before = counts(cut, list(FIGURES))
    code = code_for(over.number, over.generation)
    counted = erase_person(person=find_person(phone=PHONE), at=at, reason="本人带身份证来")
    assert counted["matters"] == 1
    assert counted["log"] == 1
    kept = everything_stored()
    assert not [words for words in (NAME, PHONE, WORDS) if words in kept]
    assert counts(cut, list(FIGURES)) == before
    assert not list(broken_anchors())
    call_command("verify_ledger", verbosity=0)
    assert opened(over.number, code) is None


def test_nothing_is_found_by_search_in_messages_or_on_the_page(over, client, cadre, at):
    erase_person(person=find_person(number=over.number), at=at, reason="本人来")
    for words in (NAME, PHONE, "0101", "小桥"):
        assert not Ticket.objects.visible_to(cadre).found_by(words, cadre).exists()
    assert not Message.objects.filter(about=f"ticket:{over.number}").exists()
    log_in(client, cadre)
    page = client.get(f"/desk/tickets/{over.number}/").content.decode()
    assert NAME not in page
    assert WORDS not in page
    assert "说的话、姓名、电话已经删了" in page


def test_a_matter_that_is_not_over_is_not_erased(over, ask, at):
    ask()
    with pytest.raises(Refusal, match="办完再删"):
        erase_person(person=find_person(phone=PHONE), at=at, reason="本人来")
    assert Ticket.objects.get(pk=over.pk).text == WORDS


def test_the_paper_holds_all_that_is_theirs(over, at):
    paper = export_person(person=find_person(phone=PHONE), at=at, reason="本人来")
    (matter,) = paper["matters"]
    assert (matter["name"], matter["phone"], matter["text"]) == (NAME, PHONE, WORDS)
    assert matter["grades"][0]["grade"] == 5
    assert not any(
        "桥头" in step["words"] for step in matter["steps"]
    )  # an inner note is not theirs
    assert [message["text"] for message in paper["messages"]] == ["您的事办完了"]


def test_the_audit_knows_who_did_it_and_not_to_whom(over, county_officer, at):
    erase_person(person=find_person(phone=PHONE), at=at, by=county_officer, reason="本人来")
    entry = AuditEntry.objects.get(verb="erase_person")
    assert (entry.actor, entry.reason) == (county_officer, "本人来")
    assert PHONE not in str(entry.subject)


def test_commands_do_the_same(over, tmp_path, capsys):
    call_command("export_person", tmp_path / "p.json", phone=PHONE)
    assert json.loads((tmp_path / "p.json").read_text())["matters"][0]["phone"] == PHONE
    call_command("erase_person", number=over.number, reason="本人来", yes=True)
    with pytest.raises(CommandError, match="没有这个人"):
        call_command("erase_person", phone=PHONE, reason="本人来", yes=True)


# --- the page


@pytest.fixture
def county_page(client, county_officer, clock):
    log_in(client, county_officer)
    session = client.session
    session["confirmed_at"] = clock.now().isoformat()
    session.save()
    return client


SAID = {"phone": PHONE, "number": "", "reason": "本人带身份证来"}


def test_the_page_masks_and_asks_once_more_before_it_erases(over, county_page):
    page = county_page.post("/desk/person/", SAID).content.decode()
    assert "160****0101" in page
    assert NAME not in page
    answer = county_page.post("/desk/person/erase/", SAID)
    assert answer.status_code == 400
    assert "我知道" in answer.content.decode()
    assert Ticket.objects.get(pk=over.pk).text
    assert county_page.post("/desk/person/erase/", SAID | {"sure": "1"}).status_code == 302
    assert not Ticket.objects.get(pk=over.pk).text


def test_the_page_asks_for_the_password_first(over, client, security):
    log_in(client, security)
    assert client.post("/desk/person/paper/", SAID).url.startswith("/confirm/")


def test_the_paper_comes_as_a_file(over, county_page):
    answer = county_page.post("/desk/person/paper/", SAID)
    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["matters"]


def test_reports_are_the_confidential_desks_alone(ask, county_page, confidential_officer, at):
    ticket = ask(confidential=True)
    assert "没有这个人" in county_page.post("/desk/person/", SAID).content.decode()
    by_number = SAID | {"phone": "", "number": ticket.number}
    assert "没有这个人" in county_page.post("/desk/person/", by_number).content.decode()
    assert find_person(phone=PHONE, reports=True).matters == (ticket.number,)


# --- the end of keeping


def test_after_two_years_nobody_is_named_and_after_one_no_code_opens(over, ask, clock, cadre, at):
    call_command("retention", verbosity=0)
    assert Ticket.objects.get(pk=over.pk).requester.name == NAME
    going_on = ask()
    clock.forward(days=366)
    call_command("retention")
    row = Ticket.objects.get(pk=over.pk)
    assert (row.code_closed, row.requester.name) == (True, NAME)
    clock.forward(days=366)
    call_command("retention", "--dry-run")
    assert Ticket.objects.get(pk=over.pk).requester.name == NAME
    call_command("retention")
    row = Ticket.objects.get(pk=over.pk)
    assert (row.requester.name, row.requester.phone, row.place, row.text) == ("", "", "", WORDS)
    assert Ticket.objects.get(pk=going_on.pk).requester.name == NAME
    assert AuditEntry.objects.filter(verb="retention").count() == 2
    assert not Ticket.objects.found_by(NAME, cadre).filter(pk=over.pk).exists()
    assert Ticket.objects.found_by("小桥", cadre).filter(pk=over.pk).exists()
    call_command("verify_ledger", verbosity=0)


def test_the_county_sets_its_own_months(over, clock):
    from accounts.models import RetentionTerm

    RetentionTerm.objects.create(kind="contact_details", months=1)
    clock.forward(days=32)
    call_command("retention")
    assert Ticket.objects.get(pk=over.pk).requester.name == ""


def test_a_new_code_opens_again_what_was_closed(over, clock, cadre):
    clock.forward(days=366)
    call_command("retention")
    actions.reissue_code(ticket=over, reason="本人来问", by=cadre, at=clock.now())
    row = Ticket.objects.get(pk=over.pk)
    assert opened(row.number, code_for(row.number, row.generation)) == row


# --- what villagers are told


def test_what_was_told_is_written_down_by_its_version(client, center, county_officer, at, village):
    from accounts.models import PrivacyNotice

    said = {"text": "路灯坏了", "place": "2组", "requester_phone": PHONE, "key": "k1"}
    client.post(f"/c/{village.code}/ask/", said)
    PrivacyNotice.objects.create(version=2, text="只用来办您的事。\n\n办完就删。", since=at)
    client.post(f"/c/{village.code}/ask/", said | {"key": "k2", "text": "自来水停了"})
    told = [row.events.get(verb="submit").data["notice"] for row in Ticket.objects.order_by("pk")]
    assert told == [1, 2]
    assert "办完就删" in client.get("/privacy/").content.decode()
    assert "加了密" in client.get("/privacy/?version=1").content.decode()
    assert client.get("/privacy/?version=3").status_code == 404
    assert client.get("/privacy/?version=x").status_code == 404


def test_the_forms_lead_to_it(client, center, village):
    for door in ("ask", "call-me", "report"):
        assert 'href="/privacy/"' in client.get(f"/c/{village.code}/{door}/").content.decode()


def test_a_year_is_the_least_for_the_audit(db):
    from django.core.exceptions import ValidationError

    from accounts.models import RetentionTerm

    with pytest.raises(ValidationError, match="12个月"):
        RetentionTerm(kind="audit", months=6).full_clean()


def test_months_end_on_the_last_day_where_there_is_no_such_day(at):
    from accounts.privacy.keeping import months_before

    assert months_before(at.replace(month=3, day=31), 1).day == 28
    assert months_before(at.replace(month=1), 13) == at.replace(year=at.year - 2, month=12)
    assert months_before(at, 24) + timedelta(days=730) == at


def test_nobody_is_erased_whose_original_is_still_in_hand(ask, cadre, at):
    ticket = actions.accept(ticket=ask(), by=cadre, at=at)
    actions.receive_papers(ticket=ticket, papers=[Received("户口本")], by=cadre, at=at)
    actions.withdraw(ticket=ticket, reason="自己去办", channel="hotline", by=cadre, at=at)
    with pytest.raises(Refusal, match="户口本原件还没还（在柳泉村党群服务中心王来顺手上）"):
        erase_person(person=find_person(phone=PHONE), at=at, reason="本人带身份证来")
    assert find_person(phone=PHONE).matters
    paper = ticket.papers.get()
    actions.return_papers(ticket=ticket, papers=[paper.pk], by=cadre, at=at)
    assert erase_person(person=find_person(phone=PHONE), at=at, reason="本人来")["matters"] == 1
