"""Service items: what villagers may ask for, and everything they must be told at once (B10)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from services.choices import Basis, Level, Mode, PresenceNeeded, TicketClass
from services.querysets import ServiceItemQuerySet


class Category(models.Model):
    """One of the county's topics; two of them are about the portal's own people (回避, 反映干部)."""

    name = models.CharField(_("名称"), max_length=30, unique=True)
    plain_name = models.CharField(_("村里人怎么说"), max_length=10, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    about_service = models.BooleanField(_("说的是服务本身"), default=False)
    about_cadres = models.BooleanField(_("说的是干部"), default=False)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("类别")
        verbose_name_plural = _("类别")

    def __str__(self) -> str:
        return self.name


class ServiceItem(models.Model):
    """One thing that can be done, with its promise; the notice is made from it (一次性告知).

    An empty field reads 请先电话询问. Items the county has not confirmed are public only in
    a demonstration, and marked.
    """

    code = models.CharField(_("编码"), max_length=12, unique=True)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="items", verbose_name=_("类别")
    )
    name = models.CharField(_("名称"), max_length=60)
    also_called = models.CharField(
        _("还叫什么"), max_length=60, blank=True, help_text=_("村里人找这件事时打的字，用空格隔开")
    )
    level = models.CharField(_("哪级定"), max_length=8, choices=Level)
    mode = models.CharField(_("办法"), max_length=9, choices=Mode)
    presence = models.CharField(
        _("本人到场"), max_length=12, choices=PresenceNeeded, default=PresenceNeeded.NONE
    )
    place = models.CharField(_("在哪儿办"), max_length=60, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    fee = models.CharField(_("收不收钱"), max_length=60, blank=True)
    conditions = models.TextField(_("谁能办"), blank=True)
    steps = models.TextField(_("怎么办"), blank=True)
    ticket_class = models.CharField(
        _("急不急"), max_length=8, choices=TicketClass, default=TicketClass.ORDINARY
    )
    promised_amount = models.PositiveSmallIntegerField(_("承诺几天"), null=True, blank=True)
    promised_basis = models.CharField(
        _("怎么算天"), max_length=12, choices=Basis, default=Basis.WORKING_DAY
    )
    legal_amount = models.PositiveSmallIntegerField(_("法定几天"), null=True, blank=True)
    legal_basis = models.CharField(
        _("法定怎么算"), max_length=12, choices=Basis, default=Basis.WORKING_DAY
    )
    source = models.TextField(_("依据"), blank=True)
    provenance = models.JSONField(_("每个值从哪来"), default=dict, blank=True)
    confirmed = models.BooleanField(_("县里核实过"), default=False)
    needs_id_number = models.BooleanField(
        _("要身份证号"),
        default=False,
        help_text=_("办这件事非要不可才勾；不勾的事项不让记身份证号"),
    )
    active = models.BooleanField(_("在用"), default=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)

    objects = ServiceItemQuerySet.as_manager()

    class Meta:
        ordering = ["category__order", "code"]
        verbose_name = _("服务事项")
        verbose_name_plural = _("服务事项")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "name"], name="item_name_once_per_category"
            ),
            models.CheckConstraint(
                name="nobody_acts_for_who_must_be_present",
                condition=~Q(presence=PresenceNeeded.IN_PERSON) | ~Q(mode=Mode.AGENT),
                violation_error_message=_("要本人到场的事不能代办，只能领着去"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_public(self, *, confirmed_only: bool) -> bool:
        """As a query: `ServiceItem.objects.public`."""
        return self.active and (self.confirmed or not confirmed_only)


class Material(models.Model):
    class Form(models.TextChoices):
        ORIGINAL = "original", _("原件")
        COPY = "copy", _("复印件")
        BOTH = "both", _("原件和复印件")
        UNSTATED = "", _("请先电话询问")

    item = models.ForeignKey(
        ServiceItem, models.CASCADE, related_name="materials", verbose_name=_("事项")
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    text = models.CharField(_("材料"), max_length=120)
    form = models.CharField(
        _("原件还是复印件"), max_length=8, choices=Form, blank=True, default=Form.UNSTATED
    )
    copies = models.PositiveSmallIntegerField(_("几份"), null=True, blank=True)
    where_to_get = models.CharField(_("哪儿开"), max_length=60, blank=True)

    class Meta:
        ordering = ["item", "order"]
        verbose_name = _("材料")
        verbose_name_plural = _("材料")
        constraints = [
            models.UniqueConstraint(fields=["item", "order"], name="material_order_once")
        ]

    def __str__(self) -> str:
        return self.text


class Offer(models.Model):
    """Which door offers an item, when, and who there knows it."""

    item = models.ForeignKey(
        ServiceItem, models.CASCADE, related_name="offers", verbose_name=_("事项")
    )
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="offers", verbose_name=_("哪儿"))
    days = models.CharField(_("哪几天"), max_length=60, blank=True)
    who = models.CharField(_("找谁"), max_length=40, blank=True)

    class Meta:
        ordering = ["item", "unit"]
        verbose_name = _("办理点")
        verbose_name_plural = _("办理点")
        constraints = [models.UniqueConstraint(fields=["item", "unit"], name="offer_once_per_door")]

    def __str__(self) -> str:
        return f"{self.unit} {self.item}"
