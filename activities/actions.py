"""The only writers of activities, sessions and month themes. Each is one transaction: guard, change, record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from activities import permissions
from activities.models import Activity, ActivitySession, MonthTheme
from activities.themes import month_of, theme_of
from activities.workflow import APPROVED, CANCELLED, MOVES
from centers.models import Center
from config.errors import Conflict, Refusal


class When(NamedTuple):
    """One session as it is planned."""

    start: datetime
    end: datetime
    place: str = ""


@transaction.atomic
def plan_activity(
    *,
    center: Center,
    title: str,
    sessions: Iterable[When],
    by: User,
    at: datetime,
    series: str = "other",
    text: str = "",
    leading_branch: str = "",
    operator: str = "",
) -> Activity:
    """Write an activity with its sessions (B34).

    Consequences: it takes the theme of the month of its first session; nobody outside sees it
    before the branch has approved it, not even when the station head has written it.
    """
    _allow(permissions.may_plan(by, center))
    planned = sorted(sessions)
    if not planned:
        raise Refusal(_("请填什么时候"), "start")
    activity = Activity.objects.create(
        center=center,
        theme=theme_of(center, timezone.localdate(planned[0].start)),
        series=series,
        title=title,
        text=text,
        leading_branch=leading_branch,
        operator=operator,
        written_by=by,
    )
    for when in planned:
        _add(activity, when, at)
    _record("plan_activity", activity, by, at)
    return activity


@transaction.atomic
def approve_activity(*, activity: Activity, by: User, at: datetime) -> Activity:
    """Consequences: its sessions stand on the centre's page and in the calendar feed. Twice is once."""
    _allow(permissions.may_approve(by, activity))
    activity = _lock(activity)
    if activity.status == APPROVED:
        return activity
    if activity.status == CANCELLED:
        raise Conflict(_("这个活动已经取消了"))
    if not activity.sessions.filter(cancelled=False, end__gt=at).exists():
        raise Conflict(_("这个活动的时间都已经过去了，请先加一场"))
    activity.approved_by, activity.approved_at = by, at
    _move(activity, "approve", ["approved_by", "approved_at"])
    _record("approve_activity", activity, by, at)
    return activity


@transaction.atomic
def cancel_activity(*, activity: Activity, by: User, at: datetime) -> Activity:
    """Consequences: gone from the page; those who follow the feed see each coming session called off."""
    _allow(permissions.may_change(by, activity))
    activity = _lock(activity)
    if activity.status != CANCELLED:
        for session in activity.sessions.filter(cancelled=False, end__gt=at):
            _call_off(session)
        _move(activity, "cancel")
        _record("cancel_activity", activity, by, at)
    return activity


@transaction.atomic
def add_session(*, activity: Activity, when: When, by: User, at: datetime) -> ActivitySession:
    """Consequences: public at once when the activity is."""
    activity = _changeable(activity, by)
    session = _add(activity, when, at)
    _record("add_session", activity, by, at, session=session.pk)
    return session


@transaction.atomic
def move_session(
    *, session: ActivitySession, when: When, by: User, at: datetime
) -> ActivitySession:
    """Consequences: page and feed show the new time; the feed's entry stays the same one, a version on."""
    activity = _changeable(session.activity, by)
    session = ActivitySession.objects.select_for_update().get(pk=session.pk)
    if session.cancelled:
        raise Conflict(_("这一场已经取消了"))
    _check(activity, when, at, besides=session)
    before = session.start
    session.start, session.end, session.place = when
    session.sequence += 1
    session.save()
    _record(
        "move_session",
        activity,
        by,
        at,
        session=session.pk,
        before=before.isoformat(),
        after=session.start.isoformat(),
    )
    return session


@transaction.atomic
def cancel_session(*, session: ActivitySession, by: User, at: datetime) -> ActivitySession:
    """Consequences: gone from the page, called off in the feed. Twice is once."""
    activity = _changeable(session.activity, by)
    session = ActivitySession.objects.select_for_update().get(pk=session.pk)
    if not session.cancelled:
        _call_off(session)
        _record("cancel_session", activity, by, at, session=session.pk)
    return session


@transaction.atomic
def set_month_theme(
    *, center: Center, month: date, title: str, by: User, at: datetime
) -> MonthTheme:
    """Give a centre's month its theme, or change it; activities of that month without one take it."""
    _allow(permissions.may_set_theme(by, center))
    month = month_of(month)
    theme, _created = MonthTheme.objects.update_or_create(
        center=center, month=month, defaults={"title": title}
    )
    start = timezone.make_aware(datetime.combine(month, datetime.min.time()))
    end = timezone.make_aware(datetime.combine(_next(month), datetime.min.time()))
    within = ActivitySession.objects.at_center(center).between(start, end)
    Activity.objects.filter(center=center, theme=None, sessions__in=within).update(theme=theme)
    record_audit(
        verb="set_month_theme",
        at=at,
        actor=by,
        subject=f"center:{center.pk}",
        data={"month": month.isoformat(), "title": title},
    )
    return theme


def _allow(may: bool) -> None:
    if not may:
        raise PermissionDenied


def _lock(activity: Activity) -> Activity:
    return (
        Activity.objects.select_for_update(of=("self",))
        .select_related("center__unit__region")
        .get(pk=activity.pk)
    )


def _changeable(activity: Activity, by: User) -> Activity:
    activity = _lock(activity)
    _allow(permissions.may_change(by, activity))
    if activity.status == CANCELLED:
        raise Conflict(_("这个活动已经取消了"))
    return activity


def _move(activity: Activity, act: str, fields: Iterable[str] = ()) -> None:
    """The one writer of an activity's status."""
    target = MOVES.get((activity.status, act))
    if target is None:
        raise Conflict(_("这个活动已经取消了"))
    activity.status = target
    activity.save(update_fields=["status", *fields])


def _add(activity: Activity, when: When, at: datetime) -> ActivitySession:
    _check(activity, when, at)
    return ActivitySession.objects.create(
        activity=activity, start=when.start, end=when.end, place=when.place
    )


def _check(
    activity: Activity, when: When, at: datetime, besides: ActivitySession | None = None
) -> None:
    if when.end <= when.start:
        raise Refusal(_("结束要晚于开始"), "end")
    if when.start <= at:
        raise Refusal(_("这个时间已经过去了"), "start")
    taken = activity.sessions.filter(start=when.start)
    if (taken.exclude(pk=besides.pk) if besides else taken).exists():
        raise Refusal(_("这个时间已经有一场了"), "start")


def _call_off(session: ActivitySession) -> None:
    session.cancelled = True
    session.sequence += 1
    session.save(update_fields=["cancelled", "sequence"])


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _record(verb: str, activity: Activity, by: User, at: datetime, **data: object) -> None:
    record_audit(verb=verb, at=at, actor=by, subject=f"activity:{activity.pk}", data=data)
