"""The weekly counter day of a centre, and the plan by which the township's people tour (B26)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from duty.querysets import CounterDayQuerySet, TourStopQuerySet


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("周一")
    TUESDAY = 2, _("周二")
    WEDNESDAY = 3, _("周三")
    THURSDAY = 4, _("周四")
    FRIDAY = 5, _("周五")
    SATURDAY = 6, _("周六")
    SUNDAY = 7, _("周日")


class CounterDay(models.Model):
    """Every week on that day somebody sits at a centre for what the villages cannot do themselves."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="counter_days", verbose_name=_("中心")
    )
    weekday = models.PositiveSmallIntegerField(
        _("星期几"), choices=Weekday, default=Weekday.WEDNESDAY
    )
    starts_at = models.TimeField(_("从"))
    ends_at = models.TimeField(_("到"))
    service = models.CharField(_("办什么"), max_length=60)
    valid_from = models.DateField(_("启用"))
    valid_until = models.DateField(_("停用（不含）"), null=True, blank=True)

    objects = CounterDayQuerySet.as_manager()

    class Meta:
        ordering = ["center", "weekday", "starts_at"]
        verbose_name = _("固定坐班日")
        verbose_name_plural = _("固定坐班日")
        constraints = [
            models.CheckConstraint(
                name="counter_day_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="counter_day_is_a_weekday", condition=Q(weekday__gte=1, weekday__lte=7)
            ),
            models.CheckConstraint(
                name="counter_day_valid_until_after_from",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.get_weekday_display()}"


class TourStop(models.Model):
    """The township's people come to a village's centre with a service, on a date."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="tour_stops", verbose_name=_("去哪个中心")
    )
    date = models.DateField(_("日期"))
    starts_at = models.TimeField(_("从"))
    ends_at = models.TimeField(_("到"))
    service = models.CharField(_("办什么"), max_length=60)
    cancelled = models.BooleanField(_("取消"), default=False)

    objects = TourStopQuerySet.as_manager()

    class Meta:
        ordering = ["date", "starts_at", "center"]
        verbose_name = _("巡回服务")
        verbose_name_plural = _("巡回服务")
        constraints = [
            models.CheckConstraint(
                name="tour_stop_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.UniqueConstraint(
                fields=["center", "date", "starts_at"],
                condition=Q(cancelled=False),
                name="one_tour_stop_at_a_time",
                violation_error_message=_("这个村这个时间已经有一条"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["center", "date"],
                condition=Q(cancelled=False),
                name="tour_stop_coming",
            )
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.date}"
