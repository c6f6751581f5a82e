"""Centres, their hours and rooms, the standards they are held against, notices to villagers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User, phone_number
from centers.querysets import (
    AssessmentQuerySet,
    CenterQuerySet,
    StandardQuerySet,
    VillageNoticeQuerySet,
)
from regions.models import Region


class CenterKind(models.TextChoices):
    VILLAGE = "village", _("村")
    COMMUNITY = "community", _("社区")
    TOWNSHIP = "township", _("乡镇（街道）")


class Center(models.Model):
    """A party-mass service centre: one to one with the unit that works there (B2).

    `duty_phone` is the number that goes with the shift; nobody's own number is printed
    without consent.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="center", verbose_name=_("单位"))
    kind = models.CharField(_("类型"), max_length=9, choices=CenterKind)
    name = models.CharField(_("名称"), max_length=60)
    local_name = models.CharField(_("当地叫法"), max_length=20, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    directions = models.CharField(_("怎么走"), max_length=200, blank=True)
    duty_phone = models.CharField(
        _("值班电话"), max_length=13, blank=True, validators=[phone_number]
    )
    indoor_area = models.DecimalField(
        _("室内面积（平方米）"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    outdoor_area = models.DecimalField(
        _("室外面积（平方米）"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    condition = models.CharField(_("房屋现状"), max_length=60, blank=True)
    ownership = models.CharField(_("产权归属"), max_length=60, blank=True)
    places = ArrayField(
        models.CharField(max_length=20), verbose_name=_("这里有啥"), default=list, blank=True
    )

    objects = CenterQuerySet.as_manager()

    class Meta:
        ordering = ["unit__region__code"]
        verbose_name = _("党群服务中心")
        verbose_name_plural = _("党群服务中心")
        constraints = [
            models.CheckConstraint(
                name="center_areas_not_negative",
                condition=~Q(indoor_area__lt=0) & ~Q(outdoor_area__lt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region(self) -> Region:
        return self.unit.region


class OpeningSpan(models.Model):
    """One centre's own hours for a day kind and season; without rows the county's hold."""

    center = models.ForeignKey(Center, models.CASCADE, related_name="hours", verbose_name=_("中心"))
    day_kind = models.CharField(
        _("日子"),
        max_length=9,
        choices=[("work", _("工作日")), ("rest", _("休息日")), ("statutory", _("节假日"))],
    )
    months = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("月份（空为全年）"),
        default=list,
        blank=True,
    )
    opens = models.TimeField(_("开门"))
    closes = models.TimeField(_("关门"))

    class Meta:
        ordering = ["center", "day_kind", "opens"]
        verbose_name = _("开门时间")
        verbose_name_plural = _("开门时间")
        constraints = [
            models.CheckConstraint(
                name="hours_close_after_opening", condition=Q(closes__gt=F("opens"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def applies_to(self, kind: str, day: date) -> bool:
        return self.day_kind == kind and (not self.months or day.month in self.months)


class Closure(models.Model):
    """A day on which the door stays shut, with the reason that the page prints."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="closures", verbose_name=_("中心")
    )
    date = models.DateField(_("日期"))
    reason = models.CharField(_("原因"), max_length=60)

    class Meta:
        ordering = ["-date"]
        verbose_name = _("临时不开门")
        verbose_name_plural = _("临时不开门")
        constraints = [
            models.UniqueConstraint(fields=["center", "date"], name="closure_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.reason}"


class Standard(models.Model):
    """A versioned checklist such as 七个一; a new version leaves old assessments as they were (B3)."""

    code = models.CharField(_("代号"), max_length=30)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    name = models.CharField(_("名称"), max_length=40)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    valid_from = models.DateField(_("启用"))

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
    options = ArrayField(
        models.CharField(max_length=20), verbose_name=_("可选"), default=list, blank=True
    )
    soft = models.BooleanField(_("只提醒"), default=False)
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
            or (amount is not None and self.least is not None and amount >= self.least)
        )


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
    promised_on = models.DateField(_("什么时候补上"), null=True, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁填的")
    )
    current = models.BooleanField(_("现行"), default=True)

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


class NoticeKind(models.TextChoices):
    OUTAGE = "outage", _("停水停电")
    PAYMENT = "payment", _("缴费")
    HEALTH = "health", _("看病体检")
    WEATHER = "weather", _("天气")
    OTHER = "other", _("其他")


class VillageNotice(models.Model):
    """A notice to villagers, for one village or for all below a region; it expires by itself (B61)."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="village_notices", verbose_name=_("发给哪里")
    )
    kind = models.CharField(_("类型"), max_length=7, choices=NoticeKind)
    title = models.CharField(_("标题"), max_length=60)
    text = models.CharField(_("内容"), max_length=500)
    groups = models.CharField(_("哪几组"), max_length=60, blank=True)
    shows_from = models.DateTimeField(_("从"))
    shows_until = models.DateTimeField(_("到"))
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁写的"))
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁审的")
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = VillageNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-shows_from"]
        verbose_name = _("村里通知")
        verbose_name_plural = _("村里通知")
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_start", condition=Q(shows_until__gt=F("shows_from"))
            ),
            models.CheckConstraint(
                name="notice_approved_by_somebody_at_an_instant",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["region", "shows_until"], name="notice_of_region")]

    def __str__(self) -> str:
        return self.title

    @property
    def line(self) -> str:
        """The notice as one line of the village page: what, then which groups."""
        return f"{self.title}，{self.groups}" if self.groups else self.title

    def is_showing(self, at: datetime) -> bool:
        """As a query: `VillageNotice.objects.showing`."""
        return (
            self.approved_at is not None
            and self.withdrawn_at is None
            and self.shows_from <= at < self.shows_until
        )

    def is_waiting(self, at: datetime) -> bool:
        """As a query: `VillageNotice.objects.waiting`."""
        return self.approved_at is None and self.withdrawn_at is None and at < self.shows_until

    def state(self, at: datetime) -> str:
        """One word for the list; `withdrawn` first, because a withdrawn notice may also be past."""
        if self.withdrawn_at:
            return "withdrawn"
        if at >= self.shows_until:
            return "past"
        if not self.approved_at:
            return "waiting"
        return "showing" if at >= self.shows_from else "coming"
