"""The county's own terms of keeping, and the versions of what villagers are told (B54)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Keeping(models.TextChoices):
    """What is kept for a while only (domain.md C8)."""

    CONTACT_DETAILS = "contact_details", _("姓名、电话、身份证号：办结以后")
    QUERY_CODES = "query_codes", _("查询码：办结以后")
    AUDIT = "audit", _("审计记录：写下以后（不少于12个月）")


class RetentionTerm(models.Model):
    """The county's own number of months; without a row the default of `accounts.privacy.keeping` holds."""

    kind = models.CharField(_("什么"), max_length=15, choices=Keeping, unique=True)
    months = models.PositiveSmallIntegerField(_("留几个月"))

    class Meta:
        app_label = "accounts"
        ordering = ["kind"]
        verbose_name = _("保存期限")
        verbose_name_plural = _("保存期限")
        constraints = [
            models.CheckConstraint(
                name="kept_a_month_at_least",
                condition=Q(months__gte=1),
                violation_error_message=_("至少留1个月"),
            ),
            models.CheckConstraint(
                name="audit_kept_twelve_months",
                condition=~Q(kind=Keeping.AUDIT) | Q(months__gte=12),
                violation_error_message=_("审计记录至少留12个月"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.months}"


class PrivacyNotice(models.Model):
    """One version of 您的信息怎么用; published versions stay as they are, a change is a new version."""

    version = models.PositiveSmallIntegerField(_("第几版"), unique=True)
    text = models.TextField(_("内容"), help_text=_("一段一行，用大白话写"))
    since = models.DateTimeField(_("从"))

    class Meta:
        app_label = "accounts"
        ordering = ["-version"]
        verbose_name = _("个人信息告知")
        verbose_name_plural = _("个人信息告知")
        constraints = [
            models.CheckConstraint(name="notice_version_from_2", condition=Q(version__gte=2))
        ]

    def __str__(self) -> str:
        return str(_("第%(version)s版") % {"version": self.version})
