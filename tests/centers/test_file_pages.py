"""A centre's file on a phone: houses, rooms, equipment, the point, photos, old things, and who changed what."""

from io import BytesIO

import pytest
from PIL import Image

from centers.models import Building, CenterPhoto, Equipment, Heritage, NearbyPlace, Room, Showcase
from tests.centers.conftest import load
from tests.conftest import log_in

pytestmark = pytest.mark.usefixtures("clock")

DESK = "/desk/center/410327102200"


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "JPEG")
    out.seek(0)
    out.name = "a.jpg"
    return out


def test_a_house_and_a_room_with_two_functions_meet_two_items(client, cadre, center):
    haves = load("qi_ge_you")
    log_in(client, cadre)
    client.post(f"{DESK}/buildings/new/", {"name": "老学校", "floors": 2, "former_use": "小学"})
    house = Building.objects.get()
    uses = [item.function_id for item in haves.items.filter(code__in=["clinic", "training"])]
    room = {"name": "大屋", "floor": 1, "area": "20.5", "functions": uses}
    assert client.post(f"{DESK}/buildings/{house.pk}/rooms/new/", room).url == f"{DESK}/rooms/"
    assert center.assessments.current().meeting().count() == 2
    page = client.get(f"{DESK}/rooms/").content.decode()
    assert "20.5平方米" in page
    client.post(f"{DESK}/rooms/{Room.objects.get().pk}/", room | {"name": "诊室", "functions": []})
    assert center.assessments.current().meeting().count() == 0
    history = client.get(f"{DESK}/history/").content.decode()
    assert "填了房间：诊室" in history
    assert "干啥用：" in history
    client.post(f"{DESK}/buildings/{house.pk}/remove/")
    assert not Room.objects.exists()


@pytest.mark.parametrize(
    ("path", "said", "sentence"),
    [
        ("buildings/new", {"name": "楼", "floors": 0}, "请填整数，从1往上"),
        ("buildings/new", {"name": "", "floors": 1}, "请填叫什么"),
        ("nearby/new", {"name": "操场", "meters": -5}, "请填多少米，整数"),
        ("equipment/new", {"name": "电脑", "number": 0, "paid_by": "finance"}, "请填整数，从1往上"),
        (
            "equipment/new",
            {"name": "电脑", "number": 1, "paid_by": "finance", "since": "2030-01-01"},
            "这一天还没到",
        ),
        ("size", {"indoor_area": "-5"}, "面积不能是负的"),
        ("point", {"latitude": "34.5"}, "纬度和经度要一起填"),
        ("point", {"pasted": "112.17,34.51"}, "这个点不在国内，看看纬度和经度是不是写反了"),
        ("point", {"pasted": "洛阳"}, "要两个数，中间用逗号"),
        ("point", {"latitude": "北纬", "longitude": "112"}, "请填度数"),
        ("heritage/new", {"title": "老犁", "giver_agreed": "on"}, "就要写是谁捐的"),
    ],
)
def test_a_slip_is_said_beside_what_was_typed(client, cadre, center, path, said, sentence):
    log_in(client, cadre)
    answer = client.post(f"{DESK}/{path}/", said)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (400, True)
    assert all(str(value) in page for value in said.values() if value != "on")


def test_a_name_twice_is_a_conflict_and_keeps_what_was_typed(client, cadre, center):
    center.buildings.create(name="主楼")
    log_in(client, cadre)
    answer = client.post(f"{DESK}/buildings/new/", {"name": "主楼", "floors": 1, "address": "东头"})
    assert (answer.status_code, "东头" in answer.content.decode()) == (409, True)


def test_near_by_places_equipment_and_the_point(client, cadre, center):
    log_in(client, cadre)
    client.post(f"{DESK}/nearby/new/", {"name": "小学操场", "meters": 120})
    client.post(f"{DESK}/equipment/new/", {"name": "电脑", "number": 3, "paid_by": "party_dues"})
    client.post(f"{DESK}/point/", {"pasted": "34.51412345678，112.17951234"})
    center.refresh_from_db()
    assert (str(center.latitude), str(center.longitude)) == ("34.514123", "112.179512")
    assert (NearbyPlace.objects.get().meters, Equipment.objects.get().number) == (120, 3)
    client.post(f"{DESK}/point/", {})
    center.refresh_from_db()
    assert center.latitude is None


def test_photos_are_drawn_anew_public_or_not_and_what_is_none_is_named(client, cadre, center):
    log_in(client, cadre)
    broken = BytesIO(b"MZ no picture")
    broken.name = "a.jpg"
    said = {"photos": [broken], "caption": "新大门", "public": "on"}
    answer = client.post(f"{DESK}/photos/new/", said)
    page = answer.content.decode()
    assert (answer.status_code, "这个文件不是照片" in page, "新大门" in page) == (400, True, True)
    client.post(f"{DESK}/photos/new/", said | {"photos": [picture()]})
    row = CenterPhoto.objects.get()
    public = f"/c/410327102200/inside/photos/{row.pk}/"
    assert client.get(public).headers["Content-Type"] == "image/jpeg"
    assert "新大门" in client.get("/c/410327102200/inside/").content.decode()
    client.post(f"{DESK}/photos/{row.pk}/", {"caption": "新大门"})
    assert client.get(public).status_code == 404
    assert client.get(f"{DESK}/photos/{row.pk}/file/").status_code == 200
    client.post(f"{DESK}/photos/{row.pk}/remove/")
    assert not CenterPhoto.objects.exists()


@pytest.mark.parametrize(("agreed", "named"), [({"giver_agreed": "on"}, True), ({}, False)])
def test_a_giver_is_named_only_with_consent(client, cadre, center, agreed, named):
    log_in(client, cadre)
    said = {"title": "老犁", "text": "最后一架", "giver": "马长根", "public": "on"} | agreed
    client.post(f"{DESK}/heritage/new/", said)
    assert Heritage.objects.get().giver == "马长根"
    page = client.get("/c/410327102200/inside/heritage/").content.decode()
    assert ("老犁" in page, "马长根" in page) == (True, named)
    assert "马长根" not in client.get(f"{DESK}/history/").content.decode()


def test_the_county_names_a_demonstration_centre(client, county_officer, center):
    log_in(client, county_officer)
    client.post(f"{DESK}/showcase/", {"since": "2026-11-01", "lessons": "拆了墙，院子连着广场"})
    assert "拆了墙，院子连着广场" in client.get("/showcases/").content.decode()
    client.post(f"{DESK}/showcase/end/")
    assert not Showcase.objects.exists()


def test_a_merged_villages_centre_stays_as_it_was(
    client, clerk, center, village, neighbour_village, at
):
    type(village).objects.filter(pk=village.pk).update(
        retired_on=at.date(), successor=neighbour_village
    )
    log_in(client, clerk)
    answer = client.post(f"{DESK}/buildings/new/", {"name": "主楼", "floors": 1})
    assert answer.status_code in {404, 409}
    assert not Building.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_rooms_and_history_cost_the_same_for_one_and_for_three(
    client, cadre, center, rows, at, django_assert_num_queries
):
    from centers.actions import put_building, put_room

    for number in range(rows):
        house = put_building(center=center, name=f"楼{number}", by=cadre, at=at)
        put_room(building=house, name="诊室", functions=[], by=cadre, at=at)
    log_in(client, cadre)
    client.get(f"{DESK}/rooms/")
    with django_assert_num_queries(ROOMS_QUERIES):
        client.get(f"{DESK}/rooms/")
    with django_assert_num_queries(HISTORY_QUERIES):
        client.get(f"{DESK}/history/")


ROOMS_QUERIES = 12
HISTORY_QUERIES = 9
