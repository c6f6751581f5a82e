import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from accounts.actions import set_password_slip
from accounts.roles import Role
from tests.accounts.conftest import PASSWORD
from tests.conftest import hire

pytestmark = pytest.mark.django_db


def ask_token(client: Client, password: str = PASSWORD, username: str = "cadre", **extra):
    return client.post(
        "/api/v1/token/",
        {"username": username, "password": password},
        content_type="application/json",
        **extra,
    )


def get(client: Client, person, path: str):
    token, _ = Token.objects.get_or_create(user=person)
    return client.get(f"/api/v1/{path}", headers={"authorization": f"Token {token.key}"})


def test_a_token_is_given_for_name_or_phone_and_password(client, at, cadre, with_password):
    with_password(cadre)
    token = ask_token(client).json()["token"]
    assert ask_token(client, username="16000000001").json() == {"token": token}
    assert (
        client.get("/api/v1/units/", headers={"authorization": f"Token {token}"}).status_code == 200
    )


def test_a_wrong_password_is_a_problem_document(client, at, cadre):
    answer = ask_token(client, "wrong")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "不对" in answer.json()["detail"]


def test_the_token_is_locked_out_with_the_login_page(client, at, cadre, with_password):
    with_password(cadre)
    answers = [ask_token(client, "wrong").status_code for _ in range(3)]
    answers += [
        client.post("/login/", {"username": "cadre", "password": "wrong"}).status_code
        for _ in range(2)
    ]
    assert answers == [400, 400, 400, 200, 429]
    locked = ask_token(client)
    assert locked.status_code == 429
    assert locked.headers["Content-Type"] == "application/problem+json"
    assert int(locked.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"username": 1}', '{"username": "cadre", "password": ["x"]}']
)
def test_a_broken_body_is_refused_in_words(client, db, body):
    answer = client.post("/api/v1/token/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_slip_is_no_way_into_the_api(client, at, cadre, with_password):
    with_password(cadre)
    old = ask_token(client).json()["token"]
    slip = set_password_slip(user=cadre, at=at)
    assert (
        client.get("/api/v1/units/", headers={"authorization": f"Token {old}"}).status_code == 401
    )
    assert ask_token(client, slip).status_code in (401, 403)


def test_nobody_reads_units_or_people_without_a_token(client, db):
    assert client.get("/api/v1/units/").status_code == 401
    assert client.get("/api/v1/people/").status_code == 401


def test_units_come_in_pages_with_what_actions_need(client, at, cadre, units):
    body = get(client, cadre, "units/?q=柳泉村").json()
    assert body == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": units.village.pk,
                "name": "柳泉村党群服务中心",
                "kind": "village_station",
                "region": "柳泉村",
                "phone": "0379-00000011",
                "superior": units.township.pk,
            }
        ],
    }


def test_people_show_posts_and_only_public_phones(client, at, cadre, duty_person, units):
    duty_person.phone_public = True
    duty_person.save()
    rows = get(client, cadre, f"people/?unit={units.village.pk}").json()["results"]
    assert [
        (row["name"], row["phone"], [post["role"] for post in row["posts"]]) for row in rows
    ] == [
        ("王来顺", None, ["agent", "station_head"]),
        ("李秀英", "16000000002", ["member"]),
    ]


def test_people_beside_and_their_posts_elsewhere_are_not_shown(client, at, cadre, neighbour, units):
    both = hire("both", "陈两头", 34, units.neighbour, Role.MEMBER)
    both.posts.create(unit=units.village, role=Role.AGENT, starts="2025-01-01")
    rows = get(client, cadre, "people/").json()["results"]
    assert [(row["name"], [post["role"] for post in row["posts"]]) for row in rows] == [
        ("王来顺", ["agent", "station_head"]),
        ("陈两头", ["agent"]),
    ]
    assert get(client, cadre, f"people/?unit={units.neighbour.pk}").json()["results"] == []


@pytest.mark.parametrize("unit", ["x", "-1", "99999999999999999999", "一"])
def test_a_unit_that_is_no_number_is_refused(client, at, cadre, unit):
    assert get(client, cadre, f"people/?unit={unit}").status_code == 400


@pytest.mark.parametrize("people", [1, 3])
def test_lists_cost_the_same_with_more_rows(
    client, at, cadre, units, people, django_assert_num_queries
):
    for number in range(people):
        hire(f"agent{number}", f"代办{number}", 40 + number, units.village, Role.AGENT)
    token = Token.objects.create(user=cadre)
    headers = {"authorization": f"Token {token.key}"}
    with django_assert_num_queries(4):  # token, the caller's posts, people, their posts
        client.get("/api/v1/people/", headers=headers)
    with django_assert_num_queries(3):
        client.get("/api/v1/units/", headers=headers)
