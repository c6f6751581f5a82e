"""Phone, address, hours and closures: changed by those who may, remembered in the audit."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from centers.actions import Hours, change_center, close_for_a_day, open_again, set_hours
from config.errors import Refusal


def test_old_and_new_stand_in_the_audit(center, cadre, at):
    change_center(center=center, by=cadre, at=at, duty_phone="037900000099", local_name="村室")
    entry = AuditEntry.objects.get(verb="change_center")
    assert (entry.actor, entry.subject) == (cadre, f"center:{center.pk}")
    assert entry.data == {
        "before": {"duty_phone": "037900000011"},
        "after": {"duty_phone": "037900000099"},
    }


def test_a_change_that_changes_nothing_leaves_no_trace(center, cadre, at):
    change_center(center=center, by=cadre, at=at, local_name="村室")
    assert not AuditEntry.objects.exists()


def test_the_neighbour_may_not(center, neighbour, at):
    with pytest.raises(PermissionDenied):
        change_center(center=center, by=neighbour, at=at, address="别处")
    with pytest.raises(PermissionDenied):
        set_hours(center=center, spans=[], by=neighbour, at=at)
    with pytest.raises(PermissionDenied):
        close_for_a_day(center=center, day=at.date(), reason="开会", by=neighbour, at=at)


def test_hours_are_replaced_as_a_whole(center, cadre, at):
    set_hours(
        center=center,
        spans=[Hours("work", time(8), time(12)), Hours("work", time(14), time(18))],
        by=cadre,
        at=at,
    )
    set_hours(center=center, spans=[Hours("work", time(9), time(17))], by=cadre, at=at)
    assert [str(span) for span in center.hours.all()] == ["09:00-17:00"]
    assert AuditEntry.objects.first().data == {
        "before": ["08:00-12:00", "14:00-18:00"],
        "after": ["09:00-17:00"],
    }


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([Hours("work", time(12), time(8))], "关门要晚于开门"),
        (
            [Hours("work", time(8), time(13)), Hours("work", time(12), time(18))],
            "上午和下午的时间重叠了",
        ),
    ],
)
def test_impossible_hours_are_refused(center, cadre, at, spans, sentence):
    with pytest.raises(Refusal, match=sentence):
        set_hours(center=center, spans=spans, by=cadre, at=at)
    assert not center.hours.exists()


def test_spans_of_other_months_or_days_do_not_overlap(center, cadre, at):
    spans = [
        Hours("work", time(8), time(12), (6,)),
        Hours("work", time(8), time(13), (7,)),
        Hours("rest", time(8), time(13)),
    ]
    set_hours(center=center, spans=spans, by=cadre, at=at)
    assert center.hours.count() == 3


def test_a_day_is_closed_once_and_opened_again(center, cadre, at):
    close_for_a_day(center=center, day=date(2026, 11, 24), reason="开会", by=cadre, at=at)
    closure = close_for_a_day(center=center, day=date(2026, 11, 24), reason="停电", by=cadre, at=at)
    assert [row.reason for row in center.closures.all()] == ["停电"]
    open_again(closure=closure, by=cadre, at=at)
    open_again(closure=closure, by=cadre, at=at)
    assert not center.closures.exists()


def test_a_past_day_cannot_be_closed(center, cadre, at):
    with pytest.raises(Refusal, match="这一天已经过去了"):
        close_for_a_day(center=center, day=date(2026, 11, 22), reason="开会", by=cadre, at=at)
