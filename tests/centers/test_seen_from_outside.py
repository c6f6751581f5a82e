"""What everybody sees of centres: inside, two villages side by side, demonstration centres, the map."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Unit
from centers.models import Batch, Center, Outline, Programme, Showcase
from tests.conftest import make_region

pytestmark = pytest.mark.usefixtures("clock")

INSIDE = "/c/410327102200/inside/"


def test_rooms_with_what_they_are_for_and_their_hours(client, center):
    center.buildings.create(name="主楼").rooms.create(name="培训室", hours="周三上午")
    assert "1楼培训室，周三上午" in client.get(INSIDE).content.decode()
    village = client.get("/c/410327102200/").content.decode()
    folded = village.partition("有1间屋，都干啥用</summary>")[2].partition("</details>")[0]
    assert "1楼培训室，周三上午" in folded


def test_what_will_be_built_and_that_residents_are_asked(client, center, county, at):
    programme = Programme.objects.create(region=county, name="拆墙便民", starts=date(2026, 1, 1))
    batch = Batch.objects.create(
        programme=programme, order=1, name="第一批", deadline=date(2027, 6, 30)
    )
    batch.projects.create(
        center=center,
        mode="scattered",
        sites=["老学校", "村口晒场"],
        plan="添日间照料室",
        entered_at=at,
        opinions_from=date(2026, 11, 20),
        opinions_until=date(2026, 12, 5),
    )
    page = client.get(INSIDE).content.decode()
    assert "添日间照料室，2027年6月30日前完成" in page
    assert ["分2处建" in page, "老学校" in page, "村口晒场" in page] == [True] * 3
    assert "问大家意见：" in page
    assert "kind=suggestion" in page


def test_a_village_without_a_centre_has_its_page(client, units, neighbour_village):
    Unit.objects.filter(pk=units.neighbour.pk).update(
        region=units.village.region, kind="township_desk"
    )
    for path in ("/c/410327102201/", "/c/410327102201/inside/", "/c/410327102201/inside/heritage/"):
        assert client.get(path).status_code == 200


def test_a_village_that_another_centre_serves_shows_that_centre(
    client, units, center, neighbour_village
):
    Unit.objects.filter(pk=units.neighbour.pk).delete()
    units.village.serves.add(neighbour_village)
    center.buildings.create(name="主楼").rooms.create(name="培训室")
    assert "1楼培训室" in client.get("/c/410327102201/inside/").content.decode()


def test_two_villages_stand_side_by_side(client, center, neighbour_center):
    Center.objects.filter(pk=center.pk).update(indoor_area=220)
    page = client.get("/compare/", {"a": "410327102200", "b": "鱼泉村"}).content.decode()
    assert "220平方米" in page
    assert "鱼泉村党群服务中心" in page
    choices = client.get("/compare/", {"a": "泉村"}).content.decode()
    assert "是哪一个？" in choices
    assert "没找到这个名字" in client.get("/compare/", {"a": "没有的村"}).content.decode()


def test_the_map_has_points_list_and_the_countys_outline(
    client, center, neighbour_center, tmp_path
):
    Center.objects.filter(pk=center.pk).update(latitude="34.5", longitude="112.1")
    square = [[112.0, 34.0], [112.5, 34.0], [112.5, 35.0], [112.0, 34.0]]
    path = tmp_path / "county.json"
    path.write_text(
        json.dumps({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [square]}})
    )
    call_command("import_outline", path, county="410327000000")
    page = client.get("/map/").content.decode()
    drawn = page.partition('role="img"')[2].partition("</svg>")[0]
    assert (drawn.count("<circle"), drawn.count("<path"), "鱼泉村" in page) == (1, 1, True)
    assert "还有1个没填位置" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("no json", "要 UTF-8 的 GeoJSON 文件"),
        ("[]", "这不是 GeoJSON"),
        ('{"type": "Point"}', "文件里没有边界"),
        ('{"type": "Polygon", "coordinates": [[[34, 112]]]}', "边界不在国内"),
        ('{"type": "Polygon", "coordinates": [["x"]]}', "不是经纬度的点"),
    ],
)
def test_a_file_without_an_outline_is_refused_in_words(county, tmp_path, content, sentence):
    path = tmp_path / "county.json"
    path.write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_outline", path, county="410327000000")
    assert not Outline.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_showcases_and_map_cost_the_same_for_one_and_for_three(
    client, township, county_officer, rows, django_assert_num_queries
):
    for number in range(rows):
        region = make_region(
            f"41032710225{number}", f"村{number}", "village", township, "village", pinyin="cun"
        )
        unit = Unit.objects.create(region=region, kind="village_station", name=f"站{number}")
        center = Center.objects.create(unit=unit, kind="village", name=f"中心{number}")
        Showcase.objects.create(
            center=center, since=date(2026, 1, 1), lessons="拆了墙", named_by=county_officer
        )
    client.get("/showcases/")
    with django_assert_num_queries(SHOWCASE_QUERIES):
        client.get("/showcases/")
    with django_assert_num_queries(MAP_QUERIES):
        client.get("/map/")


SHOWCASE_QUERIES = 4
MAP_QUERIES = 5
