"""The 12345 hotline hands matters in by API under numbers of its own (B11)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from rest_framework.test import APIClient

from services.models import Ticket
from tests.conftest import log_in

URL = "/api/v1/tickets/"
NEW = {
    "region": "410327102200",
    "text": "路灯坏了",
    "requester_phone": "16000000101",
    "channel": "12345",
    "external_number": "GD20261123-0099",
}


@pytest.fixture
def hotline(units, cadre, clerk, clock) -> APIClient:
    """The township's clerk lends the hotline's program a post."""
    api = APIClient()
    api.force_authenticate(clerk)
    return api


def send(api: APIClient, **other: str):
    return api.post(URL, NEW | other, format="json")


@pytest.mark.django_db
def test_the_same_number_and_words_are_the_same_matter(hotline):
    first, again = send(hotline), send(hotline)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Ticket.objects.count() == 1


@pytest.mark.django_db
def test_the_same_number_with_another_matter_is_refused_by_name(hotline):
    number = send(hotline).json()["number"]
    answer = send(hotline, text="水管破了")
    assert answer.status_code == 422
    assert f"编号是{number}" in answer.json()["detail"]
    assert Ticket.objects.count() == 1


@pytest.mark.django_db
def test_two_callers_may_use_the_same_number(hotline, cadre):
    send(hotline)
    other = APIClient()
    other.force_authenticate(cadre)
    assert send(other).status_code == 201
    assert Ticket.objects.filter(external_number=NEW["external_number"]).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["GD20261123-0099", "20261123000123", "2026-1123-0001"])
def test_it_is_found_by_that_number_and_shows_it(hotline, client, cadre, number):
    told = send(hotline, external_number=number).json()["number"]
    found = hotline.get(URL, {"q": number}).json()["results"]
    assert [(row["number"], row["external_number"]) for row in found] == [(told, number)]
    assert number in log_in(client, cadre).get(f"/desk/tickets/{told}/").content.decode()


@pytest.mark.django_db
def test_it_is_not_found_outside_the_scope(hotline, neighbour):
    send(hotline)
    other = APIClient()
    other.force_authenticate(neighbour)
    assert other.get(URL, {"q": NEW["external_number"]}).json()["results"] == []


@pytest.mark.django_db(transaction=True)
def test_copies_that_arrive_together_are_one_matter(hotline, clerk):
    def once(_: int) -> int:
        api = APIClient()
        api.force_authenticate(clerk)
        try:
            return send(api).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(once, range(4))) == {201}
    assert Ticket.objects.count() == 1
