"""Walls and gates: surveyed, taken down, or kept with a reason (B5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models.center import Center


class WallState(models.TextChoices):
    NONE = "none", _("本来没有围墙")
    STANDING = "standing", _("该拆，还没拆")
    REMOVED = "removed", _("已拆")
    CULTURE = "culture", _("改文化墙")
    KEPT = "kept", _("不具备条件")


class GateState(models.TextChoices):
    NONE = "none", _("本来没有大门")
    STANDING = "standing", _("还在")
    REMOVED = "removed", _("已拆")


class Wall(models.Model):
    """One centre's wall and gate as last surveyed; earlier states stand in the audit.

    A centre without a row has not been surveyed.
    """

    center = models.OneToOneField(
        Center, models.CASCADE, related_name="wall", verbose_name=_("中心")
    )
    state = models.CharField(_("围墙"), max_length=8, choices=WallState)
    gate = models.CharField(_("大门"), max_length=8, choices=GateState, default=GateState.STANDING)
    reason = models.CharField(_("为啥不拆"), max_length=200, blank=True)
    surveyed_on = models.DateField(_("哪天看的"))
    surveyed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁看的")
    )
    removed_on = models.DateField(_("围墙哪天拆的"), null=True, blank=True)
    gate_removed_on = models.DateField(_("大门哪天拆的"), null=True, blank=True)

    class Meta:
        ordering = ["center"]
        verbose_name = _("围墙")
        verbose_name_plural = _("围墙")
        constraints = [
            models.CheckConstraint(
                name="removed_wall_names_its_day",
                condition=Q(state="removed", removed_on__isnull=False)
                | (~Q(state="removed") & Q(removed_on=None)),
            ),
            models.CheckConstraint(
                name="removed_gate_names_its_day",
                condition=Q(gate="removed", gate_removed_on__isnull=False)
                | (~Q(gate="removed") & Q(gate_removed_on=None)),
            ),
            models.CheckConstraint(
                name="kept_wall_names_its_reason",
                condition=~Q(state__in=["kept", "culture"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.get_state_display()}"
