"""What a centre consists of: buildings, rooms, equipment, places near by, what it shows to others (B2, B7, B9)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Upload, User
from centers.models.center import Center
from centers.querysets import HeritageQuerySet


class Function(models.Model):
    """What a room or a place is for. Items of a standard name theirs, so a room entered is an item met."""

    code = models.CharField(_("代号"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("功能")
        verbose_name_plural = _("功能")

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """One house of a centre; a scattered centre (分布式) has several addresses."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="buildings", verbose_name=_("中心")
    )
    name = models.CharField(_("叫什么"), max_length=40)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    floors = models.PositiveSmallIntegerField(_("几层"), default=1)
    ownership = models.CharField(_("产权归属"), max_length=60, blank=True)
    former_use = models.CharField(_("原来是啥"), max_length=60, blank=True)
    condition = models.CharField(_("房屋现状"), max_length=60, blank=True)

    class Meta:
        ordering = ["center", "name"]
        verbose_name = _("房屋")
        verbose_name_plural = _("房屋")
        constraints = [
            models.UniqueConstraint(fields=["center", "name"], name="building_name_once"),
            models.CheckConstraint(name="building_has_a_floor", condition=Q(floors__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """One room with one or several functions; one of an embedded centre (嵌入式) may hold three."""

    building = models.ForeignKey(
        Building, models.CASCADE, related_name="rooms", verbose_name=_("房屋")
    )
    floor = models.PositiveSmallIntegerField(_("几楼"), default=1)
    name = models.CharField(_("叫什么"), max_length=40)
    area = models.DecimalField(
        _("面积（平方米）"), max_digits=7, decimal_places=1, null=True, blank=True
    )
    functions = models.ManyToManyField(
        Function, related_name="rooms", verbose_name=_("干啥用"), blank=True
    )
    hours = models.CharField(_("啥时候开"), max_length=60, blank=True)

    class Meta:
        ordering = ["building", "floor", "name"]
        verbose_name = _("房间")
        verbose_name_plural = _("房间")
        constraints = [
            models.UniqueConstraint(fields=["building", "floor", "name"], name="room_name_once"),
            models.CheckConstraint(name="room_area_positive", condition=~Q(area__lte=0)),
            models.CheckConstraint(name="room_floor_from_one", condition=Q(floor__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class NearbyPlace(models.Model):
    """A place outside the centre that counts where the standard lets 附近 count."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="nearby_places", verbose_name=_("中心")
    )
    name = models.CharField(_("叫什么"), max_length=40)
    address = models.CharField(_("在哪儿"), max_length=120, blank=True)
    meters = models.PositiveIntegerField(_("离中心几米"), null=True, blank=True)
    functions = models.ManyToManyField(
        Function, related_name="nearby_places", verbose_name=_("干啥用"), blank=True
    )

    class Meta:
        ordering = ["center", "name"]
        verbose_name = _("附近的地方")
        verbose_name_plural = _("附近的地方")
        constraints = [
            models.UniqueConstraint(fields=["center", "name"], name="nearby_place_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class MoneySource(models.TextChoices):
    FINANCE = "finance", _("财政")
    PARTY_DUES = "party_dues", _("党费")
    PARTNER = "partner", _("抓包联单位")
    CO_BUILT = "co_built", _("共建单位")
    COLLECTIVE = "collective", _("村集体")
    DONATED = "donated", _("捐的")
    OTHER = "other", _("别的")


class Equipment(models.Model):
    """Desks, computers, loudspeakers: how many, and who paid (002-26)."""

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="equipment", verbose_name=_("中心")
    )
    name = models.CharField(_("名称"), max_length=40)
    number = models.PositiveIntegerField(_("几件"), default=1)
    paid_by = models.CharField(
        _("钱从哪来"), max_length=10, choices=MoneySource, default=MoneySource.FINANCE
    )
    giver = models.CharField(_("哪个单位或者谁"), max_length=60, blank=True)
    since = models.DateField(_("啥时候有的"), null=True, blank=True)
    condition = models.CharField(_("好坏"), max_length=40, blank=True)

    class Meta:
        ordering = ["center", "name"]
        verbose_name = _("设备")
        verbose_name_plural = _("设备")
        constraints = [
            models.UniqueConstraint(
                fields=["center", "name", "paid_by", "giver"], name="equipment_once_per_source"
            ),
            models.CheckConstraint(name="equipment_counts_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class WallMoment(models.TextChoices):
    BEFORE = "before", _("拆前")
    AFTER = "after", _("拆后")


class CenterPhoto(models.Model):
    """A photo that somebody wanted to add; none is ever asked for, and none is counted.

    One of the wall says whether it shows it before or after (拆前, 拆后).
    """

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="photos", verbose_name=_("中心")
    )
    upload = models.OneToOneField(Upload, models.PROTECT, related_name="+")
    caption = models.CharField(_("说明"), max_length=60, blank=True)
    wall = models.CharField(_("围墙"), max_length=6, choices=WallMoment, blank=True)
    public = models.BooleanField(_("放到网页上"), default=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["center", "-added_at"]
        verbose_name = _("照片")
        verbose_name_plural = _("照片")
        constraints = [
            models.CheckConstraint(
                name="photo_shows_the_wall_before_or_after",
                condition=Q(wall__in=["", *WallMoment.values]),
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """拆前 东墙; what stands beside it."""
        return " ".join(filter(None, [str(self.get_wall_display()), self.caption]))


class Heritage(models.Model):
    """A story of the village or a thing that somebody gave to its museum (000-10, B9).

    The giver's name is public only with consent; the database keeps no consent without a name.
    """

    center = models.ForeignKey(
        Center, models.CASCADE, related_name="heritage", verbose_name=_("中心")
    )
    title = models.CharField(_("名称"), max_length=60)
    text = models.CharField(_("来历"), max_length=800, blank=True)
    giver = models.CharField(_("谁捐的"), max_length=40, blank=True)
    giver_agreed = models.BooleanField(_("本人同意写名字"), default=False)
    public = models.BooleanField(_("放到网页上"), default=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = HeritageQuerySet.as_manager()

    class Meta:
        ordering = ["center", "title"]
        verbose_name = _("老物件和故事")
        verbose_name_plural = _("老物件和故事")
        constraints = [
            models.CheckConstraint(
                name="consent_belongs_to_a_giver", condition=Q(giver_agreed=False) | ~Q(giver="")
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_giver(self) -> str:
        return self.giver if self.giver_agreed else ""


class Showcase(models.Model):
    """A demonstration centre: since when, and what others may learn there (000-25, B51)."""

    center = models.OneToOneField(
        Center, models.CASCADE, related_name="showcase", verbose_name=_("中心")
    )
    since = models.DateField(_("哪天定的"))
    lessons = models.CharField(_("别的村能学啥"), max_length=800)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁定的"))

    class Meta:
        ordering = ["center"]
        verbose_name = _("示范点")
        verbose_name_plural = _("示范点")

    def __str__(self) -> str:
        return str(self.center)
