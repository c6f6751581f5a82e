"""Logging in and out, one's own password, and the passwords of the people one looks after."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import change_password, open_lock, record_audit, set_password_slip
from accounts.confirmation import remember_confirmed
from accounts.context import identity
from accounts.forms import LogInForm, PasswordAgainForm, PasswordForm
from accounts.homes import home_of
from accounts.kept_forms import drop, kept_form
from accounts.middleware import OWN_DEVICE, touch
from accounts.models import Post, User
from accounts.permissions import holds, may_manage_people
from accounts.querysets import UserQuerySet
from accounts.requests import StaffRequest
from accounts.roles import Role
from accounts.scope import active_posts
from config import clock
from config.addresses import client_address

PEOPLE_A_PAGE = 50
# Words or a phone number that a person typed, worth showing before they go out.
WRITTEN = re.compile(r"[\u4e00-\u9fff]|^[\d -]{7,}$")


class LogIn(LoginView):
    """By phone number or user name; django-axes counts the failures (accounts.lockout)."""

    template_name = "accounts/login.html"
    authentication_form = LogInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Django puts a `site` of its own here, which would hide the county's."""
        return super().get_context_data(**kwargs) | {"site": identity()}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        at = clock.now()
        own_device = form.cleaned_data["own_device"]
        self.request.session[OWN_DEVICE] = own_device
        self.request.session.set_expiry(
            None if own_device else 0
        )  # a borrowed browser forgets when it closes
        touch(self.request, at)
        record_audit(
            verb="log_in", actor=form.get_user(), at=at, address=client_address(self.request)
        )
        return response

    def get_success_url(self) -> str:
        """First to what was typed before the session ended, if this person typed it."""
        if kept_form(self.request, clock.now()) is not None:
            return reverse("kept-form")
        return super().get_success_url()

    def get_default_redirect_url(self) -> str:
        return home_of(self.request.user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kept_form_page(request: StaffRequest) -> HttpResponse:
    """What was sent after the idle time, to be sent once more by a click; POST throws it away."""
    kept = kept_form(request, clock.now())
    if request.method == "POST" or kept is None:
        drop(request.session)
        return redirect(home_of(request.user))
    written = [value for name, value in kept.fields if WRITTEN.search(value)]
    return render(request, "accounts/kept_form.html", {"kept": kept, "written": written})


@never_cache
@sensitive_post_parameters()
def password(request: StaffRequest) -> HttpResponse:
    """Change the own password: the other sessions end, this one goes on."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_password(
            user=request.user,
            password=form.cleaned_data["new_password1"],
            at=clock.now(),
            address=client_address(request),
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, _("密码改好了。别处登录的都已退出。"))
        return redirect(home_of(request.user))
    return render(
        request, "accounts/password.html", {"form": form}, status=400 if form.errors else 200
    )


@never_cache
@sensitive_post_parameters()
def confirm(request: StaffRequest) -> HttpResponse:
    """The password once more, before personal data are shown in full or leave the portal."""
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if (
            authenticate(
                request, username=request.user.username, password=form.cleaned_data["password"]
            )
            == request.user
        ):
            remember_confirmed(request, clock.now())
            return redirect(_next_page(request))
        form.add_error("password", _("密码不对"))
    return render(
        request,
        "accounts/confirm.html",
        {"form": form, "next": _next_page(request)},
        status=400 if form.errors else 200,
    )


def _next_page(request: StaffRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else home_of(request.user)


def people(request: StaffRequest) -> HttpResponse:
    """The people whose passwords one looks after, with their posts."""
    words = request.GET.get("q", "")
    found = _managed_by(request).matching(words).order_by("name", "pk")
    today = timezone.localdate(clock.now())
    posts = Post.objects.active_on(today).select_related("unit", "region")
    page = Paginator(
        found.prefetch_related(Prefetch("posts", posts, to_attr="posts_today")), PEOPLE_A_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "may_end_posts": holds(active_posts(request.user), Role.SECURITY_ADMIN),
    }
    return render(request, "accounts/people.html", context)


@never_cache
@require_POST
def reset_password(request: StaffRequest, pk: int) -> HttpResponse:
    """The slip itself is the answer: it is shown this once and kept nowhere."""
    person = get_object_or_404(_managed_by(request), pk=pk)
    slip = set_password_slip(
        user=person, actor=request.user, at=clock.now(), address=client_address(request)
    )
    return render(
        request,
        "accounts/slip.html",
        {
            "person": person,
            "login_name": person.phone or person.username,
            "password": slip,
            "login_url": request.build_absolute_uri(reverse("login")),
        },
    )


@require_POST
def unlock(request: StaffRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(_managed_by(request), pk=pk)
    open_lock(user=person, actor=request.user, at=clock.now(), address=client_address(request))
    messages.success(request, _("%(name)s 可以马上再登录了。") % {"name": person.name})
    return redirect("people")


def _managed_by(request: StaffRequest) -> UserQuerySet:
    if not may_manage_people(request.user):
        raise PermissionDenied
    return User.objects.managed_by(request.user, timezone.localdate(clock.now()))
