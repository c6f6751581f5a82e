"""A line of the duty log that became a matter (B24)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from duty.models import DutyLogEntry


class LoggedMatter(models.Model):
    """Which matter a log entry became: one, however often somebody taps."""

    entry = models.OneToOneField(
        DutyLogEntry, models.PROTECT, related_name="logged_matter", verbose_name=_("哪条记录")
    )
    ticket = models.OneToOneField(
        "services.Ticket", models.CASCADE, related_name="logged_in", verbose_name=_("哪件事")
    )

    class Meta:
        verbose_name = _("值班记录转成的事")
        verbose_name_plural = _("值班记录转成的事")

    def __str__(self) -> str:
        return f"{self.entry_id} -> {self.ticket_id}"
