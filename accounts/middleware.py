"""What a session may still do: it ends when nobody touches it, and a first password is changed first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts import kept_forms
from accounts.roles import SHORT_IDLE_ROLES
from accounts.scope import active_posts
from config import clock, problems
from config.pages import is_api

SHORT_IDLE = timedelta(minutes=30)
CONFIRMED_IDLE = timedelta(hours=12)
BORROWED_IDLE = timedelta(hours=2)
TOUCH_EVERY = timedelta(minutes=1)

OWN_DEVICE = "own_device"
TOUCHED_AT = "touched_at"

Next = Callable[[HttpRequest], HttpResponse]


def idle_limit(request: HttpRequest) -> timedelta:
    """How long a session may lie untouched.

    30 minutes for county and admin posts, whatever else the person is; 12 hours for village
    and township posts on a device they called their own; 2 hours on any other device, long
    enough for a morning at the counter of the centre's shared computer.
    """
    if any(post.role in SHORT_IDLE_ROLES for post in active_posts(request.user)):
        return SHORT_IDLE
    return CONFIRMED_IDLE if request.session.get(OWN_DEVICE) else BORROWED_IDLE


def touch(request: HttpRequest, at: datetime) -> None:
    """Remember that the session was used; written at most once a minute."""
    last = request.session.get(TOUCHED_AT)
    if last is None or at - datetime.fromisoformat(last) >= TOUCH_EVERY:
        request.session[TOUCHED_AT] = at.isoformat()


class IdleTimeout:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            at = clock.now()
            last = request.session.get(TOUCHED_AT)
            if last is not None and at - datetime.fromisoformat(last) > idle_limit(request):
                return self.end(request, at)
            touch(request, at)
        return self.get_response(request)

    def end(self, request: HttpRequest, at: datetime) -> HttpResponse:
        """Log out; a public page is shown all the same, any other asks to log in again, and keeps the words."""
        sends = request.method == "POST" and not is_api(request) and not is_public(request)
        sealed = kept_forms.seal_form(request, at) if sends else ""
        logout(request)
        if is_api(request):
            return problems.plain(401, _("太久没有动，请重新登录。"))
        if sends:
            if sealed:
                kept_forms.keep(request.session, sealed)
                messages.info(
                    request, _("太久没有动，请再登录一次。写的字都还在，登录后再点一次就行。")
                )
            else:
                messages.info(request, _("太久没有动，为了安全请再登录一次，然后重新交一次。"))
            return redirect_to_login(page_before(request))
        response = self.get_response(request)
        if response.headers.get("Location", "").startswith(reverse("login")):
            messages.info(request, _("太久没有动，为了安全请再登录一次。"))
        return response


def is_public(request: HttpRequest) -> bool:
    try:
        return not getattr(resolve(request.path_info).func, "login_required", True)
    except Resolver404:
        return False


def page_before(request: HttpRequest) -> str:
    """The page whose form was sent, where somebody can start again after logging in."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        referer, {request.get_host()}, require_https=request.is_secure()
    )
    return urlsplit(referer).path if ours else reverse("login")


class FirstPassword:
    """Somebody with a password from a slip can do nothing before choosing an own one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password and not self.is_way_out(request):
            if is_api(request):
                return problems.plain(403, _("请先在网页上换掉纸条上的密码。"))
            return redirect("password")
        return self.get_response(request)

    def is_way_out(self, request: HttpRequest) -> bool:
        return request.path in (reverse("password"), reverse("logout"))
