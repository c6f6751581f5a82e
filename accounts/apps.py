from typing import Any, cast

from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

# django-axes says these in English only; its own migrations do not see the change.
FAILED_LOG_INS = _("登录失败")
FAILED_LOG_IN = {
    "attempt_time": _("什么时候"),
    "username": _("用谁的名字"),
    "ip_address": _("从哪个地址"),
    "user_agent": _("用什么浏览器"),
    "failures_since_start": _("错了几次"),
    "path_info": _("在哪个页面"),
}


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = "人员与岗位"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        axes = apps.get_app_config("axes")
        attempts = axes.get_model("AccessAttempt")._meta
        axes.verbose_name = attempts.verbose_name = attempts.verbose_name_plural = FAILED_LOG_INS
        for name, words in FAILED_LOG_IN.items():
            cast("Field[Any, Any]", attempts.get_field(name)).verbose_name = words


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin behind the portal's own log-in page."""

    default = False
    default_site = "accounts.admin_site.PortalAdminSite"
