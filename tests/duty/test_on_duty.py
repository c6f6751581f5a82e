from datetime import UTC, timedelta

import pytest

from accounts.roles import Role
from centers.models import Closure
from duty.coverage import fallback, on_duty, uncovered
from tests.conftest import hire
from tests.duty.conftest import local, make_center, stand

pytestmark = pytest.mark.usefixtures("calendar")


@pytest.fixture
def thursday(center, cadre, duty_person, agent, link) -> None:
    """A working day, 26 November 2026: three people by day, one by night, another the night before."""
    stand(center, duty_person, "2026-11-25T17:30", "2026-11-26T08:00")
    day = ("2026-11-26T08:00", "2026-11-26T17:30")
    stand(center, link, *day, category="township", presence="onsite")
    stand(center, agent, *day, category="other", presence="onsite")
    stand(center, cadre, *day, presence="onsite", counter=True)
    stand(center, duty_person, "2026-11-26T17:30", "2026-11-27T08:00")


ALL_DAY = "今天值班：王来顺（村干部）、冯桂花（值班员）、吴小军（镇干部），到下午5:30"


@pytest.mark.parametrize(
    ("at", "sentence", "line"),
    [
        (
            "2026-11-26T00:30",
            "门关了，有人值班，打电话就接",
            "夜里值班：李秀英（村干部），到上午8:00",
        ),
        (
            "2026-11-26T02:00",
            "门关了，有人值班，打电话就接",
            "夜里值班：李秀英（村干部），到上午8:00",
        ),
        (
            "2026-11-26T07:59",
            "门关了，有人值班，打电话就接",
            "今天值班：李秀英（村干部），到上午8:00",
        ),
        ("2026-11-26T08:00", "现在开着门，到中午12:00", ALL_DAY),
        ("2026-11-26T12:30", "中午休息，下午2:30开门。急事打电话", ALL_DAY),
        ("2026-11-26T17:25", "现在开着门，到下午5:30", ALL_DAY),
        (
            "2026-11-26T17:30",
            "门关了，有人值班，打电话就接",
            "今天值班：李秀英（村干部），到明早8:00",
        ),
        (
            "2026-11-26T23:30",
            "门关了，有人值班，打电话就接",
            "夜里值班：李秀英（村干部），到明早8:00",
        ),
        (
            "2026-11-27T08:00",
            "门关了，现在没人值班，请打镇里电话 0379-0000 0010",
            "柳泉镇党群服务中心：0379-0000 0010",
        ),
    ],
)
def test_the_page_says_one_of_five_sentences_and_who_it_is(thursday, units, at, sentence, line):
    now = on_duty(units.village, local(at))
    assert (now.sentence, now.line) == (sentence, line)


def test_the_same_instant_in_utc_is_the_same_answer(thursday, units):
    at = local("2026-11-26T02:00").astimezone(UTC)
    assert on_duty(units.village, at).line == "夜里值班：李秀英（村干部），到上午8:00"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2026-10-01T10:00", "今天不开门（国庆节），打电话就接"),
        ("2026-10-01T23:30", "门关了，有人值班，打电话就接"),
        ("2026-10-02T07:59", "今天不开门（国庆节），打电话就接"),
    ],
)
def test_a_holiday_is_named_by_day_and_the_night_person_by_night(
    center, units, cadre, at, sentence
):
    stand(center, cadre, "2026-10-01T08:00", "2026-10-02T08:00")
    now = on_duty(units.village, local(at))
    assert now.sentence == sentence
    assert [person.user for person in now.people] == [cadre]


def test_on_a_makeup_saturday_the_door_is_open(center, units, cadre):
    stand(center, cadre, "2026-10-10T08:00", "2026-10-10T17:30", presence="onsite")
    assert on_duty(units.village, local("2026-10-10T09:00")).sentence == "现在开着门，到中午12:00"


def test_the_last_night_of_the_year_goes_on_into_the_new_one(center, units, cadre):
    stand(center, cadre, "2026-12-31T17:30", "2027-01-01T08:00")
    evening, morning = (
        on_duty(units.village, local(at)) for at in ("2026-12-31T23:59", "2027-01-01T00:00")
    )
    assert evening.line == "夜里值班：王来顺（村干部），到明早8:00"
    assert morning.line == "夜里值班：王来顺（村干部），到上午8:00"


def test_a_closed_door_gives_its_reason(center, units, cadre):
    Closure.objects.create(center=center, date="2026-11-26", reason="换届选举")
    stand(center, cadre, "2026-11-26T08:00", "2026-11-26T17:30")
    assert (
        on_duty(units.village, local("2026-11-26T09:00")).sentence
        == "今天不开门（换届选举），打电话就接"
    )


def test_a_hole_between_two_shifts_lasts_as_long_as_the_hole(center, units, cadre):
    stand(center, cadre, "2026-11-26T08:00", "2026-11-26T17:30")
    stand(center, cadre, "2026-11-26T18:00", "2026-11-27T08:00")
    seen = {
        at: on_duty(units.village, local(f"2026-11-26T{at}")).is_hole
        for at in ("17:29", "17:30", "17:59", "18:00")
    }
    assert seen == {"17:29": False, "17:30": True, "17:59": True, "18:00": False}


def test_open_hours_without_anybody_are_said_as_a_hole(center, units):
    now = on_duty(units.village, local("2026-11-26T09:00"))
    assert now.door.open
    assert not now.open
    assert now.phone == "0379-00000010"


@pytest.mark.parametrize("change", ["open place", "draft", "cancelled", "replaced", "left"])
def test_nobody_stands_by_a_row_that_does_not_hold(center, units, cadre, change):
    row = stand(
        center, None if change == "open place" else cadre, "2026-11-26T08:00", "2026-11-26T17:30"
    )
    if change == "draft":
        row.shift.roster.status = "draft"
        row.shift.roster.save()
    elif change == "cancelled":
        row.shift.cancelled = True
        row.shift.save()
    elif change == "replaced":
        row.status = "replaced"
        row.save()
    elif change == "left":
        cadre.is_active = False
        cadre.save()
    assert on_duty(units.village, local("2026-11-26T09:00")).is_hole


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("城关街道", "城关街道"),
        ("城关街道办事处", "城关街道办事处"),
        ("上观乡", "乡里"),
        ("柳泉镇", "镇里"),
    ],
)
def test_a_street_is_not_called_a_town(units, township, name, whose):
    township.short_name = name
    township.save()
    assert (
        fallback(units.village, local("2026-11-26T09:00")).sentence
        == f"请打{whose}电话 0379-0000 0010"
    )


def test_a_township_falls_back_on_the_county(units):
    assert (
        fallback(units.township, local("2026-11-26T09:00")).sentence
        == "请打县里电话 0379-0000 0001"
    )


def test_a_village_without_a_centre_is_answered_by_its_township(units):
    now = on_duty(units.other, local("2026-11-26T09:00"))
    assert (now.center, now.phone) == (None, "0379-00000020")
    assert now.sentence == "门关了，现在没人值班，请打镇里电话 0379-0000 0020"


def test_a_personal_number_is_given_with_consent_only(center, units, cadre, duty_person):
    duty_person.phone_public = True
    duty_person.save()
    for person in (cadre, duty_person):
        stand(center, person, "2026-11-26T08:00", "2026-11-26T17:30")
    assert [
        person.phone for person in on_duty(units.village, local("2026-11-26T09:00")).people
    ] == ["", "16000000002"]


def test_who_stands_twice_is_named_once(center, units, cadre):
    stand(center, cadre, "2026-11-26T08:00", "2026-11-26T17:30", presence="onsite", counter=True)
    stand(center, cadre, "2026-11-26T08:00", "2026-11-27T08:00")
    assert [
        person.counter for person in on_duty(units.village, local("2026-11-26T09:00")).people
    ] == [True]


def test_uncovered_villages_are_those_that_answer_with_a_hole(thursday, units, county, township):
    make_center(units.neighbour)
    for hour in range(48):
        at = local("2026-11-26T00:00") + timedelta(hours=hour)
        holes = {
            unit
            for unit in (units.village, units.neighbour, units.other)
            if on_duty(unit, at).is_hole
        }
        assert set(uncovered(county, at)) == holes
    assert set(uncovered(township, local("2026-11-26T09:00"))) == {units.neighbour}


@pytest.mark.parametrize("people", [1, 3])
def test_the_answer_takes_four_queries_however_many_stand(
    django_assert_num_queries, center, units, people
):
    for number in range(people):
        stand(
            center,
            hire(f"p{number}", f"人{number}", 50 + number, units.village, Role.MEMBER),
            "2026-11-26T08:00",
            "2026-11-26T17:30",
        )
    with django_assert_num_queries(4):
        now = on_duty(units.village, local("2026-11-26T09:00"))
        assert len(now.people) == people
        assert now.sentence
        assert now.line


def test_the_uncovered_villages_take_one_query(django_assert_num_queries, units, county):
    with django_assert_num_queries(1):
        assert len(uncovered(county, local("2026-11-26T09:00"))) == 3
