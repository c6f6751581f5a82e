"""Calls to make by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from notify.querysets import PhoneTaskQuerySet


class PhoneTask(models.Model):
    """Somebody must be phoned by hand: a rung that no channel could deliver (请打电话叫人)."""

    cause = models.CharField(max_length=160, unique=True)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="phone_tasks", verbose_name=_("谁来打")
    )
    callee = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("打给谁")
    )
    text = models.CharField(max_length=500)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PhoneTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("电话任务")
        verbose_name_plural = _("电话任务")
        indexes = [
            models.Index(
                fields=["unit", "created_at"], condition=Q(done_at=None), name="phone_task_open"
            )
        ]

    def __str__(self) -> str:
        return self.cause
