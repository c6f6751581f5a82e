"""Leave and swaps: who cannot stand, and who stands instead (B22)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models import Center
from duty.models.rosters import Assignment
from duty.querysets import LeaveQuerySet, SwapRequestQuerySet


class Leave(models.Model):
    """Somebody is away from one instant to another; asked at one centre, true of the person everywhere.

    `replacement` stands instead where they legally can; what is then left is a hole that the
    leader who approves has to accept by name.
    """

    class Kind(models.TextChoices):
        AFFAIR = "affair", _("事假")
        SICK = "sick", _("病假")
        ANNUAL = "annual", _("年休假")
        TRIP = "trip", _("出差学习")
        OTHER = "other", _("别的")
        AWAY = "away", _("临时值不了")  # written down by the leader, see actions.mark_away

    class Status(models.TextChoices):
        REQUESTED = "requested", _("等批")
        APPROVED = "approved", _("批了")
        REFUSED = "refused", _("没批")
        WITHDRAWN = "withdrawn", _("不请了")

    user = models.ForeignKey(User, models.PROTECT, related_name="leaves", verbose_name=_("谁"))
    center = models.ForeignKey(
        Center, models.CASCADE, related_name="leaves", verbose_name=_("中心")
    )
    start = models.DateTimeField(_("从"))
    end = models.DateTimeField(_("到"))
    kind = models.CharField(_("什么假"), max_length=7, choices=Kind)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    replacement = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁顶班")
    )
    status = models.CharField(_("状态"), max_length=9, choices=Status, default=Status.REQUESTED)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁填的"))
    filed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁批的")
    )
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("批的话"), max_length=200, blank=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-id"]
        verbose_name = _("请假")
        verbose_name_plural = _("请假")
        constraints = [
            models.CheckConstraint(name="leave_ends_after_start", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="leave_replacement_is_somebody_else",
                condition=Q(replacement=None) | ~Q(replacement=F("user")),
            ),
            ExclusionConstraint(
                name="one_leave_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (Func(F("start"), F("end"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=["requested", "approved"]),
                violation_error_message=_("这段时间已经请过假了"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.start:%m-%d}"

    def is_waiting(self, at: datetime) -> bool:
        """Whether somebody still has to decide; as a query: `Leave.objects.waiting`."""
        return self.status == self.Status.REQUESTED and self.end > at

    def is_away(self, start: datetime, end: datetime) -> bool:
        """Whether it keeps the person from any of that time; as a query: `Leave.objects.away`."""
        return self.status == self.Status.APPROVED and self.start < end and start < self.end


class SwapRequest(models.Model):
    """A place that somebody gives away: for another of the taker's places, or for nothing (cover).

    open -> accepted (by one person) -> approved by a leader. It points to the place and not to
    times: a shift whose hours are moved takes its swap along.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("等人接")
        ACCEPTED = "accepted", _("有人接，等站长批")
        APPROVED = "approved", _("换好了")
        REFUSED = "refused", _("没批")
        WITHDRAWN = "withdrawn", _("不换了")
        EXPIRED = "expired", _("过时了")

    PENDING = (Status.OPEN, Status.ACCEPTED)

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="swaps", verbose_name=_("让出的班")
    )
    counter = models.ForeignKey(
        Assignment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counter_swaps",
        verbose_name=_("换回的班"),
    )
    target = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("想跟谁换")
    )
    taker = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="swaps_taken",
        verbose_name=_("谁接的"),
    )
    status = models.CharField(_("状态"), max_length=9, choices=Status, default=Status.OPEN)
    reason = models.CharField(_("为什么换"), max_length=200)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁填的"))
    filed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁批的")
    )
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("批的话"), max_length=200, blank=True)

    objects = SwapRequestQuerySet.as_manager()

    class Meta:
        ordering = ["assignment__start", "id"]
        verbose_name = _("换班")
        verbose_name_plural = _("换班")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(status__in=["open", "accepted"]),
                name="one_pending_swap_per_place",
            ),
            models.CheckConstraint(
                name="swap_taken_by_somebody",
                condition=~Q(status__in=["accepted", "approved"]) | Q(taker__isnull=False),
            ),
            models.CheckConstraint(
                name="swap_for_another_place",
                condition=Q(counter=None) | ~Q(counter=F("assignment")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.get_status_display()}"

    @property
    def is_pending(self) -> bool:
        """Still to be taken or decided; as a query: `SwapRequest.objects.pending`."""
        return self.status in self.PENDING
