import pytest

from accounts.roles import Role
from duty.coverage import answerable, first_contact_candidates
from tests.conftest import hire
from tests.duty.conftest import local, stand

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
AT = local("2026-11-26T09:00")


def names(tiers):
    return [[person.name for person in tier] for tier in tiers]


def test_the_counter_is_asked_first_then_village_other_and_township(
    center, units, cadre, duty_person, agent, link, county_officer
):
    stand(center, link, *DAY, category="township")
    stand(center, agent, *DAY, category="other")
    stand(center, cadre, *DAY)
    stand(center, duty_person, *DAY, category="other", counter=True)
    assert names(first_contact_candidates(units.village, AT)) == [
        ["李秀英"],
        ["王来顺"],
        ["冯桂花"],
        ["吴小军"],
        ["王来顺"],
        ["陈慧"],
    ]
    assert answerable(units.village, AT) == [duty_person, cadre, agent, link]


def test_people_of_equal_rank_stand_in_one_tier(center, units, cadre, duty_person):
    for person in (cadre, duty_person):
        stand(center, person, *DAY)
    assert names(first_contact_candidates(units.village, AT))[0] == ["王来顺", "李秀英"]


def test_in_a_hole_it_is_the_station_head_then_the_township_then_the_county(
    center, township_center, units, cadre, clerk, county_officer
):
    stand(township_center, clerk, *DAY, category="township")
    assert names(first_contact_candidates(units.village, AT)) == [["王来顺"], ["孙建国"], ["陈慧"]]
    assert answerable(units.village, AT) == []


def test_without_a_station_head_and_with_an_empty_township_it_is_the_county(units, county_officer):
    assert names(first_contact_candidates(units.other, AT)) == [["陈慧"]]


def test_a_township_in_a_hole_asks_its_lead_then_the_county(units, clerk, county_officer):
    assert names(first_contact_candidates(units.township, AT)) == [["孙建国"], ["陈慧"]]


@pytest.mark.parametrize("left", ["post ended", "deactivated"])
def test_a_station_head_who_left_is_not_asked(units, cadre, county_officer, left):
    if left == "post ended":
        cadre.posts.update(ends="2026-11-26")
    else:
        cadre.is_active = False
        cadre.save()
    assert names(first_contact_candidates(units.village, AT)) == [["陈慧"]]


@pytest.mark.parametrize("people", [1, 3])
def test_asking_takes_two_queries(django_assert_num_queries, center, units, people):
    for number in range(people):
        stand(
            center, hire(f"p{number}", f"人{number}", 50 + number, units.village, Role.MEMBER), *DAY
        )
    with django_assert_num_queries(2):
        assert len(first_contact_candidates(units.village, AT)[0]) == people
