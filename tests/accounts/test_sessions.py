import pytest
from django.test import Client

from accounts.actions import change_password, set_password_slip
from tests.accounts.conftest import PASSWORD
from tests.conftest import log_in

pytestmark = pytest.mark.django_db


def logged_in(person, own_device: bool = False) -> Client:
    client = Client()
    data = {"username": person.username, "password": PASSWORD} | (
        {"own_device": "on"} if own_device else {}
    )
    assert client.post("/login/", data).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/password/").status_code == 200


@pytest.mark.parametrize(
    ("person", "own_device", "minutes"),
    [
        ("cadre", True, 12 * 60),
        ("cadre", False, 2 * 60),
        ("clerk", True, 12 * 60),
        ("county_officer", True, 30),
        ("liaison", True, 30),
        ("inspector", False, 30),
        ("auditor", True, 30),
    ],
)
def test_a_session_ends_when_nobody_touches_it(
    clock, request, with_password, person, own_device, minutes
):
    client = logged_in(with_password(request.getfixturevalue(person)), own_device)
    clock.forward(minutes=minutes - 1)
    assert is_in(client)
    clock.forward(minutes=minutes + 1)
    assert not is_in(client)


def test_one_county_post_among_others_shortens_the_time(clock, cadre, units, with_password):
    from accounts.models import Post, Role

    Post.objects.create(
        user=with_password(cadre), unit=units.department, role=Role.LIAISON, starts="2025-01-01"
    )
    client = logged_in(cadre, own_device=True)
    clock.forward(minutes=31)
    assert not is_in(client)


def test_a_form_sent_too_late_asks_to_log_in_and_says_why(clock, cadre, with_password):
    client = logged_in(with_password(cadre))
    clock.forward(hours=3)
    response = client.post(
        "/password/", {}, headers={"referer": "http://testserver/password/"}, follow=True
    )
    assert response.redirect_chain == [("/login/?next=/password/", 302)]
    assert "再登录一次" in response.content.decode()


def test_the_session_of_a_borrowed_browser_ends_with_the_browser(clock, cadre, with_password):
    with_password(cadre)
    assert logged_in(cadre).cookies["shouwen_session"]["max-age"] == ""
    assert logged_in(cadre, own_device=True).cookies["shouwen_session"]["max-age"] == 36 * 3600


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(clock, cadre, with_password):
    here, elsewhere = (logged_in(with_password(cadre)), logged_in(cadre))
    new = "yuquan-2027-ok"
    answer = here.post(
        "/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.headers["Location"] == "/desk/"
    assert is_in(here)
    assert not is_in(elsewhere)


def test_somebody_switched_off_is_out_at_once(clock, cadre, with_password):
    client = logged_in(with_password(cadre))
    cadre.is_active = False
    cadre.save()
    assert not is_in(client)


def test_a_slip_ends_every_session_and_must_be_changed(clock, cadre, security, with_password):
    client = logged_in(with_password(cadre))
    slip = set_password_slip(user=cadre, actor=security, at=clock.now())
    assert not is_in(client)
    client.post("/login/", {"username": "cadre", "password": slip})
    assert client.get("/people/").headers["Location"] == "/password/"
    assert client.get("/api/v1/units/").status_code == 403
    cadre.refresh_from_db()
    change_password(user=cadre, password="yuquan-2027-ok", at=clock.now())
    client.post("/login/", {"username": "cadre", "password": "yuquan-2027-ok"})
    assert client.get("/people/").status_code == 403


def test_personal_data_ask_for_the_password_again(clock, client, cadre, with_password, rf):
    from django.http import HttpResponse

    from accounts.confirmation import password_again

    reveal = password_again(lambda request: HttpResponse("16000000001"))
    log_in(client, with_password(cadre))
    request = rf.get("/reveal/")
    request.session = client.session
    assert reveal(request).headers["Location"] == "/confirm/?next=%2Freveal%2F"
    assert client.post("/confirm/", {"password": "wrong", "next": "/reveal/"}).status_code == 400
    assert (
        client.post("/confirm/", {"password": PASSWORD, "next": "/reveal/"}).headers["Location"]
        == "/reveal/"
    )
    request.session = client.session
    assert reveal(request).content == b"16000000001"
    clock.forward(minutes=11)
    assert reveal(request).status_code == 302
