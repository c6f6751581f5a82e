"""Planned, approved by the branch, moved, called off (B34)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from activities.actions import (
    When,
    add_session,
    approve_activity,
    cancel_activity,
    cancel_session,
    move_session,
    plan_activity,
    set_month_theme,
)
from activities.models import ActivitySession
from activities.themes import centers_without_theme, theme_of
from config.errors import Conflict, Refusal
from tests.activities.conftest import local


def test_nobody_sees_it_before_the_branch_has_approved(plan, cadre, at):
    activity = plan()
    assert not ActivitySession.objects.public(at).exists()
    approve_activity(activity=activity, by=cadre, at=at)
    assert [session.activity for session in ActivitySession.objects.public(at)] == [activity]


def test_approving_twice_is_once(publish, cadre, at, clock):
    activity = publish()
    assert (
        approve_activity(activity=activity, by=cadre, at=clock.forward(hours=1)).approved_at == at
    )
    assert AuditEntry.objects.filter(verb="approve_activity").count() == 1


@pytest.mark.parametrize(
    ("person", "plans", "approves"),
    [
        ("cadre", True, True),
        ("duty_person", True, False),
        ("clerk", True, True),
        ("county_officer", True, True),
        ("neighbour", False, False),
        ("liaison", False, False),
        ("inspector", False, False),
    ],
)
def test_who_plans_and_who_approves(plan, at, person, plans, approves, request):
    by = request.getfixturevalue(person)
    draft = plan("读报")
    for may, act in (
        (plans, lambda: plan("下棋", by=by)),
        (approves, lambda: approve_activity(activity=draft, by=by, at=at)),
    ):
        if may:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()


@pytest.mark.parametrize(
    ("when", "field", "sentence"),
    [
        (When(local(24, 15), local(24, 15)), "end", "结束要晚于开始"),
        (When(local(23, 9), local(23, 10)), "start", "这个时间已经过去了"),
        (When(local(23, 15), local(23, 16)), "start", "这个时间已经有一场了"),
    ],
)
def test_impossible_times_are_refused(plan, cadre, at, when, field, sentence):
    activity = plan()
    with pytest.raises(Refusal, match=sentence) as refused:
        add_session(activity=activity, when=when, by=cadre, at=at)
    assert refused.value.field == field


def test_an_activity_without_a_time_is_refused(center, cadre, at):
    with pytest.raises(Refusal, match="请填什么时候"):
        plan_activity(center=center, title="读报", sessions=[], by=cadre, at=at)


def test_what_is_over_cannot_be_approved(plan, cadre, clock):
    activity = plan()
    with pytest.raises(Conflict, match="时间都已经过去了"):
        approve_activity(activity=activity, by=cadre, at=clock.forward(days=1))


def test_a_moved_session_stays_the_same_one(publish, cadre, at):
    session = publish().sessions.get()
    moved = move_session(
        session=session, when=When(local(25, 9), local(25, 11), "广场"), by=cadre, at=at
    )
    assert (moved.pk, moved.start, moved.place, moved.sequence) == (
        session.pk,
        local(25, 9),
        "广场",
        1,
    )
    assert (
        move_session(
            session=moved, when=When(local(25, 9), local(25, 12)), by=cadre, at=at
        ).sequence
        == 2
    )


def test_a_member_may_not_move_what_is_public(publish, duty_person, at):
    session = publish().sessions.get()
    with pytest.raises(PermissionDenied):
        move_session(session=session, when=When(local(25, 9), local(25, 11)), by=duty_person, at=at)


def test_called_off_is_gone_for_good(publish, cadre, at):
    activity = publish("读报", When(local(24, 9), local(24, 10)), When(local(25, 9), local(25, 10)))
    first, _second = activity.sessions.all()
    cancel_session(session=first, by=cadre, at=at)
    assert cancel_session(session=first, by=cadre, at=at).sequence == 1
    with pytest.raises(Conflict, match="这一场已经取消了"):
        move_session(session=first, when=When(local(26, 9), local(26, 10)), by=cadre, at=at)
    assert ActivitySession.objects.public(at).count() == 1


def test_cancelling_the_whole_calls_off_what_is_still_to_come(publish, cadre, clock, at):
    activity = publish(
        "读报", When(local(23, 10), local(23, 11)), When(local(25, 9), local(25, 10))
    )
    cancelled = cancel_activity(activity=activity, by=cadre, at=clock.forward(hours=4))
    assert cancelled.status == "cancelled"
    assert [session.cancelled for session in activity.sessions.order_by("start")] == [False, True]
    assert not ActivitySession.objects.public(at).exists()
    with pytest.raises(Conflict, match="这个活动已经取消了"):
        approve_activity(activity=activity, by=cadre, at=clock.now())
    with pytest.raises(Conflict, match="这个活动已经取消了"):
        add_session(
            activity=activity, when=When(local(26, 9), local(26, 10)), by=cadre, at=clock.now()
        )


def test_the_query_agrees_with_the_predicate(publish, plan, cadre, at, clock):
    publish("读报", When(local(24, 9), local(24, 10)), When(local(25, 9), local(25, 10)))
    plan("下棋")
    cancel_activity(activity=publish("讲堂", When(local(24, 9), local(24, 10))), by=cadre, at=at)
    cancel_session(
        session=ActivitySession.objects.filter(start=local(25, 9)).get(), by=cadre, at=at
    )
    rows = list(ActivitySession.objects.select_related("activity"))
    for moment in (at, local(24, 9), local(24, 10), local(26, 9)):
        assert {row.pk for row in rows if row.is_public(moment)} == set(
            ActivitySession.objects.public(moment).values_list("pk", flat=True)
        )


def test_a_month_without_theme_shows_in_the_report(center, neighbour_center, cadre, county, at):
    set_month_theme(center=center, month=date(2026, 11, 15), title="孝老敬亲", by=cadre, at=at)
    assert list(centers_without_theme(county, date(2026, 11, 23))) == [neighbour_center]
    assert centers_without_theme(county, date(2026, 12, 1)).count() == 2


def test_a_theme_is_changed_and_taken_by_what_has_none(center, plan, cadre, at):
    activity, later = plan(), plan("过年", When(local(1, 9, month=12), local(1, 10, month=12)))
    set_month_theme(center=center, month=date(2026, 11, 1), title="孝老敬亲", by=cadre, at=at)
    theme = set_month_theme(
        center=center, month=date(2026, 11, 30), title="尊老爱幼", by=cadre, at=at
    )
    activity.refresh_from_db()
    later.refresh_from_db()
    assert (activity.theme, later.theme) == (theme, None)
    assert theme_of(center, date(2026, 11, 23)).title == "尊老爱幼"
    assert plan("读报").theme == theme


def test_only_the_branch_sets_the_theme(center, duty_person, neighbour, at):
    for person in (duty_person, neighbour):
        with pytest.raises(PermissionDenied):
            set_month_theme(
                center=center, month=date(2026, 11, 1), title="孝老敬亲", by=person, at=at
            )
