"""People, units, posts, what was read or exported, and the limits on public posts."""

from __future__ import annotations

import secrets
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import AdminPermissions
from accounts.privacy.models import Keeping, PrivacyNotice, RetentionTerm
from accounts.querysets import PostQuerySet, UnitQuerySet, UserManager
from accounts.roles import Engagement, Role
from regions.models import Region

__all__ = [
    "AuditEntry",
    "Keeping",
    "LimitCounter",
    "Post",
    "PrivacyNotice",
    "RetentionTerm",
    "SiteIdentity",
    "Unit",
    "UnitKind",
    "Upload",
    "User",
]

phone_number = RegexValidator(r"^(1\d{10}|0\d{2,3}-?\d{7,8})$", _("手机是11位数字，座机要带区号"))


class User(AdminPermissions, AbstractBaseUser):
    """Everybody who can be asked or stand duty; being able to log in is optional (B52)."""

    username = models.CharField(_("用户名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(
        _("手机"),
        max_length=13,
        unique=True,
        null=True,
        blank=True,
        validators=[phone_number],
        error_messages={"unique": _("这个手机已经有人登记了")},
    )
    phone_public = models.BooleanField(_("同意公开手机号"), default=False)
    is_active = models.BooleanField(_("在用"), default=True)
    must_change_password = models.BooleanField(_("下次登录要改密码"), default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        constraints = [models.CheckConstraint(name="user_phone_not_blank", condition=~Q(phone=""))]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """How the admin greets."""
        return self.name


class UnitKind(models.TextChoices):
    VILLAGE_STATION = "village_station", _("村（社区）站")
    TOWNSHIP_CENTER = "township_center", _("乡镇中心")
    TOWNSHIP_DESK = "township_desk", _("乡镇内设")
    DEPARTMENT = "department", _("县直单位")
    COUNTY_DESK = "county_desk", _("县综合协调办")
    CONFIDENTIAL_DESK = "confidential_desk", _("干部反映专办")


class Unit(models.Model):
    """An office that can hold a matter; `superior` is what "one level up" means."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="units", verbose_name=_("所在区划")
    )
    kind = models.CharField(_("类型"), max_length=17, choices=UnitKind)
    name = models.CharField(_("名称"), max_length=60)
    phone = models.CharField(_("电话"), max_length=13, blank=True, validators=[phone_number])
    superior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inferiors",
        verbose_name=_("上一级"),
    )
    serves = models.ManyToManyField(
        Region, blank=True, related_name="served_by", verbose_name=_("兼管的村")
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["region__code", "kind", "name"]
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="unit_name_once_per_region"),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(kind__in=[UnitKind.VILLAGE_STATION, UnitKind.TOWNSHIP_CENTER]),
                name="one_station_per_region",
            ),
            models.UniqueConstraint(
                fields=["region", "kind"],
                condition=Q(kind__in=[UnitKind.COUNTY_DESK, UnitKind.CONFIDENTIAL_DESK]),
                name="one_county_desk_per_county",
            ),
            models.CheckConstraint(name="unit_not_own_superior", condition=~Q(superior=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person's post in a unit from one day to another; one person may hold many (B52)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    role = models.CharField(_("岗位"), max_length=19, choices=Role)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="linked_posts",
        verbose_name=_("包的村"),
    )
    engagement = models.CharField(
        _("专兼职"), max_length=9, choices=Engagement, default=Engagement.FULL_TIME
    )
    starts = models.DateField(_("从"))
    ends = models.DateField(_("到（不含）"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "role", "starts"]
        verbose_name = _("岗位")
        verbose_name_plural = _("岗位")
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                violation_error_message=_("结束日期要晚于开始日期"),
            ),
            models.CheckConstraint(
                name="village_link_names_its_village",
                condition=Q(role=Role.VILLAGE_LINK, region__isnull=False)
                | (~Q(role=Role.VILLAGE_LINK) & Q(region=None)),
                violation_error_message=_("包村干部要写明包的是哪个村，别的岗位不写"),
            ),
            ExclusionConstraint(
                name="one_liaison_per_department",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (Func(F("starts"), F("ends"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=Role.LIAISON) & ~Q(engagement=Engagement.STAND_IN),
                violation_error_message=_("这个单位这段时间已经有联络员"),
            ),
            ExclusionConstraint(
                name="one_stand_in_per_department",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (Func(F("starts"), F("ends"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=Role.LIAISON, engagement=Engagement.STAND_IN),
                violation_error_message=_("这个单位这段时间已经有AB岗"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.unit} {self.get_role_display()}）"

    def is_active_on(self, day: date) -> bool:
        """Whether the post is held that day; as a query: `Post.objects.active_on`."""
        return self.starts <= day and (self.ends is None or day < self.ends)


class AuditEntry(models.Model):
    """Who read, exported or changed what outside the ticket's own events; append-only (B53)."""

    at = models.DateTimeField(_("时间"), db_index=True)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁")
    )
    verb = models.CharField(_("做了什么"), max_length=40, db_index=True)
    subject = models.CharField(_("对象"), max_length=80, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    data = models.JSONField(_("内容"), default=dict)
    address = models.GenericIPAddressField(_("地址"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        indexes = [models.Index(fields=["subject", "-id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"


def random_name() -> str:
    return secrets.token_hex(16)


class UploadKind(models.TextChoices):
    PICTURE = "picture", _("照片")
    PDF = "pdf", "PDF"


class Upload(models.Model):
    """One stored file outside the web root: a JPEG that the portal has drawn itself, or a PDF as it came.

    Written and deleted by `accounts.uploads.actions` only, together with its file; who may see
    it, says the app that ties it to something.
    """

    FOLDER = "pictures"

    name = models.CharField(_("文件"), max_length=32, unique=True, default=random_name)
    kind = models.CharField(
        _("哪一种"), max_length=7, choices=UploadKind, default=UploadKind.PICTURE
    )
    size = models.PositiveIntegerField(_("多少字节"))
    width = models.PositiveSmallIntegerField(_("宽"))
    height = models.PositiveSmallIntegerField(_("高"))
    sha256 = models.CharField(max_length=64)
    stored_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁传的")
    )
    stored_at = models.DateTimeField(_("什么时候传的"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("照片")
        verbose_name_plural = _("照片")
        constraints = [
            models.CheckConstraint(
                name="upload_name_is_random", condition=Q(name__regex=r"^[0-9a-f]{32}$")
            ),
            models.CheckConstraint(
                name="upload_is_a_picture_with_sides_or_a_pdf",
                condition=Q(size__gt=0)
                & (Q(kind="picture", width__gt=0, height__gt=0) | Q(kind="pdf", width=0, height=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the file stands below MEDIA_ROOT."""
        return f"{self.FOLDER}/{self.name[:2]}/{self.name}.{self.extension}"

    @property
    def is_picture(self) -> bool:
        return self.kind == UploadKind.PICTURE

    @property
    def extension(self) -> str:
        return "jpg" if self.is_picture else "pdf"


class LimitCounter(models.Model):
    """How often one bucket (a phone, a village, an address) was used in one hour."""

    bucket = models.CharField(max_length=120)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bucket", "hour"], name="limit_counted_once_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.bucket} {self.count}"


class SiteIdentity(models.Model):
    """The one row of names and numbers in the footer, set by the county (B59)."""

    site_name = models.CharField(_("网站名称"), max_length=60, default="首问")
    sponsor = models.CharField(_("主办单位"), max_length=60, blank=True)
    operator = models.CharField(_("承办单位"), max_length=60, blank=True)
    contact = models.CharField(_("联系电话"), max_length=40, blank=True)
    icp_number = models.CharField(_("ICP备案号"), max_length=40, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=40, blank=True)
    site_code = models.CharField(_("网站标识码"), max_length=20, blank=True)
    error_report_url = models.URLField(_("找错链接"), blank=True)
    confirmed_items_only = models.BooleanField(_("只公开核实过的事项"), default=True)

    class Meta:
        verbose_name = _("网站信息")
        verbose_name_plural = _("网站信息")
        constraints = [models.CheckConstraint(name="one_site_identity", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.site_name
