"""A form that lay open too long loses nothing, and carries nothing out by itself (B55)."""

import re

import pytest
from django.test import Client

from services.models import Ticket
from tests.conftest import log_in

ASK = "/c/410327102200/ask/"
SAID = {
    "text": "村东头路灯坏了",
    "requester_phone": "16000000101",
    "requester_name": "周铁牛",
    "key": "k1",
}


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def test_the_words_are_shown_and_nothing_is_taken_in(strict, center, cadre, clock):
    response = strict.post(ASK, SAID)
    page = response.content.decode()
    assert response.status_code == 403
    assert "放得太久了，再点一次，字都还在" in page
    assert "<p>村东头路灯坏了</p>" in page
    assert not Ticket.objects.exists()


def test_one_more_click_takes_it_in(strict, center, cadre, clock):
    again = fields(strict.post(ASK, SAID).content.decode())
    response = strict.post(ASK, again)
    assert response.status_code == 302
    assert Ticket.objects.count() == 1


def test_without_cookies_the_second_click_is_told_to_phone(strict, center, cadre, clock):
    again = fields(strict.post(ASK, SAID).content.decode())
    strict.cookies.clear()
    assert "请直接打村里电话" in strict.post(ASK, again).content.decode()


def test_what_was_typed_cannot_become_markup(strict, center, cadre, clock):
    page = strict.post(ASK, SAID | {"text": '灯"><script>坏'}).content.decode()
    assert "<script>坏" not in page


@pytest.mark.parametrize("headers", [{"Origin": "https://example.invalid"}, {"Origin": "null"}])
def test_a_form_of_a_strange_page_is_not_offered_again(strict, center, clock, headers):
    page = strict.post(ASK, SAID, headers=headers).content.decode()
    assert "没有照办" in page
    assert "村东头" not in page


@pytest.mark.parametrize(
    ("headers", "offered"), [({}, False), ({"Origin": "http://testserver"}, True)]
)
def test_with_a_log_in_the_browser_must_vouch_for_our_page(
    strict, center, cadre, clock, headers, offered
):
    page = (
        log_in(strict, cadre)
        .post("/desk/new/", {"text": "路灯坏了"}, headers=headers)
        .content.decode()
    )
    assert ("路灯坏了" in page) is offered


def test_a_password_is_never_written_into_the_page(strict, cadre):
    page = strict.post("/login/", {"username": "cadre", "password": "secret-of-mine"}).content
    assert b"secret-of-mine" not in page
    assert b'type="password"' in page
