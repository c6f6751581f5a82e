"""What each person has stood, so that nights, days off and holidays even out over the year (B22)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from duty.models.absence import Leave
from duty.models.members import DutyMember
from duty.models.rosters import Assignment
from duty.querysets import CreditQuerySet


class Credit(models.Model):
    """One row per place that somebody really stood; what a newcomer starts with, a correction, and
    for long leave the others' average, so that nobody has to catch up.

    A day counts by the date on which the shift begins. `rest_days` are days off of any kind;
    statutory days stand among them and in a column of their own.
    """

    class Kind(models.TextChoices):
        SERVED = "served", _("值过的班")
        OPENING = "opening", _("新来的人按平均起算")
        ADJUSTMENT = "adjust", _("调整")
        LEAVE = "leave", _("长假按平均算")

    member = models.ForeignKey(
        DutyMember, models.CASCADE, related_name="credits", verbose_name=_("值班人员")
    )
    assignment = models.OneToOneField(
        Assignment, models.CASCADE, null=True, blank=True, verbose_name=_("值班")
    )
    leave = models.ForeignKey(
        Leave,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="credits",
        verbose_name=_("哪次假"),
    )
    kind = models.CharField(_("来历"), max_length=7, choices=Kind, default=Kind.SERVED)
    date = models.DateField(_("日期"))
    points = models.DecimalField(_("分量"), max_digits=8, decimal_places=2, default=0)
    nights = models.DecimalField(_("夜班"), max_digits=6, decimal_places=2, default=0)
    rest_days = models.DecimalField(_("休息日班"), max_digits=6, decimal_places=2, default=0)
    statutory_days = models.DecimalField(_("节假日班"), max_digits=6, decimal_places=2, default=0)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁记的")
    )

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["date", "id"]
        verbose_name = _("值班累计")
        verbose_name_plural = _("值班累计")
        constraints = [
            models.CheckConstraint(
                name="served_credit_names_its_assignment",
                condition=Q(kind="served", assignment__isnull=False)
                | (~Q(kind="served") & Q(assignment=None)),
            ),
            models.CheckConstraint(
                name="adjusted_credit_says_why",
                condition=~Q(kind="adjust") | (~Q(note="") & Q(by__isnull=False)),
            ),
            models.CheckConstraint(
                name="leave_credit_names_its_leave",
                condition=Q(kind="leave", leave__isnull=False) | (~Q(kind="leave") & Q(leave=None)),
            ),
            models.UniqueConstraint(fields=["member", "leave"], name="one_credit_per_leave"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(kind="opening"), name="one_opening_credit"
            ),
        ]
        indexes = [models.Index(fields=["member", "date"], name="credit_of_member")]

    def __str__(self) -> str:
        return f"{self.member} {self.date} {self.points}"
