"""Who asks, and what keeps a resent request from being counted twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedCharField, mask_id, mask_name, mask_phone


class Requester(models.Model):
    """A person who asks: phone and ID at rest only encrypted, found by blind index (B54)."""

    name = models.CharField(_("姓名"), max_length=40, blank=True)
    phone = EncryptedCharField(_("电话"), blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    phone_tail_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    email = EncryptedCharField(_("邮箱"), max_length=254, blank=True, default="")
    id_number = EncryptedCharField(_("身份证号"), blank=True, default="")

    class Meta:
        verbose_name = _("来办事的人")
        verbose_name_plural = _("来办事的人")
        indexes = [models.Index(fields=["name"], name="requester_name")]

    def __str__(self) -> str:
        return self.masked_name

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def masked_id_number(self) -> str:
        return mask_id(self.id_number)


class ImportedMail(models.Model):
    """A letter that became a matter: its Message-ID, hashed, so that importing twice changes nothing."""

    message_id = models.CharField(max_length=64, unique=True)
    ticket = models.ForeignKey("services.Ticket", models.CASCADE, related_name="+")
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.message_id[:12]


class IdempotencyKey(models.Model):
    """One caller's key for one request, written in the ticket's own transaction, kept 72 hours."""

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=128)
    body_hash = models.CharField(max_length=64)
    ticket = models.ForeignKey("services.Ticket", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["caller", "key"], name="idempotency_key_once_per_caller"
            )
        ]

    def __str__(self) -> str:
        return self.key
