"""The county's lists of centres, standards, assessments and notices in /admin/."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEntry, Unit, UnitKind
from centers.actions import publish_notice
from centers.models import Center, Function, Wall
from tests.centers.conftest import give, make_project
from tests.conftest import log_in, make_region

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def foreign_center(county):
    """In another county of the same city."""
    other = make_region("410323000000", "新安县", "county", county.parent, pinyin="xin an xian")
    unit = Unit.objects.create(region=other, kind=UnitKind.TOWNSHIP_CENTER, name="别县中心")
    return Center.objects.create(unit=unit, kind="township", name="别县党群服务中心")


@pytest.mark.parametrize("rows", [1, 3])
def test_centres_with_their_progress_in_a_constant_number_of_queries(
    client,
    county_officer,
    foreign_center,
    seven_ones,
    center,
    request,
    at,
    rows,
    django_assert_num_queries,
):
    centers = [center] + [
        request.getfixturevalue(name) for name in ("neighbour_center", "other_center")[: rows - 1]
    ]
    for row in centers:
        give(row, seven_ones, 6, at)
    log_in(client, county_officer)
    with django_assert_num_queries(CENTER_QUERIES):
        page = client.get("/admin/centers/center/").content.decode()
    assert page.count("6/7") == rows
    assert "别县" not in page


def test_centres_are_filtered_by_township(
    client, county_officer, center, other_center, other_township
):
    log_in(client, county_officer)
    page = client.get("/admin/centers/center/", {"township": other_township.pk}).content.decode()
    assert "阁北村党群服务中心" in page
    assert "柳泉村党群服务中心" not in page
    assert client.get("/admin/centers/center/", {"township": "x"}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_assessments_and_notices_are_to_look_at_only(
    client, county_officer, cadre, center, seven_ones, village, at, rows, django_assert_num_queries
):
    give(center, seven_ones, 7, at)
    center.assessments.filter(item__order__gt=rows).delete()
    for number in range(rows):
        publish_notice(
            region=village,
            kind="outage",
            title=f"停电{number}",
            text="检修。",
            shows_from=at,
            shows_until=at + timedelta(days=1),
            by=cadre,
            at=at,
        )
    log_in(client, county_officer)
    with django_assert_num_queries(ASSESSMENT_QUERIES):
        assert f"{rows} 达标情况" in client.get("/admin/centers/assessment/").content.decode()
    with django_assert_num_queries(NOTICE_QUERIES):
        assert f"{rows} 村里通知" in client.get("/admin/centers/villagenotice/").content.decode()
    for model in ("assessment", "villagenotice"):
        assert client.get(f"/admin/centers/{model}/add/").status_code == 403


@pytest.mark.parametrize("model", ["center", "standard", "assessment", "villagenotice"])
@pytest.mark.parametrize("person", ["cadre", "clerk", "inspector"])
def test_nobody_else_comes_in(client, person, model, request):
    log_in(client, request.getfixturevalue(person))
    assert client.get(f"/admin/centers/{model}/").status_code in (302, 403)


CENTER_QUERIES = 11
ASSESSMENT_QUERIES = 10
NOTICE_QUERIES = 6


@pytest.mark.parametrize("rows", [1, 3])
def test_walls_projects_batches_and_rooms_take_a_constant_number_of_queries(
    client, county_officer, center, request, at, rows, django_assert_num_queries
):
    """The progress is never part of the count, so that fifty thousand centres are counted once and fast."""
    use = Function.objects.create(code="reading", name="图书室")
    for number, name in enumerate(("center", "neighbour_center", "other_center")[:rows], 1):
        one = request.getfixturevalue(name)
        Wall.objects.create(center=one, state="none", gate="none", surveyed_on=at.date())
        project = make_project(one, at, order=number)
        project.milestones.create(name="开工", due=at.date(), done_on=at.date())
        building = one.buildings.create(name="主楼")
        building.rooms.create(name="图书室").functions.add(use)
    log_in(client, county_officer)
    for model, shown in (
        ("wall", "本来没有围墙"),
        ("project", "1/1"),
        ("batch", "0/1"),
        ("room", "图书室"),
    ):
        with django_assert_num_queries(LISTS[model]), CaptureQueriesContext(connection) as asked:
            page = client.get(f"/admin/centers/{model}/").content.decode()
        assert page.count(f">{shown}") + page.count(f"> {shown}") >= rows
        counts = [query["sql"] for query in asked if query["sql"].startswith("SELECT COUNT")]
        assert not [sql for sql in counts if "milestone" in sql or "assessment" in sql]


def test_chosen_rows_go_into_a_file_that_the_audit_names(client, county_officer, center, at):
    project = make_project(center, at)
    log_in(client, county_officer)
    chosen = {"action": "export_xlsx", "_selected_action": [project.pk]}
    answer = client.post("/admin/centers/project/", chosen)
    book = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in book.rows]
    assert rows[-1][:4] == ["柳泉村党群服务中心", "柳泉镇", "第1批", "嵌入式"]
    assert AuditEntry.objects.get(verb="export_list").data == {"rows": 1}


LISTS = {"wall": 9, "project": 7, "batch": 6, "room": 8}
