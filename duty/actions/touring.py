"""Counter days and the touring plan (B26)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from config.errors import Conflict, Refusal
from duty.models import CounterDay, TourStop
from duty.permissions import may_change_roster


@transaction.atomic
def plan_stop(
    *,
    center: Center,
    date: date,
    starts_at: time,
    ends_at: time,
    service: str,
    by: User,
    at: datetime,
) -> TourStop:
    """The village's page shows it until it is over."""
    _require(center, by)
    _require_hours(starts_at, ends_at)
    if date < timezone.localdate(at):
        raise Refusal(_("日期已经过去了，请选今天以后的"), field="date")
    list(Center.objects.select_for_update(no_key=True).filter(pk=center.pk).values_list("pk"))
    coming = TourStop.objects.coming(date).filter(center=center, date=date)
    if coming.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Conflict(_("这个村这个时间已经有一次巡回服务"), field="date")
    return TourStop.objects.create(
        center=center, date=date, starts_at=starts_at, ends_at=ends_at, service=service
    )


@transaction.atomic
def cancel_stop(*, stop: TourStop, by: User) -> None:
    """It stands no longer on the village's page; the row stays."""
    _require(stop.center, by)
    TourStop.objects.filter(pk=stop.pk).update(cancelled=True)


@transaction.atomic
def set_counter_day(
    *,
    center: Center,
    weekday: int,
    starts_at: time,
    ends_at: time,
    service: str,
    by: User,
    at: datetime,
) -> CounterDay:
    """Every week from today on, until it is ended."""
    _require(center, by)
    _require_hours(starts_at, ends_at)
    today = timezone.localdate(at)
    list(Center.objects.select_for_update(no_key=True).filter(pk=center.pk).values_list("pk"))
    same = CounterDay.objects.valid_on(today).filter(center=center, weekday=weekday)
    if same.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Conflict(_("这一天这个时间已经有坐班"), field="weekday")
    return CounterDay.objects.create(
        center=center,
        weekday=weekday,
        starts_at=starts_at,
        ends_at=ends_at,
        service=service,
        valid_from=today,
    )


@transaction.atomic
def end_counter_day(*, counter_day: CounterDay, by: User, at: datetime) -> None:
    """The last time was before today; one that was set today never was."""
    _require(counter_day.center, by)
    today = timezone.localdate(at)
    if counter_day.valid_from >= today:
        counter_day.delete()
    else:
        CounterDay.objects.filter(pk=counter_day.pk).update(valid_until=today)


def _require(center: Center, by: User) -> None:
    if not may_change_roster(by, center):
        raise Refusal(_("只有站长和镇里能改"))


def _require_hours(starts_at: time, ends_at: time) -> None:
    if ends_at <= starts_at:
        raise Refusal(_("结束要比开始晚"), field="ends_at")
