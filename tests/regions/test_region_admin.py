import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regions.models import CalendarDay, Region
from tests.conftest import log_in

pytestmark = pytest.mark.django_db

REGIONS = "/admin/regions/region/"
DAYS = "/admin/regions/calendarday/"


@pytest.fixture
def admin(client, admin_person):
    return log_in(client, admin_person)


def test_regions_are_found_by_pinyin_and_cannot_be_changed(admin, village, neighbour_village):
    page = admin.get(REGIONS, {"q": "yqc"})
    assert [row.short_name for row in page.context["cl"].queryset] == ["鱼泉村"]
    assert admin.get(f"{REGIONS}{village.pk}/change/").status_code == 200
    assert admin.post(f"{REGIONS}{village.pk}/change/", {"name": "甲"}).status_code == 403
    assert admin.get(f"{REGIONS}add/").status_code == 403
    assert admin.post(f"{REGIONS}{village.pk}/delete/").status_code == 403


def test_a_region_shows_its_codes_and_former_names(admin, village):
    page = admin.get(f"{REGIONS}{village.pk}/change/").content.decode()
    assert "区划代码" in page
    assert "410327102200" in page


@pytest.mark.parametrize("villages", [1, 3])
def test_the_list_of_regions_reads_regions_three_times(admin, township, villages):
    """Twice to count, once to list."""
    Region.objects.bulk_create(
        Region(
            parent=township,
            level="village",
            kind="village",
            code=f"41032710230{number}",
            name="甲村",
            short_name="甲村",
        )
        for number in range(villages)
    )
    with CaptureQueriesContext(connection) as queries:
        assert admin.get(REGIONS, {"level__exact": "village"}).status_code == 200
    assert sum('FROM "regions_region"' in query["sql"] for query in queries) == 3


def fields(**changed) -> dict[str, str]:
    return {
        "date": "2026-11-24",
        "kind": "rest",
        "name": "庙会",
        "county": "",
        "source": "",
    } | changed


def test_the_admin_enters_a_day_of_the_county(admin, county):
    assert admin.post(f"{DAYS}add/", fields(county=county.pk)).status_code == 302
    assert CalendarDay.objects.get().county == county


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"makeup": "on"}, "调休上班的日子类型要选工作日"),
        ({"date": "2026-11-25"}, "这一天已经有了"),
    ],
)
def test_a_day_that_cannot_be_is_answered_with_a_sentence(admin, county, changed, sentence):
    CalendarDay.objects.create(date="2026-11-25", kind="rest")
    page = admin.post(f"{DAYS}add/", fields(**changed))
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_the_countys_own_days_stand_on_top(admin, county):
    CalendarDay.objects.create(date="2026-12-25", kind="rest", name="全国")
    CalendarDay.objects.create(date="2026-11-25", kind="rest", name="本县", county=county)
    rows = admin.get(DAYS).context["cl"].queryset
    assert [row.name for row in rows] == ["本县", "全国"]


def test_only_set_up_and_the_county_desk_see_the_calendar(
    client, admin_person, county_officer, cadre, auditor
):
    seen = {
        person.username: log_in(client, person).get(DAYS).status_code
        for person in (admin_person, county_officer, cadre, auditor)
    }
    assert seen == {"admin": 200, "county": 200, "cadre": 403, "auditor": 403}
