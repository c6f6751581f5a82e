"""A form of the staff that comes after the idle time waits for its writer, and for nobody else (B53)."""

import pytest
from django.contrib.sessions.models import Session

from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sessions import logged_in

pytestmark = pytest.mark.django_db

WORDS = "张三家的屋顶漏了，电话16000000155"
OURS = {"origin": "http://testserver"}


@pytest.fixture
def too_late(clock, cadre, with_password):
    """The cadre's browser after it sent a duty log three hours too late."""
    client = logged_in(with_password(cadre))
    clock.forward(hours=3)
    answer = client.post("/desk/duty/log/", {"kind": "call", "text": WORDS}, headers=OURS)
    assert answer.status_code == 302
    assert "字都还在" in client.get(answer.url).content.decode()
    return client


def log_in_again(client, person, next_page="/desk/"):
    said = {"username": person.username, "password": PASSWORD, "next": next_page}
    return client.post("/login/", said)


def test_after_the_log_in_the_form_is_back_with_its_words(too_late, cadre):
    answer = log_in_again(too_late, cadre)
    assert answer.url == "/kept-form/"
    page = too_late.get("/kept-form/").content.decode()
    assert WORDS in page
    assert 'action="/desk/duty/log/"' in page
    assert 'name="kind" value="call"' in page


def test_somebody_else_who_logs_in_there_sees_nothing_of_it(too_late, duty_person, with_password):
    answer = log_in_again(too_late, with_password(duty_person))
    assert answer.url == "/desk/"
    assert too_late.get("/kept-form/").url == "/desk/"
    assert "kept_form" not in too_late.session


def test_it_lies_sealed_in_the_session(too_late):
    (session,) = Session.objects.all()
    assert "kept_form" in session.get_decoded()
    assert "张三" not in str(session.get_decoded())


def test_it_goes_when_it_is_not_wanted_and_after_half_a_day(too_late, cadre, clock):
    log_in_again(too_late, cadre)
    assert too_late.post("/kept-form/").url == "/desk/"
    assert too_late.get("/kept-form/").url == "/desk/"


def test_it_is_forgotten_after_half_a_day(too_late, cadre, clock):
    clock.forward(hours=13)
    assert log_in_again(too_late, cadre).url == "/desk/"


@pytest.mark.parametrize(
    ("path", "said", "headers"),
    [
        ("/password/", {"old_password": "x"}, OURS),
        ("/desk/duty/log/", {"text": WORDS}, {"origin": "http://elsewhere.example"}),
        ("/desk/duty/log/", {"text": WORDS}, OURS | {"hx-request": "true"}),
    ],
)
def test_no_password_no_strangers_words_and_no_fragment_is_kept(
    clock, cadre, with_password, path, said, headers
):
    client = logged_in(with_password(cadre))
    clock.forward(hours=3)
    client.post(path, said, headers=headers)
    assert "kept_form" not in client.session


def test_a_public_form_is_taken_in_whatever_became_of_the_log_in(clock, cadre, with_password):
    client = logged_in(with_password(cadre))
    clock.forward(hours=3)
    assert client.post("/elder/", {"big": "1"}, headers=OURS).url != "/login/"
