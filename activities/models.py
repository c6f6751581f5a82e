"""Month themes, activities and their sessions (B34)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.querysets import ActivityQuerySet, SessionQuerySet
from centers.models import Center


class Series(models.TextChoices):
    THEME_DAY = "theme_day", _("主题党日")
    MORAL_TALK = "moral_talk", _("道德讲堂")
    LAW_TALK = "law_talk", _("法治大讲堂")
    HAPPY_SUNDAY = "happy_sunday", _("快乐星期天")
    SERVICE = "service", _("下乡服务")
    OTHER = "other", _("其他")


class MonthTheme(models.Model):
    center = models.ForeignKey(
        Center, models.CASCADE, related_name="month_themes", verbose_name=_("中心")
    )
    month = models.DateField(_("月份"))
    title = models.CharField(_("主题"), max_length=40)

    class Meta:
        ordering = ["-month"]
        verbose_name = _("月主题")
        verbose_name_plural = _("月主题")
        constraints = [
            models.UniqueConstraint(fields=["center", "month"], name="one_theme_a_month"),
            models.CheckConstraint(name="theme_month_is_its_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """Something the village does together; not public before the branch has approved it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("待审")
        APPROVED = "approved", _("已公布")
        CANCELLED = "cancelled", _("已取消")

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="activities", verbose_name=_("中心")
    )
    theme = models.ForeignKey(
        MonthTheme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("月主题"),
    )
    series = models.CharField(_("系列"), max_length=12, choices=Series, default=Series.OTHER)
    title = models.CharField(_("名称"), max_length=40)
    text = models.CharField(_("说明"), max_length=500, blank=True)
    leading_branch = models.CharField(_("哪个支部领办"), max_length=40, blank=True)
    operator = models.CharField(_("谁来操办"), max_length=40, blank=True)
    status = models.CharField(_("状态"), max_length=9, choices=Status, default=Status.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁写的"))
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁审的")
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("活动")
        verbose_name_plural = _("活动")
        constraints = [
            models.CheckConstraint(
                name="activity_approved_by_somebody",
                condition=~Q(status="approved")
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActivitySession(models.Model):
    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="sessions", verbose_name=_("活动")
    )
    start = models.DateTimeField(_("开始"))
    end = models.DateTimeField(_("结束"))
    place = models.CharField(_("地点"), max_length=40, blank=True)
    cancelled = models.BooleanField(_("取消"), default=False)
    sequence = models.PositiveSmallIntegerField(_("改过几次"), default=0)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["start"]
        verbose_name = _("场次")
        verbose_name_plural = _("场次")
        constraints = [
            models.UniqueConstraint(fields=["activity", "start"], name="session_once_at_a_time"),
            models.CheckConstraint(
                name="session_ends_after_start", condition=Q(end__gt=F("start"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.start:%m-%d %H:%M}"

    def is_public(self, at: datetime) -> bool:
        """As a query: `ActivitySession.objects.public`."""
        return (
            not self.cancelled
            and self.activity.status == Activity.Status.APPROVED
            and self.end > at
        )
