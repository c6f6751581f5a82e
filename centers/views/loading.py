"""What every page of a centre starts from: who asks, which centre, which form."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from centers.models import Center
from centers.permissions import may_edit_center
from regions.models import Region

PAGE = 50
ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


def region_of_page(code: str) -> tuple[Region, bool]:
    """The region that a public address names, and whether its code is the one in force; else 404."""
    try:
        return Region.objects.by_code(code)
    except Region.DoesNotExist as missing:
        raise Http404 from missing


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent: a form sent empty is still sent."""
    return request.POST if request.method == "POST" else None


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def center_of(request: HttpRequest, code: str) -> Center:
    visible = Center.objects.visible_to(user_of(request)).select_related("unit__region__parent")
    return get_object_or_404(visible, unit__region__code=code)


def editable(request: HttpRequest, code: str) -> Center:
    center = center_of(request, code)
    if not may_edit_center(user_of(request), center):
        raise PermissionDenied
    return center


def form_page(
    request: HttpRequest, template: str, form: Any, status: int = 400, **context: Any
) -> HttpResponse:
    """`status` is the answer when something is wrong."""
    shown = {"form": form, **context}
    return render(request, template, shown, status=status if form.errors else 200)
