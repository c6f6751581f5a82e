"""登记一件事: one screen, one write, its receipt; what was typed is never lost (B11, B12, B62; E1, E2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Post
from accounts.roles import Role
from services.models import Ticket
from services.numbers import code_for, spoken
from tests.conftest import hire, log_in
from tests.services.states import fresh


@pytest.fixture
def form(cast, village):
    """The six fields as a cadre fills them in."""
    return {
        "requester_name": "刘小满",
        "requester_phone": "160 0000 0102",
        "place": "3组",
        "text": "门口水管子崩了",
        "item": "",
        "region": village.pk,
        "first_contact": cast.cadre.pk,
        "channel": "hotline",
        "key": "k1",
    }


@pytest.fixture
def desk(client, cast):
    return log_in(client, cast.cadre)


def test_the_screen_has_six_fields_and_hides_the_only_village(desk, lamp):
    page = desk.get("/desk/new/").content.decode()
    for label in ("谁", "电话", "在哪儿", "什么事", "办啥事项（可以空，打字就找）", "很急"):
        assert label in page
    assert 'type="hidden" name="region"' in page
    assert '<option value="路灯报修">' in page


def test_a_call_is_written_down_at_once_with_number_and_code(desk, form, cast):
    answer = desk.post("/desk/new/", form)
    ticket = Ticket.objects.get()
    assert answer.url == f"/desk/tickets/{ticket.number}/receipt/"
    assert (ticket.requester.phone, ticket.first_contact, ticket.channel, ticket.status) == (
        "16000000102",
        cast.cadre,
        "hotline",
        "submitted",
    )
    page = desk.get(answer.url).content.decode()
    assert spoken(ticket.number) in page
    assert spoken(code_for(ticket.number, 1)) in page
    assert "王来顺" in page
    assert "最晚" in page


def test_the_person_asked_is_first_contact_not_the_typist(desk, form, cast):
    """B12."""
    desk.post("/desk/new/", form | {"first_contact": cast.duty.pk, "on_behalf_of": "他娘赵桂英"})
    ticket = Ticket.objects.get()
    assert (ticket.first_contact, ticket.entered_by, ticket.on_behalf_of) == (
        cast.duty,
        cast.cadre,
        "他娘赵桂英",
    )


def test_a_representative_without_a_log_in_can_have_been_asked(desk, form, cast):
    """Told by them, typed by the cadre."""
    person = hire("rep", "田野", 50, cast.units.village, Role.REPRESENTATIVE)
    assert not person.has_usable_password()
    assert "田野" in desk.get("/desk/new/").content.decode()
    desk.post("/desk/new/", form | {"first_contact": person.pk, "channel": "representative"})
    assert Ticket.objects.get().first_contact == person


def test_a_stamp_is_one_screen_and_counted_apart(desk, form):
    """B62: done on the spot; nobody needs to be reached again, so neither phone nor place is asked."""
    counter = form | {
        "requester_phone": "",
        "place": "",
        "text": "盖个章",
        "channel": "in_person",
        "done": "已盖章",
    }
    answer = desk.post("/desk/new/", counter)
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.instant, ticket.outcome, ticket.place) == (
        "closed",
        True,
        "done",
        "窗口",
    )
    assert "当场办好了，不用再回话" in desk.get(answer.url).content.decode()


def test_what_was_done_may_be_said_in_own_words(desk, form):
    desk.post("/desk/new/", form | {"done": "", "result": "借了梯子"})
    ticket = Ticket.objects.get()
    assert ticket.events.get(verb="finish_at_once").words.text == "借了梯子"
    refused = desk.post("/desk/new/", form | {"done": "", "result": "", "key": "k2"})
    assert refused.status_code == 400
    assert "请写办的结果" in refused.content.decode()


def test_a_double_click_makes_one(desk, form):
    first, second = (desk.post("/desk/new/", form) for _ in range(2))
    assert first.url == second.url
    assert Ticket.objects.count() == 1


def test_the_same_screen_sent_again_with_other_words_leads_to_the_first(desk, form):
    desk.post("/desk/new/", form)
    answer = desk.post("/desk/new/", form | {"text": "另一件"})
    ticket = Ticket.objects.get()
    assert answer.status_code == 400
    assert f"这件事刚才已经交过了，编号是{ticket.number}" in answer.content.decode()
    assert "另一件" in answer.content.decode()


REFUSED = [
    ({"text": ""}, "id_text_error", "还没写什么事"),
    ({"text": "长" * 2001}, "id_text_error", "最多2000个字"),
    ({"requester_phone": "1600000010"}, "id_requester_phone_error", "电话少了一位。手机是11位数字"),
    ({"requester_phone": "", "place": ""}, "id_requester_phone_error", "没有电话就写在哪儿"),
    ({"item": "没有的事项"}, "id_item_error", "没有这个事项"),
    ({"requester_name": "长" * 41}, "id_requester_name_error", "最多40个字"),
]


@pytest.mark.parametrize(("wrong", "field", "sentence"), REFUSED)
def test_an_error_stands_beside_its_field_and_everything_typed_is_still_there(
    desk, form, wrong, field, sentence
):
    said = form | wrong
    answer = desk.post("/desk/new/", said)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page.split(f'id="{field}"')[1][:400]
    for name in ("text", "requester_name", "requester_phone", "place", "item"):
        assert str(said[name]) in page
    assert not Ticket.objects.exists()
    fixed = desk.post("/desk/new/", form)
    assert fixed.status_code == 302


def test_an_item_gives_class_and_mode(desk, form, lamp):
    desk.post("/desk/new/", form | {"item": "路灯报修"})
    ticket = Ticket.objects.get()
    assert (ticket.item, ticket.ticket_class, ticket.category) == (lamp, "basic", lamp.category)


def test_another_village_cannot_be_chosen(desk, form, neighbour_village):
    answer = desk.post("/desk/new/", form | {"region": neighbour_village.pk})
    assert answer.status_code == 400
    assert not Ticket.objects.exists()


def test_a_township_chooses_among_its_villages(
    client, cast, form, neighbour_village, other_village
):
    page = log_in(client, cast.clerk).get("/desk/new/").content.decode()
    assert "柳泉镇 鱼泉村" in page
    assert "阁北村" not in page
    client.post(
        "/desk/new/", form | {"region": neighbour_village.pk, "first_contact": cast.clerk.pk}
    )
    assert Ticket.objects.get().unit == cast.units.neighbour


def test_a_report_typed_by_staff_gives_the_slip_and_is_out_of_sight(desk, form, cast):
    answer = desk.post("/desk/new/", form | {"kind": "report"})
    ticket = Ticket.objects.get()
    assert ticket.confidential
    receipt = desk.get(answer.url).content.decode()
    assert spoken(code_for(ticket.number, 1)) in receipt
    assert cast.confidential.name not in receipt
    assert "只有县里专办的人能看到" in receipt
    assert desk.get(f"/desk/tickets/{ticket.number}/slip/").status_code == 200
    assert desk.get(f"/desk/tickets/{ticket.number}/").status_code == 404
    assert ticket.number not in desk.get("/desk/").content.decode()


def test_the_slip_goes_home_with_number_code_and_phone(desk, form):
    address = desk.post("/desk/new/", form).url.replace("receipt", "slip")
    ticket = Ticket.objects.get()
    page = desk.get(address).content.decode()
    for words in (
        spoken(ticket.number),
        spoken(code_for(ticket.number, 1)),
        "0379-0000 0011",
        "王来顺",
    ):
        assert words in page


def test_nobody_else_sees_the_receipt(client, cast, form):
    address = log_in(client, cast.cadre).post("/desk/new/", form).url
    assert log_in(client, cast.duty).get(address).status_code == 404


def test_a_department_does_not_record(client, cast):
    assert log_in(client, cast.liaison).get("/desk/new/").status_code == 403
    assert client.post("/desk/new/seen/", {}).status_code == 403


def seen(client, **said) -> str:
    return client.post("/desk/new/seen/", said).content.decode()


def test_while_the_phone_is_typed_the_earlier_matter_is_said(client, cast, village):
    fresh(cast)
    log_in(client, cast.duty)
    assert "来过：村东头小桥那儿的路灯坏" in seen(
        client, requester_phone="160 0000 0101", region=village.pk
    )
    assert seen(client, requester_phone="1600000010", region=village.pk).strip() == ""
    assert seen(log_in(client, cast.neighbour), requester_phone="16000000101").strip() == ""


SAME = [
    ("小桥那儿路灯又不亮了，坏有半个月", True),
    ("医保今年交多少钱", False),
    ("路", False),
]


@pytest.mark.parametrize(("text", "same"), SAME)
def test_what_sounds_the_same_in_the_village_is_offered(client, cast, village, text, same):
    ticket = fresh(cast)
    page = seen(log_in(client, cast.duty), text=text, region=village.pk)
    assert (f'value="{ticket.number}"' in page) is same


def test_the_same_item_is_offered_whatever_the_words(client, cast, village, lamp):
    ticket = cast.ask(item=lamp)
    page = seen(
        log_in(client, cast.duty), text="黑咕隆咚看不见路", item="路灯报修", region=village.pk
    )
    assert ticket.number in page


LAMPS = [
    ("村西头路灯也不亮了", True),
    ("俺家门口灯坏了", True),
    ("学校西边路面塌了", False),
]


@pytest.mark.parametrize(("text", "same"), LAMPS)
def test_a_second_lamp_is_offered_by_its_everyday_name(client, cast, village, lamp, text, same):
    """Neither was given an item, and the words differ."""
    lamp.also_called = "路灯 灯不亮 灯坏了"
    lamp.save()
    ticket = fresh(cast)
    page = seen(log_in(client, cast.duty), text=text, region=village.pk)
    assert (f'value="{ticket.number}"' in page) is same


def test_what_is_older_than_a_month_is_not_the_same(client, cast, clock, village):
    fresh(cast)
    clock.set(clock.at + timedelta(days=31))
    assert (
        seen(log_in(client, cast.duty), text="村东头小桥那儿的路灯坏了", region=village.pk).strip()
        == ""
    )


def test_merging_while_recording_keeps_both_callers(desk, form, cast):
    lead = fresh(cast)
    answer = desk.post("/desk/new/", form | {"merge_into": lead.number})
    ticket = Ticket.objects.exclude(pk=lead.pk).get()
    assert (ticket.status, ticket.merged_into) == ("merged", lead)
    assert f"并到 {lead.number}" in desk.get(answer.url).content.decode()
    assert desk.post("/desk/new/", form | {"merge_into": lead.number}).url == answer.url


def test_a_matter_is_not_merged_into_one_out_of_sight(desk, form, cast, units):
    there = cast.ask(region=units.neighbour.region)
    desk.post("/desk/new/", form | {"merge_into": there.number})
    assert Ticket.objects.exclude(pk=there.pk).get().merged_into is None


def test_whoever_has_two_villages_is_asked_which(client, cast, units):
    Post.objects.create(
        user=cast.duty, unit=units.neighbour, role=Role.AGENT, starts=cast.at.date()
    )
    page = log_in(client, cast.duty).get("/desk/new/").content.decode()
    assert "哪个村" in page
    assert "柳泉镇 鱼泉村" in page


@pytest.mark.parametrize(
    ("role", "channel"),
    [
        (Role.MEMBER, "hotline"),
        (Role.REPRESENTATIVE, "representative"),
        (Role.CIRCLE_MEMBER, "circle"),
    ],
)
def test_the_usual_way_in_hangs_on_the_post(client, units, at, calendar, role, channel):
    person = hire("somebody", "田野", 50, units.village, role)
    page = log_in(client, person).get("/desk/new/").content.decode()
    assert f'<option value="{channel}" selected>' in page


def test_a_matter_done_at_the_counter_is_not_on_the_list(desk, form):
    desk.post("/desk/new/", form | {"done": "已复印"})
    assert "眼下没有要办的事" in desk.get("/desk/").content.decode()
