"""The checklists that centres are held against, and what each centre has of them."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models.building import Function
from centers.models.center import Center, CenterKind
from centers.querysets import AssessmentQuerySet, StandardQuerySet


class Standard(models.Model):
    """A versioned checklist such as 七个一; a new version leaves old assessments as they were (B3)."""

    code = models.CharField(_("代号"), max_length=30)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    name = models.CharField(_("名称"), max_length=40)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    valid_from = models.DateField(_("启用"))
    draft = models.BooleanField(_("还在改"), default=False)

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = _("建设标准")
        verbose_name_plural = _("建设标准")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="standard_version_once")
        ]

    def __str__(self) -> str:
        return self.name

    def items_for(self, kind: str) -> list[StandardItem]:
        """The items that a centre of this kind is asked about, in order."""
        return [item for item in self.items.all() if item.applies_to(kind)]

    def needed(self, kind: str) -> list[StandardItem]:
        """The items that such a centre must meet: those that only warn are left out."""
        return [item for item in self.items_for(kind) if not item.soft]


class Measure(models.TextChoices):
    YES_NO = "yes_no", _("有没有")
    AT_LEAST = "at_least", _("至少几个")
    AREA = "area", _("至少几平方米")
    ONE_OF = "one_of", _("几样里有一样")


MEASURED = (Measure.AT_LEAST, Measure.AREA)


class Presence(models.TextChoices):
    HAVE = "have", _("有")
    NEARBY = "nearby", _("附近有")
    LACK = "lack", _("缺")


class StandardItem(models.Model):
    """One line of a checklist; a soft one (原则上) only warns."""

    standard = models.ForeignKey(
        Standard, models.CASCADE, related_name="items", verbose_name=_("标准")
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    code = models.CharField(_("代号"), max_length=30)
    name = models.CharField(_("名称"), max_length=40)
    measure = models.CharField(_("怎么算"), max_length=8, choices=Measure, default=Measure.YES_NO)
    least = models.DecimalField(_("最少"), max_digits=8, decimal_places=1, null=True, blank=True)
    most = models.DecimalField(_("最多"), max_digits=8, decimal_places=1, null=True, blank=True)
    options = ArrayField(
        models.CharField(max_length=20), verbose_name=_("可选"), default=list, blank=True
    )
    function = models.ForeignKey(
        Function,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("有这样的房间就算"),
    )
    soft = models.BooleanField(_("只提醒"), default=False)
    asks_day = models.BooleanField(_("要写哪天检查的"), default=False)
    nearby_counts = models.BooleanField(_("附近有也算"), default=False)
    kinds = ArrayField(
        models.CharField(max_length=9, choices=CenterKind),
        verbose_name=_("适用"),
        default=list,
        blank=True,
    )

    class Meta:
        ordering = ["standard", "order"]
        verbose_name = _("标准条目")
        verbose_name_plural = _("标准条目")
        constraints = [
            models.UniqueConstraint(fields=["standard", "code"], name="standard_item_code_once"),
            models.CheckConstraint(
                name="measured_item_names_its_least",
                condition=~Q(measure__in=["at_least", "area"]) | Q(least__isnull=False),
            ),
            models.CheckConstraint(
                name="most_is_measured_and_not_below_least",
                condition=Q(most=None)
                | Q(measure__in=["at_least", "area"], most__gte=models.F("least")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_measured(self) -> bool:
        return self.measure in MEASURED

    def applies_to(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def is_met_by(self, presence: str, amount: Decimal | None) -> bool:
        """As a query: `Assessment.objects.meeting`."""
        there = presence == Presence.HAVE or (presence == Presence.NEARBY and self.nearby_counts)
        return there and (
            not self.is_measured
            or (amount is not None and self.least is not None and self._is_enough(amount))
        )

    def _is_enough(self, amount: Decimal) -> bool:
        """Plaques have a maximum too (C9)."""
        return amount >= (self.least or 0) and (self.most is None or amount <= self.most)


class Assessment(models.Model):
    """What one centre has of one item: the newest row counts, older ones are history (B4)."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="assessments", verbose_name=_("中心")
    )
    item = models.ForeignKey(
        StandardItem, models.PROTECT, related_name="assessments", verbose_name=_("条目")
    )
    presence = models.CharField(_("情况"), max_length=6, choices=Presence)
    amount = models.DecimalField(
        _("数量或面积"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    evidence = models.CharField(_("说明"), max_length=200, blank=True)
    checked_on = models.DateField(_("哪天检查的"), null=True, blank=True)
    promised_on = models.DateField(_("什么时候补上"), null=True, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁填的")
    )
    current = models.BooleanField(_("现行"), default=True)
    from_rooms = models.BooleanField(_("按房间算的"), default=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["center", "item__order", "-at"]
        verbose_name = _("达标情况")
        verbose_name_plural = _("达标情况")
        constraints = [
            models.UniqueConstraint(
                fields=["center", "item"],
                condition=Q(current=True),
                name="one_current_assessment_per_item",
            ),
            models.CheckConstraint(name="assessed_amount_not_negative", condition=~Q(amount__lt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_presence_display()}"

    @property
    def is_met(self) -> bool:
        return self.item.is_met_by(self.presence, self.amount)
