"""Saying what a centre has: who may, what is kept, what two at once leave behind (B4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from centers.actions import assess
from centers.models import Assessment
from config.errors import Refusal
from tests.centers.conftest import load


@pytest.fixture
def stage(seven_ones):
    return seven_ones.items.get(code="stage")


def test_a_new_word_makes_the_old_one_history(center, stage, cadre, at, clock):
    first = assess(
        center=center, item=stage, presence="lack", promised_on=date(2027, 6, 30), by=cadre, at=at
    )
    second = assess(center=center, item=stage, presence="have", by=cadre, at=clock.forward(days=1))
    first.refresh_from_db()
    assert not first.current
    assert center.assessments.current().get() == second
    assert (second.by, second.at) == (cadre, clock.now())


def test_saying_the_same_again_writes_nothing(center, stage, cadre, at):
    first = assess(center=center, item=stage, presence="have", by=cadre, at=at)
    assert assess(center=center, item=stage, presence="have", by=cadre, at=at) == first
    assert Assessment.objects.count() == 1


def test_a_promise_stands_only_beside_what_is_missing(center, stage, cadre, at):
    there = assess(
        center=center, item=stage, presence="nearby", promised_on=date(2027, 6, 30), by=cadre, at=at
    )
    assert there.promised_on is None


def test_a_promise_in_the_past_is_refused(center, stage, cadre, at):
    with pytest.raises(Refusal, match="补上的日子已经过去了"):
        assess(
            center=center,
            item=stage,
            presence="lack",
            promised_on=date(2026, 11, 22),
            by=cadre,
            at=at,
        )


def test_near_by_counts_only_where_the_standard_says_so(center, cadre, at):
    clinic = load("qi_ge_you").items.get(code="clinic")
    with pytest.raises(Refusal, match="标准化卫生室要在中心里才算，附近的不算"):
        assess(center=center, item=clinic, presence="nearby", by=cadre, at=at)


def test_a_measured_item_needs_its_amount(center, cadre, at):
    area = load("yi_chang_wu_shi_yi_zhan").items.get(code="indoor_area")
    with pytest.raises(Refusal, match="请填室内面积有多少"):
        assess(center=center, item=area, presence="have", by=cadre, at=at)
    small = assess(
        center=center,
        item=area,
        presence="have",
        amount=Decimal(199),
        promised_on=date(2027, 6, 30),
        by=cadre,
        at=at,
    )
    assert not small.is_met
    assert small.promised_on == date(2027, 6, 30)


def test_an_item_of_communities_is_not_for_a_village(center, cadre, at):
    with pytest.raises(Refusal, match="这一条不适用于这个中心"):
        assess(
            center=center,
            item=load("yi_zhan_liu_shi").items.first(),
            presence="have",
            by=cadre,
            at=at,
        )


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("cadre", True),
        ("clerk", True),
        ("county_officer", True),
        ("neighbour", False),
        ("duty_person", False),
        ("inspector", False),
    ],
)
def test_who_may_say_it(center, stage, at, person, may, request):
    by = request.getfixturevalue(person)
    if may:
        assert assess(center=center, item=stage, presence="have", by=by, at=at).current
    else:
        with pytest.raises(PermissionDenied):
            assess(center=center, item=stage, presence="have", by=by, at=at)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_row_in_force(center, stage, cadre, at):
    def say(presence: str) -> None:
        try:
            assess(center=center, item=stage, presence=presence, by=cadre, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(say, ["have", "lack", "nearby", "have"]))
    assert center.assessments.current().count() == 1
    assert center.assessments.count() >= 3
