"""Clocks of a matter, what stands still in them and what was added (B13)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from services.choices import Basis, ClockKind, ClockOutcome, TicketClass
from services.querysets import ClockQuerySet


class ClockRule(models.Model):
    """The county's own amount for one clock and class; without a row services.terms holds."""

    kind = models.CharField(_("哪个时限"), max_length=9, choices=ClockKind)
    ticket_class = models.CharField(_("急不急"), max_length=8, choices=TicketClass)
    amount = models.DecimalField(_("多少"), max_digits=6, decimal_places=2)
    basis = models.CharField(_("怎么算"), max_length=12, choices=Basis)
    cut_off = models.TimeField(_("几点以后算第二天"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "ticket_class"]
        verbose_name = _("时限规定")
        verbose_name_plural = _("时限规定")
        constraints = [
            models.UniqueConstraint(fields=["kind", "ticket_class"], name="clock_rule_once"),
            models.CheckConstraint(name="clock_rule_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_ticket_class_display()}"


class Clock(models.Model):
    """One promise of time; `due_at` is always recomputed by services.deadlines.due_at."""

    ticket = models.ForeignKey(
        "services.Ticket", models.CASCADE, related_name="clocks", verbose_name=_("工单")
    )
    holding = models.ForeignKey(
        "services.Holding", models.CASCADE, null=True, related_name="clocks"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("谁的时限"))
    kind = models.CharField(_("哪个时限"), max_length=9, choices=ClockKind)
    round = models.PositiveSmallIntegerField(default=1)
    amount = models.DecimalField(_("多少"), max_digits=6, decimal_places=2)
    basis = models.CharField(_("怎么算"), max_length=12, choices=Basis)
    cut_off = models.TimeField(null=True)
    started_at = models.DateTimeField(_("从"))
    due_at = models.DateTimeField(_("到期"))
    warn_at = models.DateTimeField(_("黄灯"))
    paused = models.BooleanField(_("暂停"), default=False)
    provisional = models.BooleanField(_("日历未公布"), default=False)
    stopped_at = models.DateTimeField(_("停"), null=True)
    outcome = models.CharField(_("结果"), max_length=6, choices=ClockOutcome, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["ticket", "started_at", "id"]
        verbose_name = _("时限")
        verbose_name_plural = _("时限")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind", "holding"],
                condition=Q(stopped_at=None),
                nulls_distinct=False,
                name="one_running_clock_of_a_kind",
            ),
            models.CheckConstraint(name="clock_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="stopped_clock_has_an_outcome",
                condition=Q(stopped_at=None, outcome="")
                | (Q(stopped_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(stopped_at=None, paused=False),
                name="clock_running_due",
            ),
            # the figures ask these of every matter of a period
            models.Index(fields=["ticket"], condition=Q(outcome="missed"), name="clock_missed"),
            models.Index(
                fields=["ticket"],
                condition=Q(kind__in=["contact", "call_back"]),
                name="clock_of_talks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def is_of_called_in(self) -> bool:
        """The share of a unit that was called in: red for that unit, never for the one that leads."""
        return self.kind == ClockKind.STEP and self.holding_id is not None

    @property
    def is_running(self) -> bool:
        """Not stopped, paused or not; as a query: `Clock.objects.running`."""
        return self.stopped_at is None

    def is_past_due(self, at: datetime) -> bool:
        """As a query: `Clock.objects.past_due`."""
        return self.is_running and not self.paused and self.due_at <= at


class Pause(models.Model):
    """A span that does not count, with its reason; open while `end` is empty."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    start = models.DateTimeField(_("从"))
    end = models.DateTimeField(_("到"), null=True)
    planned_until = models.DateField(_("预计到"), null=True)
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(end=None), name="one_open_pause_per_clock"
            ),
            models.CheckConstraint(
                name="pause_ends_after_start", condition=Q(end=None) | Q(end__gte=F("start"))
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Extension(models.Model):
    """More time, asked before the clock was due and decided one level up, even if later."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="extensions")
    amount = models.DecimalField(_("加多少"), max_digits=6, decimal_places=2)
    reason = models.CharField(_("原因"), max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=Q(decided_at=None),
                name="one_undecided_extension_per_clock",
            ),
            models.CheckConstraint(name="extension_adds_time", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return self.reason
