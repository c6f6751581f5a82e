"""Who has, was offered or was called in for a matter, and from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from services.querysets import HoldingQuerySet


class Holding(models.Model):
    """One unit's time with a matter: offered, taken or returned, ended; at most one leads.

    The others were called in: each owes its part, with a clock of its own, from the minute it
    was asked; it ends answered, returned or released.
    """

    ticket = models.ForeignKey(
        "services.Ticket", models.CASCADE, related_name="holdings", verbose_name=_("工单")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings", verbose_name=_("单位"))
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="holdings", verbose_name=_("承办人")
    )
    lead = models.BooleanField(_("主办"), default=True)
    offered_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("谁转来")
    )
    offered_at = models.DateTimeField(_("转来"))
    taken_at = models.DateTimeField(_("签收"), null=True)
    expected_at = models.DateTimeField(_("答应哪天前"), null=True)
    answered_at = models.DateTimeField(_("写了结果"), null=True)
    ended_at = models.DateTimeField(_("结束"), null=True)
    returned_reason = models.CharField(_("退回原因"), max_length=200, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["ticket", "offered_at", "id"]
        verbose_name = _("承办")
        verbose_name_plural = _("承办")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(lead=True, ended_at=None, taken_at__isnull=False),
                name="one_lead_holding_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(lead=True, ended_at=None, taken_at=None),
                name="one_offer_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["ticket", "unit"],
                condition=Q(lead=False, ended_at=None),
                name="called_in_once_at_a_time",
            ),
            models.CheckConstraint(
                name="called_in_owes_at_once", condition=Q(lead=True) | Q(taken_at__isnull=False)
            ),
            models.CheckConstraint(
                name="answered_part_has_ended",
                condition=Q(answered_at=None) | Q(lead=False, ended_at__isnull=False),
            ),
        ]
        indexes = [
            # what was handed to a unit in some days, whatever it has had in its life
            models.Index(
                fields=["unit", "offered_at"],
                condition=Q(lead=True, offered_by__isnull=False),
                name="holding_handed_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.unit}"

    @property
    def is_offered(self) -> bool:
        """Not yet taken or returned; as a query: `Holding.objects.offered`."""
        return self.taken_at is None and self.ended_at is None

    @property
    def is_called_in(self) -> bool:
        """Owes its part of somebody else's matter; as a query: `Holding.objects.called_in`."""
        return not self.lead and self.ended_at is None
