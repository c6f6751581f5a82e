"""The rotation by itself, without a database: whoever is there and away, no rule is broken."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from duty.models import DutyMember, ShiftRequirement, ShiftTemplate
from duty.rotation import Rotation, plan_shift

FIRST = date(2026, 11, 1)
DAYS = 28


def template(key: int, starts: int, ends: int, *places: tuple[str, str]) -> ShiftTemplate:
    made = ShiftTemplate(pk=key, name=f"班{key}", starts_at=time(starts), ends_at=time(ends))
    needs = [
        ShiftRequirement(category=category, presence=presence) for category, presence in places
    ]
    made._prefetched_objects_cache = {"requirements": needs}
    return made


BY_DAY = template(1, 8, 18, ("village", "onsite"), ("", "onsite"), ("township", "onsite"))
BY_NIGHT = template(2, 18, 8, ("village", "standby"))


def month_of_shifts(centers: int) -> list:
    return [
        plan_shift(center, shift, FIRST + timedelta(days=day), "work", rank)
        for center in range(1, centers + 1)
        for day in range(DAYS)
        for rank, shift in enumerate((BY_DAY, BY_NIGHT))
    ]


@st.composite
def memberships(draw) -> dict[int, list[DutyMember]]:
    """Up to three centres that share some of six people, each there from and until some day."""
    people = [
        User(pk=number, username=f"p{number}", is_active=draw(st.booleans()) or number < 3)
        for number in range(1, 7)
    ]
    found: dict[int, list[DutyMember]] = {}
    for center in range(1, draw(st.integers(1, 3)) + 1):
        chosen = draw(st.lists(st.sampled_from(people), unique_by=lambda person: person.pk))
        found[center] = [
            DutyMember(
                pk=center * 10 + person.pk,
                center_id=center,
                user=person,
                category=draw(st.sampled_from(["village", "other", "township"])),
                weight=draw(st.sampled_from([0, 1])),
                active_from=FIRST + timedelta(days=draw(st.integers(-5, 10))),
                active_until=draw(
                    st.one_of(
                        st.none(), st.integers(11, 30).map(lambda n: FIRST + timedelta(days=n))
                    )
                ),
            )
            for person in chosen
        ]
    return found


@settings(max_examples=150, deadline=None)
@given(members=memberships())
def test_no_rule_is_broken_whoever_is_away(members):
    filled = list(Rotation(members).fill(month_of_shifts(len(members))))
    assert len(filled) == len(members) * DAYS * 4  # open places are rows too
    taken = [row for row in filled if row.member is not None]
    for row in taken:
        assert row.member.may_stand(row.shift.duty_date)
        assert row.member.center_id == row.shift.center_id
        assert row.place.category in ("", row.member.category)
    in_shift = Counter((row.shift, row.member.user_id) for row in taken)
    assert all(number == 1 for number in in_shift.values())
    onsite = Counter(
        (row.shift.start, row.member.user_id) for row in taken if row.place.presence == "onsite"
    )
    assert all(number == 1 for number in onsite.values())


@settings(max_examples=50, deadline=None)
@given(members=memberships())
def test_the_same_people_give_the_same_rows(members):
    once, again = (
        [
            (row.shift.start, row.shift.center_id, row.member and row.member.pk)
            for row in Rotation(members).fill(month_of_shifts(len(members)))
        ]
        for _twice in range(2)
    )
    assert once == again


@given(people=st.integers(1, 9))
def test_nights_differ_by_one_at_most(people):
    members = [
        DutyMember(
            pk=number,
            center_id=1,
            user=User(pk=number, username=f"p{number}"),
            category="village",
            weight=1,
            active_from=FIRST,
        )
        for number in range(1, people + 1)
    ]
    filled = Rotation({1: members}).fill(month_of_shifts(1))
    nights = Counter(row.member.pk for row in filled if row.shift.template == BY_NIGHT)
    assert len(nights) == people
    assert max(nights.values()) - min(nights.values()) <= 1


def test_a_shift_keeps_its_local_hours_where_clocks_change(settings):
    settings.TIME_ZONE = "America/Chicago"
    night = plan_shift(1, BY_NIGHT, date(2026, 3, 7), "work")
    assert (night.end.timestamp() - night.start.timestamp()) / 3600 == 13
    assert (night.start.hour, night.end.hour) == (18, 8)


def test_a_shift_that_ends_when_it_begins_lasts_a_day():
    assert plan_shift(1, template(3, 8, 8), FIRST, "work").end - plan_shift(
        1, template(3, 8, 8), FIRST, "work"
    ).start == timedelta(days=1)
