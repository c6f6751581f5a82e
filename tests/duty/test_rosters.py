from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from accounts.roles import Role
from config.errors import Refusal
from duty import actions
from duty.coverage import on_duty
from duty.models import Assignment, Roster, Shift, ShiftTemplate
from tests.conftest import hire
from tests.duty.conftest import enrol, local, make_center

pytestmark = pytest.mark.usefixtures("calendar", "shifts")

AT = local("2026-09-20T10:00")
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def staffed(center, units, cadre, duty_person, agent, link):
    """Three village people, one other and one of the township."""
    third = hire("third", "马桂枝", 31, units.village, Role.MEMBER)
    for person in (cadre, duty_person, third):
        enrol(center, person, "village")
    enrol(center, agent, "other")
    enrol(center, link, "township")
    return center


def rows(center):
    return [
        (row.shift.template.name, row.shift.duty_date, row.category, row.user_id)
        for row in Assignment.objects.filter(shift__center=center)
        .select_related("shift__template")
        .order_by("start", "category", "pk")
    ]


def test_a_month_has_every_shift_of_its_day_kinds(staffed):
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    made = Counter(Shift.objects.values_list("template__name", "day_kind"))
    assert made == {
        ("白班", "work"): 18,
        ("夜班", "work"): 18,
        ("值守", "rest"): 10,
        ("值守", "statutory"): 3,
    }
    makeup = Shift.objects.filter(duty_date="2026-10-10").values_list("template__name", flat=True)
    assert sorted(makeup) == ["夜班", "白班"]


def test_a_working_day_has_one_of_each_onsite_and_one_at_the_counter(staffed):
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    day = Assignment.objects.filter(shift__duty_date="2026-10-09", shift__template__name="白班")
    assert sorted(day.values_list("category", "presence", "counter")) == [
        ("other", "onsite", False),
        ("township", "onsite", False),
        ("village", "onsite", True),
    ]


def test_the_summer_hours_meet_the_others_without_a_gap(staffed):
    actions.build_rosters(centers=[staffed], first=date(2026, 9, 29), last=date(2026, 10, 9), at=AT)
    covered = sorted(Assignment.objects.filter(category="village").values_list("start", "end"))
    assert all(earlier[1] == later[0] for earlier, later in pairwise(covered))
    assert covered[0] == (local("2026-09-29T08:00"), local("2026-09-29T18:00"))
    assert covered[-1] == (local("2026-10-09T17:30"), local("2026-10-10T08:00"))


def test_building_twice_changes_nothing(staffed):
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    before = rows(staffed)
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    assert rows(staffed) == before


def test_the_same_people_give_the_same_roster(staffed):
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    first = rows(staffed)
    Shift.objects.all().delete()
    Roster.objects.all().delete()
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    assert rows(staffed) == first


def test_each_kind_of_duty_goes_round_evenly(staffed):
    actions.build_rosters(centers=[staffed], first=OCTOBER, last=date(2026, 12, 31), at=AT)
    village = Assignment.objects.filter(category="village")
    for kind in set(village.values_list("shift__template", "shift__day_kind")):
        counted = Counter(
            village.filter(shift__template=kind[0], shift__day_kind=kind[1]).values_list(
                "user", flat=True
            )
        )
        assert len(counted) == 3
        assert max(counted.values()) - min(counted.values()) <= 1


def test_the_queue_goes_on_where_the_last_roster_stopped(staffed):
    for day in range(9, 30):
        actions.build_rosters(
            centers=[staffed], first=date(2026, 10, day), last=date(2026, 10, day), at=AT
        )
    nights = Counter(
        Assignment.objects.filter(shift__template__name="夜班").values_list("user", flat=True)
    )
    assert len(nights) == 3
    assert max(nights.values()) - min(nights.values()) <= 1


def test_nobody_stands_day_and_night_of_the_same_day_while_there_are_others(staffed):
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    doubled = Counter(
        Assignment.objects.filter(category="village").values_list("user", "shift__duty_date")
    )
    assert max(doubled.values()) == 1


def test_who_is_away_is_passed_over_and_asked_again_once(staffed, duty_person):
    member = staffed.duty_members.get(user=duty_person)
    member.active_from = date(2026, 10, 20)
    member.save()
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    served = Assignment.objects.filter(user=duty_person, shift__template__name="白班").values_list(
        "shift__duty_date", flat=True
    )
    assert min(served) >= date(2026, 10, 20)
    assert (
        len(served) == 3
    )  # nine working days between three people: no catching up for the weeks before


@pytest.mark.parametrize("change", [{"is_active": False}, {"weight": 0}])
def test_who_may_not_stand_is_not_picked(staffed, duty_person, change):
    member = staffed.duty_members.get(user=duty_person)
    for owner in (member, duty_person):
        for name, value in change.items():
            if hasattr(owner, name):
                setattr(owner, name, value)
                owner.save()
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    assert not Assignment.objects.filter(user=duty_person).exists()


def test_a_place_that_nobody_can_take_is_an_open_row(center, cadre):
    enrol(center, cadre, "village")
    actions.build_roster(center=center, month=OCTOBER, at=AT)
    assert Counter(Assignment.objects.open_places().values_list("category", flat=True)) == {
        "township": 18,
        "other": 18,
    }


def test_a_township_person_comes_to_each_village_in_turn_and_never_to_two_at_once(
    units, center, neighbour_center, link
):
    for place in (center, neighbour_center):
        enrol(place, link, "township")
    actions.build_rosters(
        centers=[center, neighbour_center], first=OCTOBER, last=date(2026, 10, 31), at=AT
    )
    visits = Assignment.objects.filter(user=link).values_list("shift__center", "shift__duty_date")
    assert len({day for _center, day in visits}) == len(visits) == 18
    assert Counter(place for place, _day in visits) == {center.pk: 9, neighbour_center.pk: 9}


def test_one_village_built_alone_leaves_the_shared_person_to_the_other(
    center, neighbour_center, link
):
    for place in (center, neighbour_center):
        enrol(place, link, "township")
    for place in (center, neighbour_center):
        actions.build_roster(center=place, month=OCTOBER, at=AT)
    assert Assignment.objects.filter(user=link, shift__center=center).count() == 9
    assert Assignment.objects.filter(user=link, shift__center=neighbour_center).count() == 9


def test_own_shifts_of_a_centre_take_the_place_of_the_countys(staffed):
    own = ShiftTemplate.objects.create(
        center=staffed,
        name="轮班",
        starts_at="08:00",
        ends_at="08:00",
        day_kinds=["work", "rest", "statutory"],
        valid_from="2026-01-01",
    )
    own.requirements.create(category="village", presence="standby")
    actions.build_roster(center=staffed, month=OCTOBER, at=AT)
    assert set(Shift.objects.values_list("template", flat=True)) == {own.pk}
    assert all(shift.end - shift.start == timedelta(hours=24) for shift in Shift.objects.all())


def test_a_month_without_a_valid_shift_is_refused(center):
    ShiftTemplate.objects.update(valid_until="2026-06-01")
    with pytest.raises(Refusal, match="没有可用的班次"):
        actions.build_roster(center=center, month=OCTOBER, at=AT)


@pytest.mark.parametrize("style", ["onsite", "reachable"])
def test_each_style_leaves_no_minute_without_a_village_person(staffed, style):
    ShiftTemplate.objects.all().delete()
    actions.load_shift_templates(style=style)
    actions.extend_rosters(at=AT, days=30)
    instants = [AT + timedelta(minutes=37 * step) for step in range(1150)]
    covered = sorted(
        Assignment.objects.filter(category="village", user__isnull=False).values_list(
            "start", "end"
        )
    )
    assert all(any(start <= at < end for start, end in covered) for at in instants)


def test_extending_keeps_every_centre_filled_sixty_days_ahead(staffed, units, neighbour):
    enrol(make_center(units.neighbour), neighbour, "village")
    assert actions.extend_rosters(at=AT) > 0
    assert actions.extend_rosters(at=AT) == 0
    assert actions.extend_rosters(at=AT + timedelta(days=1)) == 4
    for unit in (units.village, units.neighbour):
        for day in range(61):
            assert not on_duty(unit, AT + timedelta(days=day)).is_hole


def test_a_roster_made_in_the_small_hours_covers_the_running_night(staffed, units):
    at = local("2026-10-13T02:00")
    actions.extend_rosters(at=at)
    assert not on_duty(units.village, at).is_hole


def test_templates_that_are_there_stay_as_the_county_made_them(shifts):
    ShiftTemplate.objects.filter(name="夜班").update(starts_at="18:30")
    assert actions.load_shift_templates() == []
    assert ShiftTemplate.objects.get(name="夜班").starts_at.hour == 18


def test_members_come_from_posts_once_and_in_one_category(
    center, township_center, cadre, duty_person, agent, link, clerk, neighbour
):
    for _twice in range(2):
        actions.enrol_members(centers=[center, township_center], since=date(2026, 9, 1))
    assert dict(center.duty_members.values_list("user__username", "category")) == {
        "cadre": "village",
        "duty": "village",
        "agent": "other",
        "link": "township",
    }
    assert dict(township_center.duty_members.values_list("user__username", "category")) == {
        "township": "township"
    }
