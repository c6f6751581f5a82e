"""Rooms and what they are for tick the standards' items; what a person wrote is kept (B2, B7)."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from centers import actions
from centers.models import Assessment, Function
from centers.standards import checklist
from config.errors import Conflict, Refusal
from tests.centers.conftest import load


@pytest.fixture
def seven_haves(db):
    return load("qi_ge_you")


@pytest.fixture
def house(center, cadre, at):
    return actions.put_building(center=center, name="老学校", floors=2, by=cadre, at=at)


def functions(*codes: str) -> list[Function]:
    return list(Function.objects.filter(code__in=codes))


def met(center, standard) -> set[str]:
    return {line.item.code for line in checklist(center, standard) if line.is_met}


def test_one_room_with_three_functions_meets_three_items(center, seven_haves, house, cadre, at):
    actions.put_room(
        building=house,
        name="大屋",
        functions=functions("clinic", "training", "day_care"),
        by=cadre,
        at=at,
    )
    assert met(center, seven_haves) == {"clinic", "training", "day_care"}
    assert center.assessments.current().first().evidence == "1楼大屋"


def test_when_the_room_goes_its_items_are_missing_again(center, seven_haves, house, cadre, at):
    room = actions.put_room(
        building=house, name="诊室", functions=functions("clinic"), by=cadre, at=at
    )
    actions.remove_part(part=room, by=cadre, at=at)
    assert met(center, seven_haves) == set()
    assert Assessment.objects.count() == 2  # the earlier word stays as history


def test_what_a_person_wrote_stands_where_rooms_say_nothing(center, seven_haves, house, cadre, at):
    nursery = seven_haves.items.get(code="nursery")
    actions.assess(center=center, item=nursery, presence="have", by=cadre, at=at)
    actions.put_room(building=house, name="诊室", functions=functions("clinic"), by=cadre, at=at)
    assert met(center, seven_haves) == {"nursery", "clinic"}


def test_near_by_counts_where_the_standard_lets_it(center, cadre, at):
    ones, haves = load("qi_ge_yi"), load("qi_ge_you")
    actions.put_nearby_place(
        center=center,
        name="小学操场",
        functions=functions("square", "clinic"),
        by=cadre,
        at=at,
        meters=120,
    )
    assert met(center, ones) == {"square"}
    assert met(center, haves) == set()


@pytest.mark.parametrize(
    ("area", "enough"), [pytest.param("999.0", False, id="F4-999-of-1000"), ("1000.0", True)]
)
def test_areas_of_rooms_add_up_to_the_least(center, house, cadre, at, area, enough):
    standard = load("yi_chang_wu_shi_yi_zhan")
    actions.put_room(
        building=house,
        name="广场",
        functions=functions("square"),
        area=Decimal(area),
        by=cadre,
        at=at,
    )
    assert ("square" in met(center, standard)) is enough


def test_a_name_twice_and_a_floor_too_high_are_said_in_words(seven_haves, house, cadre, at):
    actions.put_room(building=house, name="诊室", functions=[], by=cadre, at=at)
    with pytest.raises(Conflict, match="这一层已经有叫这个名字的房间"):
        actions.put_room(building=house, name="诊室", functions=[], by=cadre, at=at)
    with pytest.raises(Refusal, match="这座房只有2层"):
        actions.put_room(building=house, name="阁楼", floor=3, functions=[], by=cadre, at=at)


def test_nobody_of_the_next_village_enters_a_room(house, neighbour, at):
    with pytest.raises(PermissionDenied):
        actions.put_room(building=house, name="诊室", functions=[], by=neighbour, at=at)


def test_the_same_equipment_of_the_same_source_is_one_line(center, cadre, at):
    bought = {"center": center, "name": "电脑", "number": 2, "paid_by": "party_dues", "by": cadre}
    actions.put_equipment(**bought, at=at)
    with pytest.raises(Conflict):
        actions.put_equipment(**bought, at=at)
