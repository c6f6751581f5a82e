"""GET /api/v1/centers/<code>/."""

from datetime import date, timedelta

import pytest

from centers.actions import publish_notice
from tests.centers.conftest import give

pytestmark = pytest.mark.usefixtures("clock")


def test_what_everybody_may_know(client, center, seven_ones, cadre, village, at):
    give(center, seven_ones, 6, at)
    publish_notice(
        region=village,
        kind="outage",
        title="停电",
        text="检修。",
        groups="2组",
        shows_from=at,
        shows_until=at + timedelta(days=1),
        by=cadre,
        at=at,
    )
    answer = client.get("/api/v1/centers/410327102200/").json()
    notices = answer.pop("notices")
    assert answer == {
        "code": "410327102200",
        "name": "柳泉村党群服务中心",
        "local_name": "村室",
        "kind": "village",
        "township": "柳泉镇",
        "address": "",
        "directions": "",
        "duty_phone": "037900000011",
        "open": True,
        "closed_reason": "",
        "hours_today": [
            {"opens": "08:00", "closes": "12:00"},
            {"opens": "14:30", "closes": "17:30"},
        ],
        "places": [],
        "standard": "七个一：有6样，还缺体育设施",
    }
    assert [(notice["title"], notice["kind_name"], notice["region"]) for notice in notices] == [
        ("停电", "停水停电", "柳泉村")
    ]


def test_a_closed_day_has_no_hours(client, center, at):
    center.closures.create(date=at.date(), reason="停电")
    answer = client.get("/api/v1/centers/410327102200/").json()
    assert (answer["open"], answer["closed_reason"], answer["hours_today"]) == (False, "停电", [])


def test_a_village_without_a_centre_is_answered_by_the_township(
    client, village, neighbour_village, township_center
):
    assert client.get("/api/v1/centers/410327102200/").status_code == 404
    assert client.get("/api/v1/centers/410327102000/").json()["kind"] == "township"


@pytest.mark.parametrize("code", ["999999999999", "a-b"])
def test_unknown_codes_are_problems(client, village, code):
    answer = client.get(f"/api/v1/centers/{code}/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_an_old_code_redirects(client, center, village):
    village.codes.update(valid_until=date(2026, 1, 1))
    village.codes.create(code="410327102399", valid_from=date(2026, 1, 1))
    answer = client.get("/api/v1/centers/410327102200/")
    assert (answer.status_code, answer["Location"]) == (
        301,
        "http://testserver/api/v1/centers/410327102399/",
    )
