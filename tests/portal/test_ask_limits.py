"""How often one may ask in an hour: what is faulty or repeated does not count, an urgent ask always gets in."""

import pytest

from accounts.models import LimitCounter
from services.models import Ticket
from tests.portal.test_ask import ASK, SAID

API = "/api/v1/tickets/"
BODY = {
    "region": "410327102200",
    "text": "路灯坏了",
    "requester_phone": "16000000101",
}


@pytest.fixture(autouse=True)
def village_page(center, cadre, clock) -> None:
    """Somebody answers for the village."""


@pytest.fixture
def full(client) -> None:
    for number in range(5):
        client.post(ASK, asked(number))


def asked(number: int) -> dict[str, str]:
    return SAID | {"key": f"k{number}", "text": f"第{number}盏路灯坏了"}


def counted() -> int:
    row = LimitCounter.objects.filter(bucket="phone:16000000101").first()
    return row.count if row else 0


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "😀" * 10_000}, {"requester_name": "字" * 41}]
)
def test_what_cannot_be_taken_in_does_not_count(client, wrong):
    for _ in range(7):
        assert client.post(ASK, SAID | wrong).status_code == 400
    assert counted() == 0
    assert client.post(ASK, SAID).status_code == 302


def test_sending_the_same_form_again_does_not_count(client):
    for _ in range(7):
        assert client.post(ASK, SAID).status_code == 302
    assert counted() == Ticket.objects.count() == 1


def test_the_last_one_sent_again_still_gets_its_answer_when_the_hour_is_full(client, full):
    assert client.post(ASK, asked(4)).status_code == 302
    assert client.post(ASK, asked(5)).status_code == 429
    assert counted() == Ticket.objects.count() == 5


def test_an_urgent_ask_is_taken_in_when_the_hour_is_full_and_told_to_phone(client, full):
    page = client.post(ASK, SAID | {"key": "k5", "urgent": "on"}, follow=True).content.decode()
    assert "请马上打这个电话，网上夜里可能没人看见" in page
    assert Ticket.objects.filter(urgent_claimed=True).count() == 1


def test_the_interface_counts_alike(client, full):
    post = {"data": BODY, "content_type": "application/json"}
    refused = client.post(API, **post)
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert (
        client.post(API, data=BODY | {"urgent": True}, content_type="application/json").status_code
        == 201
    )


def test_a_villager_who_comes_back_finds_their_number(client):
    page = client.get(ASK).content.decode()
    field = page[page.index('name="requester_phone"') - 100 :][:260]
    assert 'autocomplete="tel"' in field
