"""The duty log: what happened, append-only (B24)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models import Center
from duty.models.rosters import Shift
from duty.querysets import DutyLogQuerySet


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
