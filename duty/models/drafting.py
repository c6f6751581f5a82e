"""Changes that are written down and not yet published, and the addresses of calendar feeds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models import Center
from duty.models.members import DutyMember
from duty.models.rosters import Assignment
from duty.querysets import FeedTokenQuerySet, PlannedChangeQuerySet


class PlannedChange(models.Model):
    """Who is to stand in a place of a published roster once its next version is published; nobody: a hole."""

    assignment = models.OneToOneField(
        Assignment, models.CASCADE, related_name="planned_change", verbose_name=_("哪个位置")
    )
    member = models.ForeignKey(
        DutyMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("换成谁"),
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁写的"))
    at = models.DateTimeField()
    by_hand = models.BooleanField(_("人定的，重排时不动"), default=False)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["assignment__start", "id"]
        verbose_name = _("还没公布的改动")
        verbose_name_plural = _("还没公布的改动")

    def __str__(self) -> str:
        return f"{self.assignment} -> {self.member}"


class FeedToken(models.Model):
    """The secret end of a calendar feed's address; only its hash is kept.

    Without a centre it shows the owner's own shifts, else the centre's, while the owner sees it.
    """

    owner = models.ForeignKey(
        User, models.CASCADE, related_name="duty_feeds", verbose_name=_("谁的")
    )
    center = models.ForeignKey(
        Center,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="duty_feeds",
        verbose_name=_("中心（空为自己的班）"),
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "center"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="one_live_feed_per_scope",
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.center or ''}"
