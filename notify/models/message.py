"""The outbox, the wordings, and the group robots that it speaks to."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedCharField, mask_phone
from accounts.models import Unit, User
from notify.querysets import MessageQuerySet
from notify.robots import check_address


class Channel(models.TextChoices):
    IN_APP = "in_app", _("站内")
    WEBHOOK = "webhook", _("群机器人")
    SMS = "sms", _("短信")
    EMAIL = "email", _("邮件")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("待发")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发")
    UNKNOWN = "unknown", _("不知发没发出")
    FAILED = "failed", _("发不出去")


LONGEST_TEXT = 2500  # a letter holds a whole result; everything else stays within 500

TROUBLED = Q(state__in=[MessageState.UNKNOWN, MessageState.FAILED]) | Q(
    state=MessageState.WAITING, next_try_at=None
)


class Webhook(models.Model):
    """A group robot of a unit's chat; never told a name, a phone number or the text of a matter."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="webhooks", verbose_name=_("单位"))
    url = models.CharField(
        _("地址"),
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"]), check_address],
    )
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("群机器人")
        verbose_name_plural = _("群机器人")
        constraints = [
            models.UniqueConstraint(fields=["unit", "url"], name="webhook_once_per_unit")
        ]

    def __str__(self) -> str:
        return str(self.unit)


class MessageTemplate(models.Model):
    """The county's wording of a message; without a row the wording in the code holds."""

    code = models.CharField(_("代号"), max_length=40, unique=True)
    text = models.CharField(_("内容"), max_length=500)
    gateway_code = models.CharField(
        _("短信平台的模板代号"),
        max_length=40,
        blank=True,
        help_text=_("在阿里云审核通过的，像 SMS_123456789"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("消息模板")
        verbose_name_plural = _("消息模板")

    def __str__(self) -> str:
        return self.code


class Message(models.Model):
    """The outbox: written in the transaction of its cause, handed to a gateway at most once.

    A row is committed as `sending`, with the sweep that claimed it, before the gateway is
    called; found so when that sweep is dead it becomes `unknown` and waits for a person.
    In-app rows are `sent` when they are written. A row waiting without `next_try_at` has
    no gateway to go to. `address` is a villager's; people and robots are looked up when sending.
    `template` and `fields` are what `text` was made of; `caller` phones when it does not arrive.
    """

    cause = models.CharField(_("起因"), max_length=160, unique=True)
    about = models.CharField(_("关于"), max_length=60, blank=True, db_index=True)
    channel = models.CharField(_("渠道"), max_length=7, choices=Channel)
    recipient = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("给谁")
    )
    webhook = models.ForeignKey(
        Webhook,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("群机器人"),
    )
    address = EncryptedCharField(_("地址"), max_length=254, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    text = models.CharField(_("内容"), max_length=LONGEST_TEXT)
    template = models.CharField(_("模板"), max_length=40, blank=True)
    fields = models.JSONField(default=dict)
    caller = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发不到谁打电话"),
    )
    url = models.CharField(_("链接"), max_length=200, blank=True)
    urgent = models.BooleanField(_("急"), default=False)
    state = models.CharField(
        _("状态"), max_length=7, choices=MessageState, default=MessageState.WAITING
    )
    created_at = models.DateTimeField(_("时间"))
    next_try_at = models.DateTimeField(_("下次再发"), null=True)
    attempts = models.PositiveSmallIntegerField(_("发了几次"), default=0)
    last_error = models.CharField(_("原因"), max_length=500, blank=True)
    claim = models.BigIntegerField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("发出"), null=True)
    read_at = models.DateTimeField(_("看过"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        indexes = [
            models.Index(
                fields=["urgent", "next_try_at", "id"],
                condition=Q(state=MessageState.WAITING),
                name="message_to_send",
            ),
            models.Index(
                fields=["claim"], condition=Q(state=MessageState.SENDING), name="message_in_hand"
            ),
            models.Index(fields=["-id"], condition=TROUBLED, name="message_troubled"),
            models.Index(
                fields=["claimed_at"], condition=Q(channel=Channel.SMS), name="message_sms_of_a_day"
            ),
            models.Index(
                fields=["phone_index", "claimed_at"],
                condition=Q(channel=Channel.SMS),
                name="message_sms_to_a_phone",
            ),
            models.Index(
                fields=["recipient", "-id"],
                condition=Q(channel=Channel.IN_APP),
                name="message_inbox",
            ),
            models.Index(
                fields=["recipient", "-id"],
                condition=Q(channel=Channel.IN_APP, read_at=None),
                name="message_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="in_app_message_has_a_reader",
                condition=~Q(channel=Channel.IN_APP) | Q(recipient__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.cause

    @property
    def is_delivered(self) -> bool:
        """Sent by a channel that rings, or read; as a query: `Message.objects.delivered`."""
        if self.channel == Channel.IN_APP:
            return self.read_at is not None
        return self.state == MessageState.SENT

    @property
    def is_troubled(self) -> bool:
        """Given up, perhaps never arrived, or without a gateway; as a query: `Message.objects.troubled`."""
        if self.state == MessageState.WAITING:
            return self.next_try_at is None
        return self.state in {MessageState.UNKNOWN, MessageState.FAILED}

    @property
    def masked_target(self) -> str:
        """To whom, as lists may show it."""
        if self.recipient:
            return self.recipient.name
        if self.webhook:
            return str(self.webhook)
        return self.address[:1] + "***" if "@" in self.address else mask_phone(self.address)
