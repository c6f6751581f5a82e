"""What happened to a matter: append-only rows in a chain, words kept apart (DESIGN 4.2 Events)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, User


class TicketEvent(models.Model):
    """One thing that happened. The database refuses to change or remove it.

    `data` holds codes, keys and the salted hash of the words; the words themselves stand in
    `EventText`, which erasure may delete without breaking the chain.
    """

    ticket = models.ForeignKey(
        "services.Ticket", models.PROTECT, related_name="events", verbose_name=_("工单")
    )
    seq = models.PositiveIntegerField(_("第几步"))
    verb = models.CharField(_("什么事"), max_length=30)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("以什么岗位")
    )
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    data = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["ticket", "seq"]
        verbose_name = _("经过")
        verbose_name_plural = _("经过")
        constraints = [models.UniqueConstraint(fields=["ticket", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["verb", "at"], name="event_verb_at")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class EventText(models.Model):
    """The words of an event; the event keeps sha256(salt + text)."""

    event = models.OneToOneField(TicketEvent, models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:20]
