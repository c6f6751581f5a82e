"""The county's lists of centres, standards, assessments and notices in /admin/."""

from datetime import timedelta

import pytest

from accounts.models import Unit, UnitKind
from centers.actions import publish_notice
from centers.models import Center
from tests.centers.conftest import give
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
