import pytest

from regions.actions import create_region, merge_regions, recode_region
from regions.models import Region
from tests.conftest import SINCE

pytestmark = pytest.mark.django_db

URL = "/api/v1/regions/"


def codes(client, **asked) -> list[str]:
    return [row["code"] for row in client.get(URL, asked).json()["results"]]


@pytest.fixture
def enclave(township) -> Region:
    return create_region(parent=township, level="village", code="410327102400", name="氮肥厂社区")


def test_everybody_may_read_the_regions(client, village, township):
    page = client.get(URL, {"level": "village"}).json()
    assert page == {
        "next": None,
        "previous": None,
        "results": [
            {
                "code": "410327102200",
                "name": "柳泉村村民委员会",
                "short_name": "柳泉村",
                "level": "village",
                "kind": "village",
                "parent": "410327102000",
                "path": village.path,
            }
        ],
    }


def test_the_province_has_no_parent(client, county):
    assert client.get(URL, {"level": "province"}).json()["results"][0]["parent"] is None


def test_regions_are_ordered_by_code_and_narrowed_down(
    client, village, neighbour_village, other_village, township
):
    assert codes(client, parent=township.code) == ["410327102200", "410327102201"]
    assert codes(client, q="yuquan") == ["410327102201"]
    assert codes(client, level="township") == ["410327102000", "410327103000"]
    assert codes(client, kind="village", q="柳泉镇") == ["410327102200", "410327102201"]
    assert codes(client) == sorted(codes(client))
    assert len(codes(client)) == 8


def test_enclaves_come_only_when_asked_for(client, village, enclave):
    assert codes(client, level="village") == [village.code]
    assert codes(client, level="village", enclaves="1") == [village.code, enclave.code]


def test_retired_regions_are_left_out_and_old_parents_still_work(
    client, village, neighbour_village, township, at
):
    today = at.date()
    merge_regions(regions=[neighbour_village], into=village, on=today, at=at)
    recode_region(region=township, code="410327005000", on=today, at=at)
    assert codes(client, parent="410327102000") == [village.code]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"level": "planet"}, "level"),
        ({"kind": "town"}, "kind"),
        ({"parent": "999999999999"}, "parent"),
        ({"parent": "4103\x00"}, "parent"),
        ({"q": "\x00"}, "q"),
        ({"q": "长" * 51}, "q"),
        ({"enclaves": "maybe"}, "enclaves"),
    ],
)
def test_what_makes_no_sense_is_a_problem_and_not_a_crash(client, village, asked, field):
    answer = client.get(URL, asked)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_page_leads_to_the_next(client, village, neighbour_village, other_village):
    first = client.get(URL, {"level": "village", "limit": 2}).json()
    assert [row["code"] for row in first["results"]] == [village.code, neighbour_village.code]
    second = client.get(first["next"]).json()
    assert [row["code"] for row in second["results"]] == [other_village.code]
    assert second["next"] is None
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_a_page_holds_five_hundred(client, township):
    Region.objects.bulk_create(
        Region(
            parent=township,
            level="village",
            kind="village",
            code=f"4103271{number:05}",
            name="甲村",
            short_name="甲村",
        )
        for number in range(501)
    )
    page = client.get(URL, {"level": "village", "limit": 1000}).json()
    assert len(page["results"]) == 500
    assert len(client.get(page["next"]).json()["results"]) == 1


@pytest.mark.parametrize("villages", [1, 3])
def test_a_list_takes_one_query(client, township, villages, django_assert_num_queries):
    for number in range(villages):
        create_region(
            parent=township, level="village", code=f"41032710220{number}", name="甲村", since=SINCE
        )
    with django_assert_num_queries(1):
        assert len(codes(client, level="village")) == villages
