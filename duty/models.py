"""Rosters: who stands where, from when to when, and reachable how (B22, B23).

Assignments are the only truth about who is answerable; shifts and requirements say who should be.
"""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models import Center, CenterKind
from duty.querysets import (
    LONGEST_SHIFT,
    AssignmentQuerySet,
    DutyLogQuerySet,
    DutyMemberQuerySet,
    RosterQuerySet,
    ShiftQuerySet,
    ShiftTemplateQuerySet,
)
from regions.models import DayKind


class DutyCategory(models.TextChoices):
    VILLAGE = "village", _("村干部")
    OTHER = "other", _("其他人员")
    TOWNSHIP = "township", _("镇干部")


class DutyPresence(models.TextChoices):
    ONSITE = "onsite", _("在岗")
    STANDBY = "standby", _("备勤")


class DutyMember(models.Model):
    """Somebody who stands duty at a centre; the category is the one that the 1+1+1 rule counts."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="duty_members", verbose_name=_("中心")
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="duty_memberships", verbose_name=_("人员")
    )
    category = models.CharField(_("类别"), max_length=8, choices=DutyCategory)
    can_lead = models.BooleanField(_("可以带班"), default=False)
    weight = models.DecimalField(_("份额"), max_digits=3, decimal_places=2, default=1)
    active_from = models.DateField(_("从"))
    active_until = models.DateField(_("到（不含）"), null=True, blank=True)

    objects = DutyMemberQuerySet.as_manager()

    class Meta:
        ordering = ["center", "category", "id"]
        verbose_name = _("值班人员")
        verbose_name_plural = _("值班人员")
        constraints = [
            models.UniqueConstraint(
                fields=["center", "user"],
                condition=Q(active_until=None),
                name="duty_member_once_per_center",
            ),
            models.CheckConstraint(
                name="duty_member_ends_after_start",
                condition=Q(active_until=None) | Q(active_until__gt=F("active_from")),
            ),
            models.CheckConstraint(
                name="duty_weight_between_0_and_2", condition=Q(weight__gte=0, weight__lte=2)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"

    def may_stand(self, day: date) -> bool:
        """Whether the rotation may pick the member that day; as a query: `DutyMember.objects.standing`."""
        return (
            self.user.is_active
            and self.weight > 0
            and self.active_from <= day
            and (self.active_until is None or day < self.active_until)
        )


class ShiftTemplate(models.Model):
    """A shift of a centre (or, without a centre, the county's default) while it is valid.

    A shift ends on the next day when it does not end after its beginning: 08:00 to 08:00 is a day and a night.
    A centre with templates of its own takes none of the county's.
    """

    center = models.ForeignKey(
        Center,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="shift_templates",
        verbose_name=_("中心"),
    )
    name = models.CharField(_("班次"), max_length=20)
    starts_at = models.TimeField(_("从"))
    ends_at = models.TimeField(_("到"))
    day_kinds = ArrayField(
        models.CharField(max_length=9, choices=DayKind), verbose_name=_("哪些日子")
    )
    months = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("月份（空为全年）"),
        default=list,
        blank=True,
    )
    center_kinds = ArrayField(
        models.CharField(max_length=9, choices=CenterKind),
        verbose_name=_("适用的中心（空为全部）"),
        default=list,
        blank=True,
    )
    valid_from = models.DateField(_("启用"))
    valid_until = models.DateField(_("停用（不含）"), null=True, blank=True)

    objects = ShiftTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["center", "starts_at"]
        verbose_name = _("班次")
        verbose_name_plural = _("班次")
        constraints = [
            models.CheckConstraint(
                name="template_ends_after_start",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="one_version_of_a_shift_at_a_time",
                expressions=[
                    (
                        Func(
                            F("center"),
                            0,
                            function="coalesce",
                            output_field=models.BigIntegerField(),
                        ),
                        RangeOperators.EQUAL,
                    ),
                    ("name", RangeOperators.EQUAL),
                    (
                        Func(F("valid_from"), F("valid_until"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("同一个班次这段时间已经有一条"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def runs_on(self, day: date, kind: str) -> bool:
        valid = self.valid_from <= day and (self.valid_until is None or day < self.valid_until)
        return valid and kind in self.day_kinds and (not self.months or day.month in self.months)


class ShiftRequirement(models.Model):
    """How many of which category a shift needs, and whether onsite or reachable."""

    template = models.ForeignKey(
        ShiftTemplate, models.CASCADE, related_name="requirements", verbose_name=_("班次")
    )
    category = models.CharField(
        _("类别（空为不限）"), max_length=8, choices=DutyCategory, blank=True
    )
    presence = models.CharField(
        _("在岗或备勤"), max_length=7, choices=DutyPresence, default=DutyPresence.ONSITE
    )
    least = models.PositiveSmallIntegerField(_("至少几人"), default=1)
    counter = models.BooleanField(_("窗口"), default=False)
    lead = models.BooleanField(_("带班"), default=False)

    class Meta:
        ordering = ["template", "id"]
        verbose_name = _("人数要求")
        verbose_name_plural = _("人数要求")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "category", "presence", "lead", "counter"],
                name="requirement_once_per_template",
            ),
            models.CheckConstraint(name="requirement_needs_somebody", condition=Q(least__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} {self.least}"


class Roster(models.Model):
    """One centre's month."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已公布")

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
    source = models.CharField(_("来历"), max_length=9, choices=Source, default=Source.AUTO)
    status = models.CharField(_("状态"), max_length=9, choices=Status, default=Status.ACTIVE)

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


class DutyLogEntry(models.Model):
    """What happened on duty; append-only, a mistake is corrected by a second entry (B24)."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("来访")
        CALL = "call", _("来电")
        PATROL = "patrol", _("巡查")
        INCIDENT = "incident", _("突发")
        INSTRUCTION = "instruction", _("上级交代")
        OPINION = "opinion", _("意见建议")
        NOTHING = "nothing", _("零记录")

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="duty_log", verbose_name=_("中心")
    )
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, blank=True, related_name="log", verbose_name=_("班")
    )
    kind = models.CharField(_("类型"), max_length=11, choices=Kind)
    text = models.CharField(_("内容"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁记的"))
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("更正"),
    )

    objects = DutyLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("值班记录")
        verbose_name_plural = _("值班记录")
        constraints = [
            models.CheckConstraint(
                name="log_entry_says_something", condition=Q(kind="nothing") | ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%m-%d %H:%M} {self.get_kind_display()}"
