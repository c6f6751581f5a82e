"""Tickets by API: taking in, reading in scope, acting (DESIGN 5)."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from services.models import Ticket
from services.numbers import code_for

NEW = {"region": "410327102200", "text": "路灯坏了", "requester_phone": "16000000101"}
URL = "/api/v1/tickets/"


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture
def staff(api, cadre) -> APIClient:
    api.force_authenticate(cadre)
    return api


def test_a_villager_gets_number_code_first_contact_and_clocks(api, units, cadre, clock):
    answer = api.post(URL, NEW, format="json")
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"number", "code", "status", "first_contact", "clocks", "phones"}
    assert body["first_contact"] == {"name": "王来顺", "post": "站长"}
    assert {row["kind"] for row in body["clocks"]} == {"accept", "contact"}
    assert body["code"] == code_for(body["number"], 1)
    assert body["phones"][0]["phone"] == "0379-00000011"


def test_the_same_key_and_body_answer_the_same_ticket_again(api, units, cadre, clock):
    answers = [
        api.post(URL, NEW, format="json", headers={"Idempotency-Key": "abc"}) for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json()["code"] == answers[1].json()["code"]
    other = api.post(URL, NEW | {"text": "别的"}, format="json", headers={"Idempotency-Key": "abc"})
    assert (other.status_code, other["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"text": ""}, "text", "还没写什么事"),
        ({"requester_phone": "1600000010"}, "requester_phone", "电话少了一位"),
        ({"region": "999999999999"}, "region", "没有这个代码的村"),
        ({"service_item": "999"}, "service_item", "没有这个编码的事项"),
        ({"requester_phone": "", "place": ""}, "requester_phone", "请写电话"),
        ({"text": "灯" * 2001}, "text", "最多2000个字"),
    ],
)
def test_bad_input_names_its_field_in_chinese(api, units, cadre, clock, change, field, said):
    answer = api.post(URL, NEW | change, format="json")
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["field"] == field
    assert said in error["detail"]
    assert not Ticket.objects.exists()


def test_a_villager_cannot_claim_to_be_the_hotline(api, units, cadre, clock):
    api.post(URL, NEW | {"channel": "12345", "external_number": "9"}, format="json")
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.external_number) == ("web", "")


def test_done_on_the_spot_is_over_in_one_call(staff, units, cadre, clock):
    body = NEW | {"channel": "in_person", "done": {"result": "已盖章"}}
    answer = staff.post(URL, body, format="json")
    assert answer.json()["status"] == "closed"
    ticket = Ticket.objects.get()
    assert ticket.instant
    assert not ticket.clocks.exists()


def test_an_ordinary_matter_by_api_alone(staff, api, ask, cadre, clerk, clock):
    ticket = ask()
    for act, body in [
        ("accept", {}),
        ("contact", {"channel": "phone", "reached": True}),
        ("resolve", {"result": "换好了", "outcome": "done"}),
        ("feed_back", {"channel": "phone"}),
    ]:
        answer = staff.post(f"{URL}{ticket.number}/{act}/", body, format="json")
        assert answer.status_code == 200, answer.json()
    assert (
        staff.post(f"{URL}{ticket.number}/call_back/", {"solved": True}, format="json").status_code
        == 403
    )
    api.force_authenticate(clerk)
    answer = api.post(
        f"{URL}{ticket.number}/call_back/", {"solved": True, "rating": 5}, format="json"
    )
    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", "done")


def test_an_act_out_of_turn_is_a_conflict_and_a_stale_page_too(staff, ask, cadre, clock):
    ticket = ask()
    assert (
        staff.post(
            f"{URL}{ticket.number}/resolve/", {"result": "好", "outcome": "done"}, format="json"
        ).status_code
        == 409
    )
    assert staff.post(f"{URL}{ticket.number}/accept/", {"seq": 0}, format="json").status_code == 409


def test_outside_the_scope_there_is_nothing(api, ask, neighbour, inspector, clock):
    ticket = ask()
    for person in (neighbour, inspector):
        api.force_authenticate(person)
        assert api.get(f"{URL}{ticket.number}/").status_code == 404
        assert api.post(f"{URL}{ticket.number}/accept/", {}, format="json").status_code == 404
        assert api.get(URL).json()["results"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_with_three(
    staff, ask, cadre, clock, django_assert_num_queries, count
):
    for number in range(count):
        ask(requester_phone=f"1600000020{number}")
    staff.get(URL)
    with django_assert_num_queries(3):
        assert len(staff.get(URL).json()["results"]) == count


def test_events_read_as_sentences(staff, ask, clock):
    ticket = ask()
    rows = staff.get(f"{URL}{ticket.number}/events/").json()["results"]
    assert [row["sentence"] for row in rows] == ["网页来的，首问王来顺"]


def test_the_villager_reads_and_acts_with_the_code(api, ask, cadre, clock):
    ticket = ask()
    url, code = f"/api/v1/public/tickets/{ticket.number}/", code_for(ticket.number, 1)
    body = api.get(url, {"code": code}).json()
    assert body["sentence"] == "已经送到村里，最晚明天下午5:30给您回话"
    assert body["may"] == ["urge", "add", "withdraw"]
    assert api.post(f"{url}urge/", {"code": code}, format="json").status_code == 200
    assert api.post(f"{url}urge/", {"code": code}, format="json").status_code == 400
    assert (
        api.post(f"{url}withdraw/", {"code": code}, format="json").json()["status"] == "withdrawn"
    )


def test_the_sixth_wrong_code_slows_down_only_this_number_and_address(api, ask, clock):
    ticket = ask()
    url = f"/api/v1/public/tickets/{ticket.number}/"
    code = code_for(ticket.number, 1)
    wrong = "000000" if code != "000000" else "000001"
    answers = [api.get(url, {"code": wrong}) for _ in range(7)]
    assert [one.status_code for one in answers] == [404] * 5 + [429] * 2
    assert int(answers[-1]["Retry-After"]) > 0
    assert Client(REMOTE_ADDR="203.0.113.9").get(url, {"code": code}).status_code == 200
