from datetime import timedelta

import pytest

from regions.models import RegionCode
from tests.conftest import log_in
from tests.duty.conftest import local, stand

pytestmark = pytest.mark.usefixtures("calendar")

ADDRESS = "/api/v1/centers/410327102200/on-duty/"


@pytest.fixture
def on_duty_now(clock, center, cadre):
    clock.set(local("2026-11-26T09:00"))
    stand(
        center,
        cadre,
        "2026-11-26T08:00",
        "2026-11-26T17:30",
        category="village",
        presence="onsite",
        counter=True,
    )


def test_everybody_may_ask_who_is_on_duty_now(client, on_duty_now):
    assert client.get(ADDRESS).json() == {
        "open": True,
        "sentence": "现在开着门，到中午12:00",
        "duty_phone": "0379-00000011",
        "people": [
            {
                "name": "王来顺",
                "post": "村干部",
                "phone": "",
                "until": "2026-11-26T17:30:00+08:00",
                "presence": "onsite",
            }
        ],
        "fallback": {"name": "柳泉镇党群服务中心", "phone": "0379-00000010"},
    }


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-26T23:30:00+08:00",
        "2026-11-26T23:30:00%2B08:00",
        "2026-11-26T15:30:00Z",
        "2026-11-26T23:30",
    ],
)
def test_an_instant_may_be_written_in_several_ways(client, on_duty_now, at):
    answer = client.get(f"{ADDRESS}?at={at}").json()
    assert answer["sentence"] == "门关了，现在没人值班，请打镇里电话 0379-0000 0010"
    assert (answer["open"], answer["people"], answer["duty_phone"]) == (False, [], "0379-00000010")


@pytest.mark.parametrize(
    ("away", "anonymous", "staff"),
    [
        (timedelta(days=-1), 200, 200),
        (timedelta(days=-1, seconds=-1), 400, 200),
        (timedelta(days=7), 200, 200),
        (timedelta(days=7, seconds=1), 400, 200),
        (timedelta(days=400), 400, 200),
    ],
)
def test_without_an_account_one_sees_a_day_back_and_a_week_ahead(
    client, on_duty_now, clock, cadre, away, anonymous, staff
):
    question = {"at": (clock.now() + away).isoformat()}
    assert client.get(ADDRESS, question).status_code == anonymous
    assert log_in(client, cadre).get(ADDRESS, question).status_code == staff


@pytest.mark.parametrize(
    "at", ["gestern", "2026-13-01T00:00", "9999-12-31T23:59:59-12:00", "%00", "1"]
)
def test_nonsense_is_a_problem_in_words(client, on_duty_now, at):
    answer = client.get(f"{ADDRESS}?at={at}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "at"


@pytest.mark.parametrize("code", ["410327102299", "nonsense", "%00"])
def test_an_unknown_code_is_not_found(client, on_duty_now, code):
    assert client.get(f"/api/v1/centers/{code}/on-duty/").status_code == 404


def test_an_old_code_still_answers(client, on_duty_now, village):
    RegionCode.objects.create(
        region=village, code="410327102299", valid_from="2020-01-01", valid_until="2025-01-01"
    )
    assert client.get("/api/v1/centers/410327102299/on-duty/").json()["open"]


def test_a_township_answers_for_its_own_centre(client, clock, township_center, clerk):
    clock.set(local("2026-11-26T09:00"))
    stand(township_center, clerk, "2026-11-26T08:00", "2026-11-26T17:30", category="township")
    answer = client.get("/api/v1/centers/410327102000/on-duty/").json()
    assert answer["people"][0]["post"] == "镇干部"
    assert answer["fallback"]["phone"] == "0379-00000001"
