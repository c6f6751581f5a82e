"""Batches with quotas, one running project per centre, what it brings and who pays (B6-B8)."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import Unit, UnitKind
from centers import actions
from centers.models import Batch, Center, Project, QuantityKind
from config.errors import Conflict, Refusal
from tests.conftest import make_region


@pytest.fixture
def programme(county, county_officer, at):
    return actions.put_programme(
        region=county, name="两去双提", aim="", starts=date(2026, 1, 1), by=county_officer, at=at
    )


def make_batch(programme, by, at, order=1, **about) -> Batch:
    about = {"name": f"第{order}批", "deadline": date(2026, 12, 31)} | about
    return actions.put_batch(programme=programme, order=order, by=by, at=at, **about)


@pytest.fixture
def pilot(programme, county_officer, at) -> Batch:
    return make_batch(programme, county_officer, at, quota_min=1, quota_max=3)


@pytest.fixture
def enter(clerk, at):
    return lambda batch, center: actions.enter_batch(
        batch=batch, center=center, mode="embedded", host="村小学一楼", by=clerk, at=at
    )


def more_centers(township, count: int) -> list[Center]:
    """Further villages of the township with a centre each."""
    found = []
    for number in range(count):
        village = make_region(
            f"4103271023{number:02}", f"新{number}村村民委员会", "village", township, "village"
        )
        unit = Unit.objects.create(
            region=village, kind=UnitKind.VILLAGE_STATION, name=f"新{number}村党群服务中心"
        )
        found.append(Center.objects.create(unit=unit, kind="village", name=unit.name))
    return found


def test_a_fourth_pilot_where_three_are_allowed_is_refused(pilot, township, enter):
    first, second, third, fourth = more_centers(township, 4)
    for center in (first, second, third):
        enter(pilot, center)
    with pytest.raises(Refusal, match="这个乡镇在这一批的名额已经用完"):
        enter(pilot, fourth)


def test_another_township_has_its_own_places(
    pilot, township, other_center, enter, county_officer, at
):
    for center in more_centers(township, 3):
        enter(pilot, center)
    actions.enter_batch(
        batch=pilot, center=other_center, mode="scattered", by=county_officer, at=at
    )
    assert pilot.projects.count() == 4


def test_a_centre_is_in_one_batch_at_a_time(pilot, programme, center, enter, county_officer, at):
    project = enter(pilot, center)
    second = make_batch(programme, county_officer, at, order=2)
    with pytest.raises(Refusal, match="还在另一批里"):
        enter(second, center)
    actions.finish_project(project=project, finished_on=at.date(), by=county_officer, at=at)
    enter(second, center)


def test_who_leaves_frees_a_place_and_says_why(pilot, township, enter, clerk, at):
    *three, fourth = more_centers(township, 4)
    projects = [enter(pilot, center) for center in three]
    with pytest.raises(Refusal, match="请写为啥退出"):
        actions.leave_batch(project=projects[0], reason=" ", by=clerk, at=at)
    actions.leave_batch(project=projects[0], reason="房子要搬", by=clerk, at=at)
    enter(pilot, fourth)


def test_a_quota_below_what_is_there_is_refused(pilot, township, enter, county_officer, at):
    for center in more_centers(township, 3):
        enter(pilot, center)
    with pytest.raises(Refusal, match="柳泉镇已经有3个在这一批，名额不能少于它"):
        make_batch(pilot.programme, county_officer, at, batch=pilot, quota_max=2)


def test_the_database_holds_the_quota_without_the_action(pilot, township, enter, at):
    *three, fourth = more_centers(township, 4)
    for center in three:
        enter(pilot, center)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.create(batch=pilot, center=fourth, mode="embedded", entered_at=at)


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ({"mode": "scattered", "sites": ["老学校", " 老学校"]}, "分布式至少两处"),
        ({"mode": "embedded", "host": " "}, "请写嵌在哪儿"),
    ],
)
def test_a_way_of_building_that_says_too_little_is_refused(pilot, center, clerk, at, way, sentence):
    with pytest.raises(Refusal, match=sentence):
        actions.enter_batch(batch=pilot, center=center, by=clerk, at=at, **way)


def test_places_belong_to_the_scattered_and_the_host_to_the_embedded(
    pilot, center, enter, clerk, at
):
    project = enter(pilot, center)
    assert project.places == ["村小学一楼"]
    both = {"sites": ["老学校", "村口"], "host": "村小学一楼", "plan": "", "by": clerk, "at": at}
    for mode, places in (("scattered", ["老学校", "村口"]), ("concentrated", [])):
        project = actions.change_project(project=project, mode=mode, **both)
        assert (project.places, project.host) == (places, "")
    for wrong in ({"sites": ["老学校", "村口"]}, {"host": "村小学一楼"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_last_place_at_once_do_not_both_succeed(pilot, township, enter):
    *two, third, fourth = more_centers(township, 4)
    for center in two:
        enter(pilot, center)
    barrier, out = threading.Barrier(2), []

    def run(center: Center) -> None:
        barrier.wait(10)
        try:
            out.append(enter(pilot, center))
        except Refusal as refusal:
            out.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(center,)) for center in (third, fourth)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(type(one).__name__ for one in out) == ["Project", "Refusal"]


def test_after_the_deadline_what_is_unfinished_is_late(pilot, center, enter):
    project = enter(pilot, center)
    last, after = date(2026, 12, 31), date(2027, 1, 1)
    assert [project.is_late(day) for day in (last, after)] == [False, True]
    assert [Project.objects.late(day).count() for day in (last, after)] == [0, 1]


def test_nothing_is_finished_before_its_steps(pilot, center, enter, clerk, at):
    project = enter(pilot, center)
    step = actions.put_milestone(
        project=project, name="拆围墙", due=date(2026, 11, 30), by=clerk, at=at
    )
    with pytest.raises(Refusal, match="还有节点没办到：拆围墙"):
        actions.finish_project(project=project, finished_on=at.date(), by=clerk, at=at)
    actions.put_milestone(
        project=project,
        name="拆围墙",
        due=step.due,
        done_on=at.date(),
        milestone=step,
        by=clerk,
        at=at,
    )
    done = actions.finish_project(project=project, finished_on=at.date(), by=clerk, at=at)
    with pytest.raises(Conflict):
        actions.leave_batch(project=done, reason="晚了", by=clerk, at=at)


def test_quantities_and_money_are_entered_by_the_township(pilot, center, enter, clerk, units, at):
    project = enter(pilot, center)
    toilets = QuantityKind.objects.get_or_create(name="公厕", defaults={"unit_word": "所"})[0]
    actions.set_quantity(project=project, kind=toilets, amount=1, by=clerk, at=at)
    actions.set_quantity(project=project, kind=toilets, amount=2, by=clerk, at=at)
    actions.add_contribution(
        project=project,
        amount=Decimal(50000),
        paid_by="finance",
        unit=units.department,
        given_on=at.date(),
        by=clerk,
        at=at,
    )
    assert project.quantities.get().amount == 2
    assert project.contributions.get().unit == units.department


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": Decimal(0)}, "钱数要大于0"),
        ({"giver": ""}, "县直单位和别的来源，写一个"),
        ({"given_on": date(2026, 11, 24)}, "钱到了再填"),
    ],
)
def test_money_that_cannot_be_is_refused(pilot, center, enter, clerk, at, wrong, sentence):
    money = {
        "amount": Decimal(1),
        "giver": "村集体",
        "paid_by": "collective",
        "given_on": date(2026, 11, 23),
    }
    with pytest.raises(Refusal, match=sentence):
        actions.add_contribution(project=enter(pilot, center), by=clerk, at=at, **money | wrong)


def test_a_village_enters_no_batch_and_a_township_plans_none(
    pilot, programme, center, cadre, clerk, at
):
    with pytest.raises(PermissionDenied):
        actions.enter_batch(batch=pilot, center=center, mode="embedded", by=cadre, at=at)
    with pytest.raises(PermissionDenied):
        make_batch(programme, clerk, at, order=2)
