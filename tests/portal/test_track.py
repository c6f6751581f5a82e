"""查我的事: number and code, what the villager reads and may do (screens.md 1.3)."""

from datetime import timedelta

import pytest

from services import actions
from services.numbers import code_for


@pytest.fixture
def opened(client, center, ask, clock):
    """A matter of today, its page open in the villager's browser."""
    ticket = ask()
    client.post("/t/", {"number": ticket.number, "code": code_for(ticket.number, 1)})
    return ticket


def test_number_and_code_open_the_page(client, opened):
    page = client.get(f"/t/{opened.number}/").content.decode()
    assert "已经送到村里，最晚明天下午5:30给您回话" in page
    assert page.count("明天下午5:30") == 1
    assert "您交上了，王来顺接的" in page


def test_the_phone_number_opens_it_too(client, center, ask, clock):
    ticket = ask()
    response = client.post("/t/", {"number": "160 0000 0101", "code": code_for(ticket.number, 1)})
    assert response.headers["Location"] == f"/t/{ticket.number}/"


def test_a_wrong_code_looks_like_an_unknown_number_and_the_sixth_slows_down(
    client, center, ask, clock
):
    ticket = ask()
    wrong = "000000" if code_for(ticket.number, 1) != "000000" else "000001"
    answers = [
        client.post("/t/", {"number": ticket.number, "code": wrong}).status_code for _ in range(7)
    ]
    assert answers == [404, 404, 404, 404, 404, 429, 429]
    assert client.post("/t/", {"number": "12345678", "code": wrong}).status_code == 404


def test_without_the_code_the_page_asks_for_it(client, opened, ask):
    other = ask(requester_phone="16000000105")
    page = client.get(f"/t/{other.number}/").content.decode()
    assert "查询码" in page
    assert "周铁牛" not in page


def test_an_urgent_matter_says_to_phone_until_somebody_has_taken_it(
    client, center, cadre, ask, clock
):
    ticket = ask(urgent=True)
    client.post("/t/", {"number": ticket.number, "code": code_for(ticket.number, 1)})
    page = client.get(f"/t/{ticket.number}/").content.decode()
    assert page.index("请马上打这个电话") < page.index("<h1")
    actions.accept(ticket=ticket, by=cadre, at=clock.now())
    assert "请马上打这个电话" not in client.get(f"/t/{ticket.number}/").content.decode()


def test_urging_is_told_on_and_once_a_day(client, opened, cadre, clerk):
    page = client.post(f"/t/{opened.number}/urge/", follow=True).content.decode()
    assert "已经替您催了" in page
    assert cadre.messages.filter(text__contains="群众在催").exists()
    page = client.post(f"/t/{opened.number}/urge/", follow=True).content.decode()
    assert "今天已经替您催过了" in page


def test_not_solved_starts_it_again(client, opened, cadre, clock):
    at = clock.now()
    actions.accept(ticket=opened, by=cadre, at=at)
    actions.resolve(
        ticket=opened, by=cadre, at=at + timedelta(hours=1), result="灯泡已经换了", outcome="done"
    )
    actions.feed_back(ticket=opened, by=cadre, at=at + timedelta(hours=2), channel="phone")
    clock.forward(hours=3)
    assert "办好了：灯泡已经换了" in client.get(f"/t/{opened.number}/").content.decode()
    page = client.post(f"/t/{opened.number}/rate/", {"solved": "no"}, follow=True).content.decode()
    assert "知道了，重新办。最晚" in page
    opened.refresh_from_db()
    assert (opened.status, opened.round) == ("in_progress", 2)


def test_a_reissued_code_closes_the_old_page(client, opened, cadre, clock):
    actions.reissue_code(ticket=opened, reason="纸条丢了", by=cadre, at=clock.now())
    assert "您说的事" not in client.get(f"/t/{opened.number}/").content.decode()
