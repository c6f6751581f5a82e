"""When sweeps ran."""

from __future__ import annotations

from django.db import models

from notify.querysets import SweepRunQuerySet


class SweepRun(models.Model):
    """One sweep, so that standing still is noticed; old rows are thinned by the sweep itself."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, db_index=True)
    fired = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)

    objects = SweepRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M:%S}"
