"""From shift to shift: what stays open, who took over, and calls that looked whether somebody is there (B24, B25)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models import Center
from duty.models.log import DutyLogEntry
from duty.models.rosters import Shift
from duty.querysets import DutyMatterQuerySet, HandoverQuerySet, SpotCheckQuerySet


class DutyMatter(models.Model):
    """Something the next shift has to know of; carried from shift to shift until somebody closes it."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="duty_matters", verbose_name=_("中心")
    )
    text = models.CharField(_("什么事"), max_length=200)
    entry = models.OneToOneField(
        DutyLogEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matter",
        verbose_name=_("哪条记录"),
    )
    opened_in = models.ForeignKey(
        Shift, models.PROTECT, null=True, related_name="+", verbose_name=_("哪一班记的")
    )
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁记的"))
    opened_at = models.DateTimeField(_("什么时候"))
    closed_in = models.ForeignKey(
        Shift, models.PROTECT, null=True, related_name="+", verbose_name=_("哪一班了结的")
    )
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁了结的")
    )
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(_("结果"), max_length=200, blank=True)

    objects = DutyMatterQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "id"]
        verbose_name = _("没完的事")
        verbose_name_plural = _("没完的事")
        constraints = [
            models.CheckConstraint(
                name="duty_matter_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="duty_matter_closed_after_opening",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["center"], condition=Q(closed_at=None), name="duty_matter_open")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """As a query: `DutyMatter.objects.open`."""
        return self.closed_at is None


class Handover(models.Model):
    """A shift was taken over: whoever tapped it has read the list that stood there then. Never changed."""

    shift = models.OneToOneField(
        Shift, models.PROTECT, related_name="handover", verbose_name=_("接的班")
    )
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁接的"))
    taken_at = models.DateTimeField(_("什么时候"))
    matters = models.ManyToManyField(
        DutyMatter, related_name="handovers", blank=True, verbose_name=_("接手的事")
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at"]
        verbose_name = _("接班")
        verbose_name_plural = _("接班")

    def __str__(self) -> str:
        return f"{self.shift} {self.taken_by}"


class SpotCheck(models.Model):
    """The level above phoned or came by: was somebody there (B25). No place is recorded but the centre."""

    class Means(models.TextChoices):
        PHONE = "phone", _("打电话")
        VISIT = "visit", _("到场看")

    class Result(models.TextChoices):
        ON_DUTY = "on_duty", _("值班人在")
        SOMEBODY_ELSE = "somebody_else", _("别人替着")
        NOBODY = "nobody", _("没人接、没人在")

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="spot_checks", verbose_name=_("中心")
    )
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, related_name="spot_checks", verbose_name=_("班")
    )
    means = models.CharField(_("怎么查的"), max_length=5, choices=Means)
    result = models.CharField(_("结果"), max_length=13, choices=Result)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁查的"))
    at = models.DateTimeField(_("什么时候"))

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("抽查")
        verbose_name_plural = _("抽查")

    def __str__(self) -> str:
        return f"{self.center} {self.at:%m-%d %H:%M} {self.get_result_display()}"
