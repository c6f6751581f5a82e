import pytest

from accounts.roles import Role
from duty import actions
from duty.models import Assignment, DutyLogEntry
from regions.models import RegionCode
from tests.conftest import hire, log_in
from tests.duty.conftest import enrol, local, make_center, stand

pytestmark = pytest.mark.usefixtures("calendar")

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
MONTH = "/desk/duty/410327102200/"


@pytest.fixture
def morning(clock):
    return clock.set(local("2026-11-26T09:00"))


def test_the_board_says_who_is_there_and_asks_again_without_a_script(
    client, morning, center, cadre
):
    stand(center, cadre, *DAY, presence="onsite", counter=True)
    page = client.get("/c/410327102200/board/")
    for words in (
        "柳泉村党群服务中心",
        "现在开着门，到中午12:00",
        "王来顺",
        "（村干部，窗口）",
        "到下午5:30",
        "0379-0000 0011",
    ):
        assert words in page.text
    assert page.headers["Refresh"] == "60"
    assert "<svg" in page.text
    assert "16000000001" not in page.text


def test_the_board_says_a_hole_with_the_townships_number(client, morning, center):
    page = client.get("/c/410327102200/board/").text
    assert "门关了，现在没人值班，请打镇里电话 0379-0000 0010" in page


def test_an_old_code_leads_to_the_board(client, morning, center, village):
    RegionCode.objects.create(
        region=village, code="410327102299", valid_from="2020-01-01", valid_until="2025-01-01"
    )
    answer = client.get("/c/410327102299/board/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/c/410327102200/board/")
    assert client.get("/c/410327109999/board/").status_code == 404


def test_a_village_opens_its_own_month_at_once(client, morning, center, cadre):
    assert log_in(client, cadre).get("/desk/duty/").headers["Location"] == MONTH


def test_the_month_names_people_and_holes(client, morning, center, cadre, duty_person):
    stand(center, cadre, *DAY, presence="onsite", counter=True)
    stand(center, None, *DAY, category="township", presence="onsite")
    page = log_in(client, cadre).get(MONTH).text
    for words in (
        "11月26日（星期四）",
        "王来顺（村干部，窗口）",
        "缺镇干部",
        "有我的班",
        "这个月还有1个位置没有人",
        "上午8:00到下午5:30",
    ):
        assert words in page
    assert "有我的班" not in log_in(client, duty_person).get(MONTH).text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("2026-12", "12月"), ("0001-01", "11月"), ("9999-12", "11月"), ("12月", "11月"), ("", "11月")],
)
def test_a_month_that_is_none_is_the_running_one(client, morning, center, cadre, asked, shown):
    assert f"柳泉村 2026年{shown}值班表" in log_in(client, cadre).get(MONTH, {"month": asked}).text


@pytest.mark.parametrize(
    ("person", "status"),
    [("cadre", 200), ("clerk", 200), ("county_officer", 200), ("neighbour", 404), ("liaison", 404)],
)
def test_the_month_stays_inside_the_scope(request, client, morning, center, person, status):
    assert log_in(client, request.getfixturevalue(person)).get(MONTH).status_code == status


@pytest.mark.parametrize("people", [1, 3, 30])
def test_the_month_takes_the_same_queries_however_many_stand(
    django_assert_num_queries, client, morning, center, units, cadre, people
):
    for number in range(people):
        stand(
            center, hire(f"p{number}", f"人{number}", 50 + number, units.village, Role.MEMBER), *DAY
        )
    log_in(client, cadre)
    client.get(MONTH)
    with django_assert_num_queries(16):
        client.get(MONTH)


def test_the_township_sees_where_nobody_stands(
    client, morning, center, neighbour_center, township_center, cadre, clerk
):
    stand(center, cadre, *DAY)
    page = log_in(client, clerk).get("/desk/duty/").text
    assert "群众现在看到的是柳泉镇党群服务中心 0379-0000 0010" in page
    assert page.count("没人值班</span>") == 1
    assert "鱼泉村" in page
    assert "阁北村" not in page


@pytest.mark.parametrize("holes", [1, 3])
def test_the_township_list_takes_the_same_queries_however_many_are_uncovered(
    django_assert_num_queries, client, morning, units, township_center, clerk, cadre, holes
):
    units.other.region.parent = units.township.region
    units.other.region.save()
    for number, unit in enumerate((units.village, units.neighbour, units.other)):
        center = make_center(unit)
        if number >= holes:
            stand(center, cadre, *DAY)
    log_in(client, clerk)
    client.get("/desk/duty/")
    with django_assert_num_queries(11):
        assert client.get("/desk/duty/").text.count("没人值班</span>") == holes


def test_the_station_head_puts_somebody_else_in_a_place(
    client, morning, center, cadre, duty_person
):
    enrol(center, duty_person, "village")
    row = stand(center, cadre, *DAY, presence="onsite")
    log_in(client, cadre)
    assert "李秀英" in client.get(f"/desk/duty/places/{row.pk}/").text
    done = client.post(
        f"/desk/duty/places/{row.pk}/", {"user": duty_person.pk, "reason": "家里有事"}, follow=True
    )
    assert "换好了" in done.text
    assert Assignment.objects.get(user=duty_person).start == morning


def test_a_place_that_cannot_be_given_says_why_and_keeps_the_words(
    client, morning, center, neighbour_center, cadre, duty_person
):
    enrol(center, duty_person, "village")
    stand(neighbour_center, duty_person, *DAY, presence="onsite")
    row = stand(center, cadre, *DAY, presence="onsite")
    answer = log_in(client, cadre).post(
        f"/desk/duty/places/{row.pk}/", {"user": duty_person.pk, "reason": "家里有事"}
    )
    assert answer.status_code == 409
    assert "李秀英这段时间已经在别的中心值班" in answer.text
    assert 'value="家里有事"' in answer.text


def test_an_entry_is_written_and_shown(client, morning, center, cadre):
    stand(center, cadre, *DAY)
    page = log_in(client, cadre).post(
        "/desk/duty/log/", {"kind": "visit", "text": "刘小满来问医保"}, follow=True
    )
    assert "记下了" in page.text
    assert "刘小满来问医保" in page.text
    assert DutyLogEntry.objects.get().by == cadre


def test_a_bad_entry_stays_in_the_form(client, morning, center, cadre):
    answer = log_in(client, cadre).post("/desk/duty/log/", {"kind": "visit", "text": " "})
    assert answer.status_code == 400
    assert "还没写什么事" in answer.text
    answer = client.post("/desk/duty/log/", {"text": "刘小满来问医保"})
    assert "请选一个类型" in answer.text
    assert "刘小满来问医保" in answer.text


def test_nothing_to_report_is_one_tap(client, morning, center, cadre):
    stand(center, cadre, *DAY)
    page = log_in(client, cadre).post("/desk/duty/log/nothing/", follow=True)
    assert "零记录，记下了" in page.text
    assert DutyLogEntry.objects.get().kind == "nothing"
    client.post("/desk/duty/log/nothing/")
    assert DutyLogEntry.objects.count() == 1


def test_the_log_shows_the_running_shift_and_not_the_last(client, morning, center, cadre):
    stand(center, cadre, "2026-11-25T17:30", "2026-11-26T08:00")
    stand(center, cadre, *DAY)
    actions.write_log(
        center=center, kind="patrol", text="昨夜的事", by=cadre, at=local("2026-11-26T02:00")
    )
    actions.write_log(center=center, kind="patrol", text="今早的事", by=cadre, at=morning)
    page = log_in(client, cadre).get("/desk/duty/log/").text
    assert "今早的事" in page
    assert "昨夜的事" not in page


def test_nobody_writes_in_another_villages_log(
    client, morning, center, neighbour_center, neighbour
):
    answer = log_in(client, neighbour).post(
        "/desk/duty/log/?center=410327102200", {"kind": "visit", "text": "不该"}
    )
    assert answer.status_code == 404
    assert not DutyLogEntry.objects.exists()


@pytest.mark.parametrize("entries", [1, 3])
def test_the_log_takes_the_same_queries_however_many_entries(
    django_assert_num_queries, client, morning, center, cadre, entries
):
    stand(center, cadre, *DAY)
    for number in range(entries):
        actions.write_log(center=center, kind="patrol", text=f"第{number}件", by=cadre, at=morning)
    log_in(client, cadre)
    client.get("/desk/duty/log/")
    with django_assert_num_queries(13):
        client.get("/desk/duty/log/")


@pytest.mark.parametrize("model", ["roster", "shift", "assignment"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_county_reads_rosters_in_the_admin(
    django_assert_num_queries, client, morning, center, cadre, county_officer, model, rows
):
    for number in range(rows):
        stand(center, cadre, f"2026-{10 + number}-26T08:00", f"2026-{10 + number}-26T17:30")
    log_in(client, county_officer)
    address = f"/admin/duty/{model}/"
    client.get(address)
    with django_assert_num_queries({"roster": 5, "shift": 7, "assignment": 7}[model]):
        page = client.get(address)
    assert page.text.count("action-checkbox") == 0
    assert page.text.count("柳泉村党群服务中心") >= rows
    assert client.post(f"{address}add/").status_code == 403


def test_a_place_that_nobody_can_take_says_so_and_why(client, clock, center, cadre, agent):
    clock.set(local("2026-11-25T09:00"))
    enrol(center, agent, "other")
    hole = stand(center, None, "2026-11-26T08:00", "2026-11-26T17:30", category="village")
    text = log_in(client, cadre).get(f"/desk/duty/places/{hole.pk}/").text
    assert "没有人能换到这个位置" in text
    assert "冯桂花：不是村干部" in text
    assert "现在就换" not in text
