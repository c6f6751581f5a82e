"""What falls due: the rungs of a subject."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notify.querysets import AlertQuerySet


class AlertState(models.TextChoices):
    PLANNED = "planned", _("待发")
    SUSPENDED = "suspended", _("暂停")
    DONE = "done", _("已发")
    SKIPPED = "skipped", _("已过时")
    CANCELLED = "cancelled", _("已取消")


HANDLED = frozenset({AlertState.DONE, AlertState.SKIPPED})


class Alert(models.Model):
    """One rung of one subject, due at an instant; at most one row per rung and revision.

    `topic` names the handler that an app registered (notify.handlers); `subject` is a key
    of that topic's own. An approved extension or a new round raises `revision`.
    """

    topic = models.CharField(max_length=30)
    subject = models.BigIntegerField()
    revision = models.PositiveSmallIntegerField(default=0)
    rung = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=AlertState, default=AlertState.PLANNED)
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "subject", "revision", "rung"], name="alert_rung_once"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=AlertState.PLANNED), name="alert_due")
        ]

    def __str__(self) -> str:
        return f"{self.topic}:{self.subject} {self.rung}"

    @property
    def is_handled(self) -> bool:
        return self.state in HANDLED

    @property
    def is_unsent(self) -> bool:
        """Still to come, now or after a pause; as a query: `Alert.objects.unsent`."""
        return self.state in {AlertState.PLANNED, AlertState.SUSPENDED}
