"""What a centre asks for: its shifts and how many people of which kind each one needs (B22)."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center, CenterKind
from duty.models.members import DutyCategory, DutyPresence
from duty.querysets import ShiftTemplateQuerySet
from regions.models import DayKind, Region


class ShiftTemplate(models.Model):
    """A shift of a centre, of a township's centres, or (with neither) of the county, while it is valid.

    A shift ends on the next day when it does not end after its beginning: 08:00 to 08:00 is a day and a night.
    The nearest set counts alone: a centre with templates of its own takes none of its township's,
    a township's none of the county's; it may ask for more than they do, never for less
    (`duty/tightening.py`).
    """

    center = models.ForeignKey(
        Center,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="shift_templates",
        verbose_name=_("中心"),
    )
    township = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="shift_templates",
        verbose_name=_("乡镇（全镇的中心）"),
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
    points = models.PositiveSmallIntegerField(_("工作日一班的分量"), default=4)
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
            models.CheckConstraint(
                name="template_of_center_or_township",
                condition=Q(center=None) | Q(township=None),
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
                    (
                        Func(
                            F("township"),
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

    @property
    def overnight(self) -> bool:
        return self.ends_at <= self.starts_at

    def is_valid(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def runs_on(self, day: date, kind: str) -> bool:
        return (
            self.is_valid(day)
            and kind in self.day_kinds
            and (not self.months or day.month in self.months)
        )


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
