"""What the villager says of it afterwards: call-backs, own ratings, and what a unit puts right."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from services.choices import CallBackReason


class CallBackShare(models.Model):
    """The county's own share of one sort of matter that is called back; without a row services.terms holds."""

    reason = models.CharField(_("哪一种"), max_length=9, choices=CallBackReason, unique=True)
    percent = models.PositiveSmallIntegerField(_("一百件里回访几件"))

    class Meta:
        ordering = ["reason"]
        verbose_name = _("回访比例")
        verbose_name_plural = _("回访比例")
        constraints = [
            models.CheckConstraint(
                name="call_back_share_of_a_hundred",
                condition=Q(percent__gte=0, percent__lte=100),
                violation_error_message=_("写0到100的数"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.percent}%"


class CallBack(models.Model):
    """One attempt to phone the villager by the level above the unit that handled it (B19)."""

    ticket = models.ForeignKey("services.Ticket", models.CASCADE, related_name="call_backs")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reached = models.BooleanField()
    solved = models.BooleanField(null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    tags = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        ordering = ["ticket", "at"]
        constraints = [
            models.CheckConstraint(
                name="call_back_grade_1_to_5",
                condition=Q(grade=None) | Q(grade__gte=1, grade__lte=5),
            ),
            models.CheckConstraint(
                name="reached_call_back_says_whether_solved",
                condition=Q(reached=True, solved__isnull=False)
                | Q(reached=False, solved=None, grade=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.at:%m-%d}"


class OwnRating(models.Model):
    """What the villager said by themselves, counted beside the call-backs and never inside."""

    ticket = models.ForeignKey("services.Ticket", models.CASCADE, related_name="own_ratings")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    solved = models.BooleanField()
    grade = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["ticket", "at"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "round"], name="one_own_rating_a_round"),
            models.CheckConstraint(
                name="own_rating_grade_1_to_5",
                condition=Q(grade=None) | Q(grade__gte=1, grade__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.grade}"


class Rectification(models.Model):
    """A unit puts right what earned a bad grade; the matter itself stays done (整改)."""

    ticket = models.ForeignKey("services.Ticket", models.CASCADE, related_name="rectifications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rectifications")
    clock = models.OneToOneField("services.Clock", models.PROTECT, related_name="rectification")
    grade = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.ticket} {self.unit}"
