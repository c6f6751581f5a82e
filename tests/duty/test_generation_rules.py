"""The generation by itself, without a database: any month passes the checker or names its holes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from duty.generation import (
    Absence,
    Person,
    Post,
    Problem,
    Reason,
    Tally,
    faults,
    generate,
    holes,
    precheck,
    take_turns,
)

FIRST = date(2026, 11, 2)
CATEGORIES = ("township", "village", "other")


def at(day: int, hour: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), time(hour))


def day_post(day: int, *categories: str, shift: int = 0, **fields) -> Post:
    start, end = at(day, 8), at(day, 18)
    key = 10 * day + shift
    return Post(key, start.date(), start, end, frozenset(categories), **fields)


def night_post(day: int, *, onsite: bool = True) -> Post:
    start, end = at(day, 22), at(day + 1, 8)
    fields = {"onsite": onsite, "night": True, "points": 6}
    return Post(10 * day + 1, start.date(), start, end, **fields)


def people(*categories: str, **fields) -> tuple[Person, ...]:
    return tuple(Person(number, category, **fields) for number, category in enumerate(categories))


@st.composite
def months(draw) -> Problem:
    """One to eight people with leave, caps, shares and joining days; two weeks with two shifts a day."""
    group = tuple(
        Person(
            key=number,
            category=draw(st.sampled_from(CATEGORIES)),
            share=draw(st.sampled_from([0, 0.5, 1])),
            most_in_7_days=draw(st.integers(1, 6)),
            nights_in_row=draw(st.integers(1, 3)),
            since=draw(st.none() | st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))),
            absences=tuple(
                Absence(at(first, 0), at(first + length, 12))
                for first, length in draw(
                    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 3)), max_size=2)
                )
            ),
            served=Tally(nights=draw(st.integers(0, 5))),
        )
        for number in range(draw(st.integers(1, 8)))
    )
    onsite = draw(st.booleans())
    posts = [
        post
        for day in range(14)
        for post in (
            day_post(day, "village", "other"),
            day_post(day, rest_day=day % 7 > 4),
            night_post(day, onsite=onsite),
        )
    ]
    return Problem(tuple(posts), group)


@settings(max_examples=80, deadline=None)
@given(problem=months(), seed=st.integers(0, 9))
def test_any_plan_passes_the_checker_or_names_its_holes(problem, seed):
    for plan in (generate(problem, seed, changes=60).plan, take_turns(problem, {})):
        assert not faults(problem, plan)
        named = {hole.post for hole in holes(problem, plan)}
        assert named == {number for number, person in enumerate(plan) if person is None}
        for hole in holes(problem, plan):
            fitting = [
                number
                for number, person in enumerate(problem.people)
                if not problem.posts[hole.post].categories
                or person.category in problem.posts[hole.post].categories
            ]
            assert [one.person for one in hole.against] == fitting


@settings(max_examples=30, deadline=None)
@given(problem=months())
def test_the_same_seed_gives_the_same_plan(problem):
    assert generate(problem, 5, changes=60) == generate(problem, 5, changes=60)


@settings(max_examples=60, deadline=None)
@given(problem=months())
def test_what_the_precheck_names_stays_open_in_every_plan(problem):
    named = {hole.post for hole in precheck(problem).unfillable}
    plan = generate(problem, 1, changes=60).plan
    assert all(plan[post] is None for post in named)


def test_the_only_two_of_the_township_in_a_week_of_six_days():
    """One is away: five days are possible, six are asked (a makeup Saturday)."""
    away = (Absence(at(0, 0), at(7, 0)),)
    both = (*people("township", absences=away), Person(1, "township"))
    problem = Problem(tuple(day_post(day, "township") for day in range(6)), both)
    (short,) = precheck(problem).shortages
    assert (short.first, short.places, short.possible) == (FIRST, 6, 5)
    assert generate(problem, 1, changes=60).plan.count(None) == 1


def test_nobody_of_a_category_is_said_as_such():
    problem = Problem((day_post(0, "township"),), people("village", "other"))
    (hole,) = precheck(problem).unfillable
    assert hole.against == ()


def test_three_places_for_two_people_are_crowded():
    problem = Problem(tuple(day_post(0, "village") for _each in range(3)), people("village") * 2)
    assert len(precheck(problem).crowded) == 1


def test_three_of_each_shift_with_ten_people_is_answered_at_once():
    """Literally 1 + 1 + 1 on every shift of every day: the township's two cannot."""
    ten = people(*["township"] * 2, *["village"] * 5, *["other"] * 3)
    posts = tuple(
        Post(
            10 * day + number,
            FIRST + timedelta(days=day),
            at(day, start),
            at(day, start) + timedelta(hours=8),
            frozenset({kind}),
        )
        for day in range(28)
        for number, start in enumerate((0, 8, 16))
        for kind in CATEGORIES
    )
    found = precheck(Problem(posts, ten))
    assert any(short.categories == {"township"} for short in found.shortages)


def test_one_person_alone_and_the_reasons_for_every_hole():
    problem = Problem(tuple(day_post(day) for day in range(7)), people("village"))
    plan = generate(problem, 1, changes=60).plan
    assert plan.count(0) == 5
    assert {one.reason for hole in holes(problem, plan) for one in hole.against} == {Reason.WEEK}


def test_turns_reach_each_of_fourteen_people_though_weekends_are_left_out():
    posts = tuple(day_post(day) for day in range(60) if day % 7 < 5)
    plan = take_turns(Problem(posts, people(*["village"] * 14)), {})
    assert set(plan) == set(range(14))


def test_twelve_months_keep_nights_per_head_within_three():
    """Ten people, a night and a day place every day; what was served is carried on."""
    served = [Tally() for _person in range(10)]
    for month in range(12):
        group = tuple(
            Person(
                number,
                "village",
                served=served[number],
                absences=(
                    Absence(at((7 * number + month) % 25, 0), at((7 * number + month) % 25 + 4, 0)),
                ),
            )
            for number in range(10)
        )
        posts = tuple(
            post
            for day in range(30)
            for post in (day_post(day, rest_day=day % 7 > 4), night_post(day))
        )
        problem = Problem(posts, group)
        plan = generate(problem, month, changes=300).plan
        assert None not in plan
        assert not faults(problem, plan)
        for number, before in enumerate(served):
            mine = [posts[post] for post, person in enumerate(plan) if person == number]
            served[number] = Tally(
                before.points + sum(post.points for post in mine),
                before.nights + sum(post.night for post in mine),
                before.rest_days + sum(post.rest_day for post in mine),
            )
    nights = [tally.nights for tally in served]
    assert sum(nights) == 360
    assert max(nights) - min(nights) <= 3
    days_off = [tally.rest_days for tally in served]
    assert max(days_off) - min(days_off) <= 3
