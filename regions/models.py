"""Regions with their history of codes, and the working-day calendar."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regions.querysets import RegionQuerySet


class Level(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县")
    TOWNSHIP = "township", _("乡镇（街道）")
    SERVICE_AREA = "service_area", _("服务区")
    VILLAGE = "village", _("村（社区）")


class Kind(models.TextChoices):
    """What a region on the village level is; empty on every other level."""

    NONE = "", _("—")
    VILLAGE = "village", _("村")
    COMMUNITY = "community", _("社区")
    ENCLAVE = "enclave", _("飞地")


class Region(models.Model):
    """A piece of the county that keeps its identity when its code or name changes (B1).

    The database writes two fields itself (migration 0003): `code` is the code of the
    open `RegionCode`, `path` is "/<keys of the ancestors>/<own key>/".
    """

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    level = models.CharField(_("层级"), max_length=12, choices=Level)
    kind = models.CharField(_("类型"), max_length=9, choices=Kind, blank=True, default=Kind.NONE)
    code = models.CharField(_("区划代码"), max_length=12, unique=True, editable=False)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=60)
    sort_key = models.CharField(_("拼音"), max_length=200, db_index=True)
    initials = models.CharField(_("拼音首字母"), max_length=60, db_index=True)
    path = models.CharField(_("路径"), max_length=120, unique=True, editable=False, default="")
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("并入"),
    )
    retired_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("区划")
        verbose_name_plural = _("区划")
        indexes = [
            models.Index(
                fields=["path"], name="region_path_prefix", opclasses=["varchar_pattern_ops"]
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="region_kind_only_for_villages",
                condition=Q(level=Level.VILLAGE) ^ Q(kind=Kind.NONE),
            ),
            models.CheckConstraint(
                name="region_not_own_successor", condition=~Q(successor=F("pk"))
            ),
            models.CheckConstraint(
                name="region_successor_means_retired",
                condition=Q(successor=None) | Q(retired_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def is_below(self, region: "Region") -> bool:
        """Whether `region` is this one or an ancestor of it; as a query: `Region.objects.below`."""
        return self.path.startswith(region.path)

    @property
    def lineage(self) -> "list[Region]":
        """The region and whatever it was merged into, today's last; no query while it stands."""
        found = [self]
        while found[-1].successor is not None:
            found.append(found[-1].successor)
        return found

    @property
    def ancestor_ids(self) -> list[int]:
        """Keys from the province down to the region itself."""
        return [int(key) for key in self.path.strip("/").split("/")]


class RegionCode(models.Model):
    """One code a region carried, and when: codes change while plaques hang on walls.

    A code never names a second region, so that an old link has one answer for ever.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="codes", verbose_name=_("区划"))
    code = models.CharField(_("代码"), max_length=12, unique=True)
    valid_from = models.DateField(_("启用"))
    valid_until = models.DateField(_("停用"), null=True, blank=True)

    class Meta:
        ordering = ["code", "valid_from"]
        verbose_name = _("区划代码")
        verbose_name_plural = _("区划代码")
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=Q(valid_until=None), name="region_one_code_in_force"
            ),
            models.CheckConstraint(
                name="region_code_ends_after_start",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class FormerName(models.Model):
    """A name a region had until a day: it is still found by it."""

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="former_names", verbose_name=_("区划")
    )
    name = models.CharField(_("旧名"), max_length=60)
    short_name = models.CharField(_("旧简称"), max_length=60)
    until = models.DateField(_("用到"))

    class Meta:
        ordering = ["region", "until"]
        verbose_name = _("旧名")
        verbose_name_plural = _("旧名")

    def __str__(self) -> str:
        return self.short_name


class DayKind(models.TextChoices):
    WORK = "work", _("工作日")
    REST = "rest", _("休息日")
    STATUTORY = "statutory", _("法定节假日")


class CalendarDay(models.Model):
    """A day that differs from Monday-to-Friday, for everybody or for one county (B27)."""

    date = models.DateField(_("日期"))
    county = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("县")
    )
    kind = models.CharField(_("类型"), max_length=9, choices=DayKind)
    makeup = models.BooleanField(_("调休上班"), default=False)
    name = models.CharField(_("名称"), max_length=40, blank=True)
    source = models.CharField(_("依据"), max_length=60, blank=True)
    confirmed = models.BooleanField(_("国务院已公布"), default=False)

    class Meta:
        ordering = ["date", "county_id"]
        verbose_name = _("日历")
        verbose_name_plural = _("日历")
        constraints = [
            models.UniqueConstraint(
                fields=["date", "county"],
                name="calendar_day_once_per_county",
                nulls_distinct=False,
                violation_error_message=_("这一天已经有了"),
            ),
            models.CheckConstraint(
                name="makeup_is_a_working_day",
                condition=Q(makeup=False) | Q(kind=DayKind.WORK),
                violation_error_message=_("调休上班的日子类型要选工作日"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
