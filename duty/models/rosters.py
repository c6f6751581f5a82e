"""Rosters: who stands where, from when to when, and reachable how (B22, B23).

Assignments are the only truth about who is answerable; shifts and requirements say who should be.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models import Center
from duty.models.members import DutyCategory, DutyMember, DutyPresence
from duty.models.rules import ShiftTemplate
from duty.querysets import LONGEST_SHIFT, AssignmentQuerySet, RosterQuerySet, ShiftQuerySet
from regions.models import DayKind


class Roster(models.Model):
    """One centre's month.

    The rotation fills every month ahead and publishes it by nobody (`published_by` is empty). A
    generated month stands beside it as planned changes until somebody publishes them: no village
    is without an answerable person meanwhile.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已公布")

    class Algorithm(models.TextChoices):
        ROTATION = "rotation", _("轮班")
        ANNEALING = "annealing", _("均衡")

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="rosters", verbose_name=_("中心")
    )
    month = models.DateField(_("月份"))
    status = models.CharField(_("状态"), max_length=9, choices=Status, default=Status.DRAFT)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁公布的")
    )
    published_at = models.DateTimeField(null=True, blank=True)
    algorithm = models.CharField(_("怎么排的"), max_length=9, choices=Algorithm, blank=True)
    seed = models.PositiveIntegerField(_("种子"), null=True, blank=True)
    generated_at = models.DateTimeField(_("什么时候生成的"), null=True, blank=True)
    stats = models.JSONField(_("生成结果"), default=dict, blank=True)
    exception = models.CharField(_("不合要求还公布的理由"), max_length=200, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "center"]
        verbose_name = _("值班表")
        verbose_name_plural = _("值班表")
        constraints = [
            models.UniqueConstraint(fields=["center", "month"], name="one_roster_a_month"),
            models.CheckConstraint(name="roster_month_is_its_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.month:%Y-%m}"


class Shift(models.Model):
    """One concrete shift; `duty_date` is the local date on which it starts."""

    roster = models.ForeignKey(
        Roster, models.CASCADE, related_name="shifts", verbose_name=_("值班表")
    )
    center = models.ForeignKey(
        Center, models.CASCADE, related_name="shifts", verbose_name=_("中心")
    )
    template = models.ForeignKey(
        ShiftTemplate, models.PROTECT, related_name="shifts", verbose_name=_("班次")
    )
    duty_date = models.DateField(_("日期"))
    start = models.DateTimeField(_("从"))
    end = models.DateTimeField(_("到"))
    day_kind = models.CharField(_("日子"), max_length=9, choices=DayKind)
    cancelled = models.BooleanField(_("取消"), default=False)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["center", "start"]
        verbose_name = _("班")
        verbose_name_plural = _("班")
        constraints = [
            models.UniqueConstraint(
                fields=["center", "template", "duty_date"], name="shift_once_a_day"
            ),
            models.CheckConstraint(name="shift_ends_after_start", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="shift_at_most_a_day", condition=Q(end__lte=F("start") + LONGEST_SHIFT)
            ),
        ]
        indexes = [models.Index(fields=["center", "start"], name="shift_of_center")]

    def __str__(self) -> str:
        return f"{self.duty_date} {self.template}"


class Assignment(models.Model):
    """One person in one shift, or an open place when `member` is empty."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("有效")
        REPLACED = "replaced", _("已换人")
        CANCELLED = "cancelled", _("已取消")

    class Source(models.TextChoices):
        AUTO = "auto", _("自动")
        MANUAL = "manual", _("手工")
        SWAP = "swap", _("换班")
        EMERGENCY = "emergency", _("临时顶班")

    shift = models.ForeignKey(
        Shift, models.CASCADE, related_name="assignments", verbose_name=_("班")
    )
    member = models.ForeignKey(
        DutyMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("值班人员"),
    )
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("谁"),
    )
    category = models.CharField(_("类别"), max_length=8, choices=DutyCategory, blank=True)
    presence = models.CharField(_("在岗或备勤"), max_length=7, choices=DutyPresence)
    counter = models.BooleanField(_("窗口"), default=False)
    lead = models.BooleanField(_("带班"), default=False)
    start = models.DateTimeField(_("从"))
    end = models.DateTimeField(_("到"))
    locked = models.BooleanField(_("锁定，重排时不动"), default=False)
    source = models.CharField(_("来历"), max_length=9, choices=Source, default=Source.AUTO)
    status = models.CharField(_("状态"), max_length=9, choices=Status, default=Status.ACTIVE)
    # How often the row was changed, counted by the database: calendars ask for it.
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["start", "id"]
        verbose_name = _("值班")
        verbose_name_plural = _("值班")
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_start", condition=Q(end__gt=F("start"))
            ),
            models.CheckConstraint(
                name="assignment_at_most_a_day", condition=Q(end__lte=F("start") + LONGEST_SHIFT)
            ),
            models.CheckConstraint(
                name="assignment_user_follows_member",
                condition=Q(member=None, user=None) | Q(member__isnull=False, user__isnull=False),
            ),
            # One person stands in one place at a time, across centres; standby may overlap.
            ExclusionConstraint(
                name="one_onsite_duty_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (Func(F("start"), F("end"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="active", presence="onsite"),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("这个人这段时间已经在别处值班"),
            ),
            # Nobody fills two categories of one shift (B22).
            ExclusionConstraint(
                name="one_place_in_a_shift",
                expressions=[
                    ("shift", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (Func(F("start"), F("end"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="active"),
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("这个人已经在这个班上"),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "start"], name="assignment_of_person"),
            models.Index(
                fields=["shift"], condition=Q(status="active"), name="assignment_active_in_shift"
            ),
            models.Index(
                fields=["start"], condition=Q(status="active"), name="assignment_active_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.start:%Y-%m-%d %H:%M}"

    def covers(self, at: datetime) -> bool:
        """Half open, and only of somebody in use; as a query: `Assignment.objects.covering`."""
        return (
            self.status == self.Status.ACTIVE
            and self.user is not None
            and self.user.is_active
            and self.start <= at < self.end
        )

    @property
    def user_coming(self) -> int | None:
        """Who stands there once what is planned is published; wants `planned_change__member`."""
        planned = getattr(self, "planned_change", None)
        if planned is None:
            return self.user_id
        return planned.member.user_id if planned.member else None
