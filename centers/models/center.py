"""Centres, their hours and the days on which the door stays shut."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, phone_number
from centers.querysets import CenterQuerySet
from regions.models import Region

# The state of a wall at which nobody has looked: there is no row for it.
UNSURVEYED = "unsurveyed"


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
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(
        _("经度"), max_digits=9, decimal_places=6, null=True, blank=True
    )
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
            models.CheckConstraint(
                name="map_point_is_whole_and_in_china",
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(3, 54), longitude__range=(73, 136)),
                violation_error_message=_("地图上的点要经度和纬度都写，而且在国内"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region(self) -> Region:
        return self.unit.region

    @property
    def wall_state(self) -> str:
        """As a query: `Center.objects.with_wall`."""
        wall = getattr(self, "wall", None)
        return wall.state if wall else UNSURVEYED


class Outline(models.Model):
    """The county's border for the map of centres, from the county's own file (import_outline)."""

    county = models.OneToOneField(Region, models.CASCADE, related_name="outline")
    rings = models.JSONField(_("边界"))  # [[[longitude, latitude], ...], ...]
    source = models.CharField(_("来源"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("县界")
        verbose_name_plural = _("县界")

    def __str__(self) -> str:
        return str(self.county)


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
