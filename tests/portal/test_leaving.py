"""Leaving a post hands on what was in hand; a department's stand-in becomes its liaison (B32)."""

import pytest

from accounts.models import Post
from accounts.roles import Engagement
from services import actions
from services.models import Ticket
from tests.conftest import hire, log_in
from tests.services.states import accepted, taken_by_the_department


@pytest.fixture
def stand_in(units):
    person = hire("standin", "冯桂花", 31, units.department)
    Post.objects.create(
        user=person, unit=units.department, role="liaison", engagement=Engagement.STAND_IN,
        starts="2026-11-01",
    )  # fmt: skip
    return person


def leave(client, security, post, **said):
    address = f"/people/posts/{post.pk}/leave/"
    return log_in(client, security).post(address, said)


def test_the_stand_in_becomes_the_liaison_and_has_the_open_matters(
    client, cast, security, stand_in
):
    ticket = taken_by_the_department(cast)
    post = cast.liaison.posts.get()
    answer = leave(client, security, post, colleague=stand_in.pk, pass_on="on")
    assert answer.status_code == 302, answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.holder == stand_in
    today = Post.objects.active_on(cast.at.date()).filter(unit=cast.units.department)
    assert [(row.user, row.engagement) for row in today] == [(stand_in, Engagement.FULL_TIME)]
    assert list(Ticket.objects.visible_to(stand_in)) == [ticket]
    assert ticket.events.filter(verb="hand_on").exists()


def test_who_was_asked_first_is_somebody_who_is_there(client, cast, security):
    ticket = cast.ask(by=cast.duty, channel="hotline")
    post = cast.duty.posts.get()
    assert leave(client, security, post, colleague=cast.cadre.pk).status_code == 302
    ticket.refresh_from_db()
    assert ticket.first_contact == cast.cadre
    assert not cast.duty.posts.active_on(cast.at.date()).exists()


def test_a_second_post_in_the_unit_keeps_everything_where_it_is(cast):
    ticket = accepted(cast)
    agent = cast.cadre.posts.get(role="agent")
    assert actions.hand_on(post=agent, successor=cast.duty, at=cast.at) == 0
    ticket.refresh_from_db()
    assert ticket.holder == cast.cadre


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "请选交给谁"),
        ({"phone": "16000009999"}, "没有这个手机号"),
        ({"phone": "16000000003"}, "没有岗位"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_half_done(client, cast, security, said, words):
    ticket = cast.ask(by=cast.duty, channel="hotline")
    post = cast.duty.posts.get()
    answer = leave(client, security, post, **said)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    ticket.refresh_from_db()
    assert (ticket.first_contact, cast.duty.posts.get().ends) == (cast.duty, None)


def test_the_page_of_people_leads_there(client, cast, security):
    page = log_in(client, security).get("/people/?q=周卫东").content.decode()
    assert f"/people/posts/{cast.liaison.posts.get().pk}/leave/" in page
