"""The staff's pages of a centre: choose, tap 有 附近有 缺, change phone, hours and closures."""

from datetime import date, time

import pytest

from accounts.models import Unit, UnitKind
from centers.models import Center
from tests.centers.conftest import give
from tests.conftest import log_in, make_region

pytestmark = pytest.mark.usefixtures("clock")


def test_whoever_has_one_centre_goes_straight_to_it(client, cadre, center):
    log_in(client, cadre)
    assert client.get("/desk/center/").url == "/desk/center/410327102200/"


@pytest.mark.parametrize("villages", [2, 4])
def test_the_township_chooses_in_a_constant_number_of_queries(
    client, clerk, center, seven_ones, township, at, villages, django_assert_num_queries
):
    give(center, seven_ones, 6, at)
    for number in range(villages):
        region = make_region(
            f"41032710225{number}", f"村{number}", "village", township, "village", pinyin="cun"
        )
        unit = Unit.objects.create(region=region, kind=UnitKind.VILLAGE_STATION, name=f"站{number}")
        Center.objects.create(unit=unit, kind="village", name=f"中心{number}")
    log_in(client, clerk)
    with django_assert_num_queries(CHOOSE_QUERIES):
        page = client.get("/desk/center/").content.decode()
    assert "柳泉村党群服务中心" in page
    assert "6/7" in page
    assert page.count("0/7") == villages


def test_the_list_is_searched_by_initials(client, clerk, center, neighbour_center):
    log_in(client, clerk)
    page = client.get("/desk/center/", {"q": "yq"}).content.decode()
    assert "鱼泉村党群服务中心" in page
    assert "柳泉村党群服务中心" not in page


def test_one_tap_says_what_is_there(client, cadre, center, seven_ones):
    stage = seven_ones.items.get(code="stage")
    log_in(client, cadre)
    answer = client.post(f"/desk/center/410327102200/assess/{stage.pk}/", {"presence": "nearby"})
    assert answer.url == f"/desk/center/410327102200/#item{stage.pk}"
    assert center.assessments.current().get().presence == "nearby"


def test_a_gap_and_its_promise_stand_on_the_page(client, cadre, center, seven_ones):
    item = seven_ones.items.get(code="broadcast_set")
    log_in(client, cadre)
    client.post(
        f"/desk/center/410327102200/assess/{item.pk}/",
        {"presence": "lack", "promised_on": "2027-06-30", "evidence": "等资金"},
    )
    page = client.get("/desk/center/410327102200/").content.decode()
    assert "明年6月底前补上" in page
    assert "等资金" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"presence": "lack", "promised_on": "2026-01-01", "evidence": "等资金"},
            "补上的日子已经过去了",
        ),
        ({"presence": "maybe", "evidence": "等资金"}, "请点有、附近有或者缺"),
        (
            {"presence": "lack", "promised_on": "六月", "evidence": "等资金"},
            "什么时候补上看不懂，请重选一次",
        ),
        ({"presence": "lack", "evidence": "等资金" * 100}, "太长了，最多200个字，现在300个"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    client, cadre, center, seven_ones, said, sentence
):
    item = seven_ones.items.first()
    log_in(client, cadre)
    answer = client.post(f"/desk/center/410327102200/assess/{item.pk}/", said)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert sentence in page
    assert said["evidence"] in page
    assert not center.assessments.exists()


def test_the_page_of_one_centre_takes_a_constant_number_of_queries(
    client, cadre, center, seven_ones, at, django_assert_num_queries
):
    give(center, seven_ones, 5, at)
    log_in(client, cadre)
    with django_assert_num_queries(CHECKLIST_QUERIES):
        client.get("/desk/center/410327102200/")


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("cadre", 200),
        ("clerk", 200),
        ("county_officer", 200),
        ("duty_person", 403),
        ("neighbour", 404),
        ("liaison", 404),
    ],
)
def test_who_opens_the_form(client, center, person, status, request):
    log_in(client, request.getfixturevalue(person))
    assert client.get("/desk/center/410327102200/details/").status_code == status


def test_phone_and_places_are_typed_as_people_write_them(client, cadre, center):
    log_in(client, cadre)
    client.post(
        "/desk/center/410327102200/details/",
        {
            "duty_phone": "0379-0000 0012",
            "places": "图书室、戏台，图书室 广场",
            "address": "村委会院内",
        },
    )
    center.refresh_from_db()
    assert (center.duty_phone, center.places, center.address) == (
        "037900000012",
        ["图书室", "戏台", "广场"],
        "村委会院内",
    )


def test_a_wrong_phone_stays_in_the_field(client, cadre, center):
    log_in(client, cadre)
    answer = client.post(
        "/desk/center/410327102200/details/", {"duty_phone": "1600000000", "address": "村委会院内"}
    )
    page = answer.content.decode()
    assert (answer.status_code, "手机是11位数字，座机要带区号" in page) == (400, True)
    assert "1600000000" in page
    assert "村委会院内" in page


def test_own_hours_are_set_and_given_back(client, cadre, center):
    log_in(client, cadre)
    hours = {"morning_opens": "08:30", "morning_closes": "12:00", "days_off_too": "on"}
    client.post("/desk/center/410327102200/hours/", hours)
    assert {(row.day_kind, row.opens) for row in center.hours.all()} == {
        (kind, time(8, 30)) for kind in ("work", "rest", "statutory")
    }
    assert "08:30" in client.get("/desk/center/410327102200/hours/").content.decode()
    client.post("/desk/center/410327102200/hours/", {})
    assert not center.hours.exists()


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"morning_opens": "08:30"}, "开门和关门要一起填，或者都空着"),
        ({"morning_opens": "08:30", "morning_closes": "08:00"}, "关门要晚于开门"),
        ({"morning_opens": "八点", "morning_closes": "12:00"}, "上午开门看不懂，请重选一次"),
    ],
)
def test_impossible_hours_are_said(client, cadre, center, hours, sentence):
    log_in(client, cadre)
    answer = client.post("/desk/center/410327102200/hours/", hours)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_a_day_is_closed_and_opened_again(client, cadre, center):
    log_in(client, cadre)
    client.post(
        "/desk/center/410327102200/closure/", {"date": "2026-11-24", "reason": "集体到镇里开会"}
    )
    closure = center.closures.get(date=date(2026, 11, 24))
    assert "集体到镇里开会" in client.get("/desk/center/410327102200/").content.decode()
    client.post(f"/desk/center/410327102200/closure/{closure.pk}/open/")
    assert not center.closures.exists()


CHOOSE_QUERIES = 13
CHECKLIST_QUERIES = 16
