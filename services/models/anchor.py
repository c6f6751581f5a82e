"""A day's seal over everything that was written until then (DESIGN 4.2 Events)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LedgerAnchor(models.Model):
    """Count and hash of the events since the anchor before; never changed or removed.

    A ticket's own chain does not show that its end was cut and its head set back; the anchor
    of that day then has events that are gone. `seal` chains the anchors, so the last one
    written on paper vouches for all.
    """

    day = models.DateField(_("哪天"), unique=True)
    made_at = models.DateTimeField(_("什么时候"))
    after_event = models.BigIntegerField(_("从哪步以后"))
    last_event = models.BigIntegerField(_("到哪步"))
    events = models.PositiveIntegerField(_("几步"))
    hash = models.CharField(max_length=64)
    prev_seal = models.CharField(max_length=64, blank=True)
    seal = models.CharField(_("封签"), max_length=64)

    class Meta:
        ordering = ["day"]
        verbose_name = _("封账")
        verbose_name_plural = _("封账")
        constraints = [
            models.CheckConstraint(
                name="anchor_goes_forward", condition=Q(last_event__gte=F("after_event"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.seal[:8]}"
