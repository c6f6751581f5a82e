"""Notices to villagers."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.querysets import VillageNoticeQuerySet
from regions.models import Region


class NoticeKind(models.TextChoices):
    OUTAGE = "outage", _("停水停电")
    PAYMENT = "payment", _("缴费")
    HEALTH = "health", _("看病体检")
    WEATHER = "weather", _("天气")
    OTHER = "other", _("其他")


class VillageNotice(models.Model):
    """A notice to villagers, for one village or for all below a region; it expires by itself (B61)."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="village_notices", verbose_name=_("发给哪里")
    )
    kind = models.CharField(_("类型"), max_length=7, choices=NoticeKind)
    title = models.CharField(_("标题"), max_length=60)
    text = models.CharField(_("内容"), max_length=500)
    groups = models.CharField(_("哪几组"), max_length=60, blank=True)
    shows_from = models.DateTimeField(_("从"))
    shows_until = models.DateTimeField(_("到"))
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁写的"))
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁审的")
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = VillageNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-shows_from"]
        verbose_name = _("村里通知")
        verbose_name_plural = _("村里通知")
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_start", condition=Q(shows_until__gt=F("shows_from"))
            ),
            models.CheckConstraint(
                name="notice_approved_by_somebody_at_an_instant",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["region", "shows_until"], name="notice_of_region")]

    def __str__(self) -> str:
        return self.title

    @property
    def line(self) -> str:
        """The notice as one line of the village page: what, then which groups."""
        return f"{self.title}，{self.groups}" if self.groups else self.title

    def is_showing(self, at: datetime) -> bool:
        """As a query: `VillageNotice.objects.showing`."""
        return (
            self.approved_at is not None
            and self.withdrawn_at is None
            and self.shows_from <= at < self.shows_until
        )

    def is_waiting(self, at: datetime) -> bool:
        """As a query: `VillageNotice.objects.waiting`."""
        return self.approved_at is None and self.withdrawn_at is None and at < self.shows_until

    def state(self, at: datetime) -> str:
        """One word for the list; `withdrawn` first, because a withdrawn notice may also be past."""
        if self.withdrawn_at:
            return "withdrawn"
        if at >= self.shows_until:
            return "past"
        if not self.approved_at:
            return "waiting"
        return "showing" if at >= self.shows_from else "coming"
