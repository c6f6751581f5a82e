"""A form that lay open too long: what was typed comes back, to be sent once more by a click."""

import re
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER, REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
AGAIN = "sent_again"
WRITTEN = re.compile(r"[\u4e00-\u9fff]|^[\d -]{7,}$")


class Kept(NamedTuple):
    name: str
    value: str

    @property
    def secret(self) -> bool:
        """A password is never written into a page; it is asked again."""
        return "password" in self.name

    @property
    def written(self) -> bool:
        """Words or a phone number that a person typed, worth showing before they go out."""
        return not self.secret and bool(WRITTEN.search(self.value))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer the same form again with a fresh token. Nothing is carried out here."""
    if not may_offer_again(request, reason):
        return render(
            request,
            "403.html",
            {"message": _("这一页不是从这里打开的，没有照办。请从首页进来再试。")},
            status=403,
        )
    kept = [
        Kept(name, str(value))
        for name, values in request.POST.lists()
        if name not in (TOKEN, AGAIN)
        for value in values
    ]
    context = {
        "kept": kept,
        "files": list(request.FILES),
        "action": request.get_full_path(),
        "no_cookies": AGAIN in request.POST and reason == REASON_NO_CSRF_COOKIE,
    }
    return render(request, "portal/expired_form.html", context, status=403)


def may_offer_again(request: HttpRequest, reason: str) -> bool:
    """Not for a form of somebody else's page: with a log-in the browser must vouch for ours."""
    stranger = reason.startswith(
        (REASON_BAD_ORIGIN.split("%")[0], REASON_BAD_REFERER.split("%")[0])
    )
    return not stranger and (is_public(request) or "Origin" in request.headers)


def is_public(request: HttpRequest) -> bool:
    try:
        return not getattr(resolve(request.path_info).func, "login_required", True)
    except Resolver404:
        return False
