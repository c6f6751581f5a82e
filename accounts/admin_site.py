"""The one admin site: our log-in page, and what the calendar still lacks on its front page."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from config import clock
from regions.workdays import calendar_warnings


class PortalAdminSite(AdminSite):
    site_title = _("首问后台")
    site_header = _("首问后台")
    index_title = _("设置与名册")
    enable_nav_sidebar = False

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Our log-in page counts wrong passwords; somebody without an admin post is told so there and then."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"calendar_warnings": calendar_warnings(clock.now()), **(extra_context or {})})
