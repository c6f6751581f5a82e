from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import set_script_prefix

from accounts.lockout import axes_now
from accounts.models import AuditEntry
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def try_login(client: Client, name: str, password: str = PASSWORD, **extra: str):
    return client.post("/login/", {"username": name, "password": password, **extra})


@pytest.mark.parametrize("typed", ["cadre", "16000000001", " 16000000001 "])
def test_one_logs_in_by_user_name_or_by_phone(client, at, cadre, with_password, typed):
    with_password(cadre)
    assert try_login(client, typed).headers["Location"] == "/desk/"
    assert AuditEntry.objects.get().verb == "log_in"


@pytest.mark.parametrize(
    ("person", "home"),
    [
        ("cadre", "/desk/"),
        ("clerk", "/desk/"),
        ("liaison", "/desk/"),
        ("confidential_officer", "/desk/"),
        ("county_officer", "/supervision/"),
        ("inspector", "/supervision/"),
        ("auditor", "/admin/"),
        ("security", "/admin/"),
        ("admin_person", "/admin/"),
    ],
)
def test_each_post_starts_from_its_own_page(client, at, request, with_password, person, home):
    user = with_password(request.getfixturevalue(person))
    assert try_login(client, user.username).headers["Location"] == home


def test_the_page_one_came_for_is_remembered_unless_it_is_elsewhere(
    client, at, cadre, with_password
):
    with_password(cadre)
    assert try_login(client, "cadre", next="/people/?q=1").headers["Location"] == "/people/?q=1"
    assert try_login(client, "cadre", next="https://example.org/").headers["Location"] == "/desk/"


def test_somebody_who_left_cannot_log_in(client, at, cadre, with_password):
    with_password(cadre)
    cadre.is_active = False
    cadre.save()
    response = try_login(client, "cadre")
    assert response.status_code == 200
    assert "不对" in response.content.decode()


def test_one_logs_in_and_works_with_redis_down(client, at, cadre, with_password, settings):
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://localhost:1/0"}
    }
    assert try_login(client, with_password(cadre).username).status_code == 302
    assert client.get("/password/").status_code == 200


@pytest.fixture
def below_a_prefix():
    set_script_prefix("/dqfw/")
    yield
    set_script_prefix("/")


def test_the_login_page_works_below_a_prefix(client, at, cadre, with_password, below_a_prefix):
    with_password(cadre)
    assert 'action="/dqfw/login/"' in client.get("/login/").content.decode()
    assert try_login(client, "cadre").headers["Location"] == "/dqfw/desk/"


def test_five_wrong_passwords_lock_the_account_from_that_address(client, at, cadre, with_password):
    with_password(cadre)
    answers = [
        try_login(client, name, "wrong").status_code
        for name in ("cadre", "16000000001", "cadre", "cadre", "cadre")
    ]
    assert answers == [200, 200, 200, 200, 429]
    locked = try_login(client, "cadre")
    assert locked.status_code == 429
    assert 0 < int(locked.headers["Retry-After"]) <= 900
    assert "以后再试" in locked.content.decode()


def test_the_lock_is_for_one_account_and_one_address(client, at, cadre, neighbour, with_password):
    with_password(cadre)
    with_password(neighbour)
    for _ in range(6):
        try_login(client, "cadre", "wrong")
    assert try_login(client, "neighbor").status_code == 302
    assert (
        client.post(
            "/login/", {"username": "cadre", "password": PASSWORD}, REMOTE_ADDR="10.9.9.9"
        ).status_code
        == 302
    )


def test_the_door_opens_after_fifteen_minutes(client, at, cadre, with_password):
    with_password(cadre)
    for _ in range(5):
        try_login(client, "cadre", "wrong")
    AccessAttempt.objects.update(attempt_time=axes_now() - timedelta(minutes=15, seconds=1))
    assert try_login(client, "cadre").status_code == 302


def test_knocking_at_a_locked_door_does_not_keep_it_locked(client, at, cadre, with_password):
    with_password(cadre)
    for _ in range(8):
        try_login(client, "cadre", "wrong")
    assert AccessAttempt.objects.get().failures_since_start == 5


def test_a_good_password_forgets_the_wrong_ones(client, at, cadre, with_password):
    with_password(cadre)
    for _ in range(4):
        try_login(client, "cadre", "wrong")
    try_login(client, "16000000001")
    assert [try_login(client, "cadre", "wrong").status_code for _ in range(4)] == [200] * 4


def test_no_password_is_kept_with_a_failed_attempt(client, at, cadre):
    try_login(client, "cadre", "my-secret-password")
    assert "my-secret-password" not in str(AccessAttempt.objects.values().get())
