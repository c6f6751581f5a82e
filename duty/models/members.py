"""Who stands duty at a centre, and as what."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models import Center
from duty.querysets import DutyMemberQuerySet


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
    max_per_7_days = models.PositiveSmallIntegerField(_("7天里最多几班（在岗）"), default=5)
    min_rest_hours = models.PositiveSmallIntegerField(_("两班之间至少歇几小时（在岗）"), default=11)
    max_nights_in_row = models.PositiveSmallIntegerField(_("最多连着几个夜班（在岗）"), default=2)
    no_night_until = models.DateField(_("到哪天不排夜班（不含）"), null=True, blank=True)
    note = models.CharField(_("为什么少排或不排"), max_length=200, blank=True)
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


class Wish(models.Model):
    """A day on which somebody would rather not stand: weighed by the generation, promised to nobody."""

    member = models.ForeignKey(
        DutyMember, models.CASCADE, related_name="wishes", verbose_name=_("值班人员")
    )
    date = models.DateField(_("哪天"))

    class Meta:
        ordering = ["date"]
        verbose_name = _("不想值班的日子")
        verbose_name_plural = _("不想值班的日子")
        constraints = [
            models.UniqueConstraint(fields=["member", "date"], name="one_wish_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.date}"
