"""Long work that somebody started."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notify.querysets import JobQuerySet


class JobState(models.TextChoices):
    WAITING = "waiting", _("排队")
    RUNNING = "running", _("正在做")
    DONE = "done", _("做好了")
    FAILED = "failed", _("没做成")


class Job(models.Model):
    """Long work that somebody started: an import, an export, a month of rosters.

    `kind` names the work that an app registered (notify.jobs). What came in and what came out
    are private files of the owner; both go with the row after some days.
    """

    kind = models.CharField(_("什么事"), max_length=40)
    owner = models.ForeignKey(User, models.PROTECT, related_name="jobs", verbose_name=_("谁开始的"))
    title = models.CharField(_("名称"), max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        _("状态"), max_length=7, choices=JobState, default=JobState.WAITING, editable=False
    )
    done = models.PositiveIntegerField(_("做了多少"), default=0)
    total = models.PositiveIntegerField(_("一共多少"), default=0)
    result = models.CharField(_("结果"), max_length=500, blank=True)
    problems = models.JSONField(_("哪里不对"), default=list)
    url = models.CharField(max_length=300, blank=True)
    input_file = models.CharField(max_length=40, blank=True)
    output_file = models.CharField(max_length=40, blank=True)
    output_name = models.CharField(max_length=120, blank=True)
    personal = models.BooleanField(_("有个人信息"), default=False)
    created_at = models.DateTimeField(_("开始"))
    finished_at = models.DateTimeField(_("结束"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("后台的活")
        verbose_name_plural = _("后台的活")
        constraints = [
            models.CheckConstraint(
                name="ended_job_has_its_instant",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["waiting", "running"], finished_at=None),
            )
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_unfinished",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unfinished(self) -> bool:
        """As a query: `Job.objects.unfinished`."""
        return self.state in {JobState.WAITING, JobState.RUNNING}
