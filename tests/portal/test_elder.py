"""Big letters: one click, no script, back to where one was (B55)."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_switch_comes_back_to_the_page_and_stays(client) -> None:
    answer = client.post("/elder/", {"next": "/nowhere/?q=1"})
    assert answer.headers["Location"] == "/nowhere/?q=1"
    assert 'class="public elder"' in client.get("/nowhere/").content.decode()


def test_a_second_click_switches_back(client) -> None:
    client.post("/elder/")
    client.post("/elder/")
    assert 'class="public"' in client.get("/nowhere/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://example.invalid/", "//example.invalid/", "javascript:alert(1)", ""]
)
def test_it_leads_nowhere_else(client, target) -> None:
    assert client.post("/elder/", {"next": target}).headers["Location"] == "/"


def test_it_needs_no_token() -> None:
    assert Client(enforce_csrf_checks=True).post("/elder/").status_code == 302
