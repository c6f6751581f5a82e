"""Activities in the browser: staff plan and approve, everybody reads."""

from datetime import date

import pytest

from activities.actions import When, set_month_theme
from activities.models import Activity, MonthTheme
from tests.activities.conftest import local
from tests.conftest import log_in

pytestmark = pytest.mark.usefixtures("clock")

TYPED = {
    "title": "法治大讲堂",
    "series": "law_talk",
    "date": "2026-11-24",
    "starts_at": "15:00",
    "ends_at": "17:00",
    "place": "二楼",
    "text": "讲讲赡养",
}


def test_a_member_writes_and_the_branch_approves(client, duty_person, cadre, center):
    log_in(client, duty_person)
    answer = client.post("/desk/activities/new/", {**TYPED, "center": center.pk}, follow=True)
    assert "写好了。支部同意以后群众才看得到" in answer.content.decode()
    activity = Activity.objects.get()
    assert activity.sessions.get().start == local(24, 15)
    assert client.post(f"/desk/activities/{activity.pk}/approve/").status_code == 403
    assert "法治大讲堂" not in client.get("/c/410327102200/activities/").content.decode()
    log_in(client, cadre)
    client.post(f"/desk/activities/{activity.pk}/approve/")
    client.logout()
    assert "法治大讲堂" in client.get("/c/410327102200/activities/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "请填活动名称"),
        ({"title": "长" * 41}, "太长了，最多40个字，现在41个"),
        ({"date": "2026-11-22"}, "这个时间已经过去了"),
        ({"ends_at": "14:00"}, "结束要晚于开始"),
        ({"starts_at": "下午"}, "几点开始看不懂，请重选一次"),
        ({"center": "0"}, "请选您管的中心"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    client, cadre, center, changes, sentence
):
    log_in(client, cadre)
    answer = client.post("/desk/activities/new/", {**TYPED, "center": center.pk, **changes})
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "讲讲赡养" in page) == (400, True, True)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(
    client, cadre, plan, rows, django_assert_num_queries
):
    for number in range(rows):
        plan(f"读报{number}")
    log_in(client, cadre)
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get("/desk/activities/").content.decode()
    assert page.count("等支部同意") == rows
    assert "这个月还没定主题的中心：1个" in page


def test_the_neighbour_sees_nothing_of_it(client, neighbour, plan):
    activity = plan()
    session = activity.sessions.get()
    log_in(client, neighbour)
    assert (
        "法治大讲堂" not in client.get("/desk/activities/").content.decode().split("还没有活动")[0]
    )
    assert client.get(f"/desk/activities/{activity.pk}/").status_code == 404
    for path in (
        f"activities/{activity.pk}/approve",
        f"activities/{activity.pk}/cancel",
        f"activities/{activity.pk}/sessions",
        f"sessions/{session.pk}/cancel",
        f"sessions/{session.pk}/move",
    ):
        assert client.post(f"/desk/{path}/").status_code == 404


def test_sessions_are_added_moved_and_called_off(client, cadre, publish):
    activity = publish()
    log_in(client, cadre)
    client.post(
        f"/desk/activities/{activity.pk}/sessions/",
        {"date": "2026-11-25", "starts_at": "09:00", "ends_at": "10:00"},
    )
    first, second = activity.sessions.all()
    client.post(
        f"/desk/sessions/{second.pk}/move/",
        {"date": "2026-11-26", "starts_at": "09:00", "ends_at": "10:00", "place": "广场"},
    )
    client.post(f"/desk/sessions/{first.pk}/cancel/")
    page = client.get("/c/410327102200/activities/").content.decode()
    assert "星期四上午9:00" in page
    assert "改过时间" in page
    assert "今天下午3:00" not in page
    client.post(f"/desk/activities/{activity.pk}/cancel/")
    assert "法治大讲堂" not in client.get("/c/410327102200/activities/").content.decode()


def test_a_bad_time_for_one_more_session_stays_on_the_page(client, cadre, publish):
    activity = publish()
    log_in(client, cadre)
    answer = client.post(
        f"/desk/activities/{activity.pk}/sessions/",
        {"date": "2026-11-23", "starts_at": "15:00", "ends_at": "16:00", "place": "三楼"},
    )
    page = answer.content.decode()
    assert (answer.status_code, "这个时间已经有一场了" in page, "三楼" in page) == (400, True, True)


def test_the_theme_of_the_month_is_set_and_shown(client, cadre, center):
    log_in(client, cadre)
    client.post(
        "/desk/activities/theme/", {"center": center.pk, "month": "2026-11", "title": "孝老敬亲"}
    )
    assert MonthTheme.objects.get().month == date(2026, 11, 1)
    assert "这个月的主题是：孝老敬亲" in client.get("/desk/activities/theme/").content.decode()
    assert "这个月的主题：孝老敬亲" in client.get("/c/410327102200/activities/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_everybody_reads_in_a_constant_number_of_queries(
    client, publish, cadre, center, at, rows, django_assert_num_queries
):
    set_month_theme(center=center, month=at.date(), title="孝老敬亲", by=cadre, at=at)
    for number in range(rows):
        publish(f"读报{number}", When(local(24 + number, 9), local(24 + number, 10), "二楼"))
    with django_assert_num_queries(PUBLIC_QUERIES):
        page = client.get("/c/410327102200/activities/").content.decode()
    assert page.count("二楼") == rows
    assert "明天上午9:00" in page or "明早9:00" in page
    assert "037900000011" in page


@pytest.mark.parametrize(
    ("month", "heading"),
    [
        ("2026-12", "2026年12月"),
        ("2026-01", "2026年11月"),
        ("abc", "2026年11月"),
        ("9999-12", "2027年11月"),
    ],
)
def test_the_month_asked_for(client, center, month, heading):
    assert heading in client.get("/c/410327102200/activities/", {"month": month}).content.decode()


def test_a_village_without_a_centre_still_has_its_page(client, units, village):
    page = client.get("/c/410327102200/activities/")
    assert (page.status_code, "这几天没有活动" in page.content.decode()) == (200, True)
    assert client.get("/c/410327102200/activities.ics").status_code == 404


def test_the_feed_is_a_calendar(client, publish):
    publish()
    answer = client.get("/c/410327102200/activities.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("page", ["activities/", "activities.ics"])
def test_old_codes_lead_to_the_new_one_and_unknown_ones_nowhere(client, center, village, page):
    village.codes.update(valid_until=date(2026, 1, 1))
    village.codes.create(code="410327102399", valid_from=date(2026, 1, 1))
    assert client.get(f"/c/410327102200/{page}").url == f"/c/410327102399/{page}"
    assert client.get(f"/c/999999999999/{page}").status_code == 404


LIST_QUERIES = 13
PUBLIC_QUERIES = 7
