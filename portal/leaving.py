"""Somebody leaves a post: the post ends today, and what was in hand goes to the successor (B32)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import end_post, give_post
from accounts.models import Post, User
from accounts.permissions import holds
from accounts.requests import StaffRequest
from accounts.roles import ADMIN_ROLES, Engagement, Role
from accounts.scope import active_posts, within, working_regions
from config import clock
from config.errors import Refusal
from services import actions as services
from services.actions.leaving import in_hand


@transaction.atomic
def leave_post(*, post: Post, successor: User, pass_on: bool, by: User, at: datetime) -> int:
    """End a post today and hand on what was in hand; answers how many matters.

    1. the successor holds and answers for the open matters (services)
    2. the post ends
    3. with `pass_on` the successor has the same post from today: a stand-in becomes the liaison
    """
    today = timezone.localdate(at)
    count = services.hand_on(post=post, successor=successor, at=at, by=by)
    end_post(post=post, on=today, at=at, actor=by)
    theirs = successor.posts.active_on(today).filter(unit=post.unit)
    if pass_on:
        for stand_in in theirs.filter(role=post.role, engagement=Engagement.STAND_IN):
            end_post(post=stand_in, on=today, at=at, actor=by)
        if not theirs.filter(role=post.role).exists():
            give_post(
                user=successor, unit=post.unit, role=post.role, region=post.region,
                engagement=post.engagement, starts=today, at=at, actor=by,
            )  # fmt: skip
    if not theirs.exists():
        raise Refusal(
            _("%(name)s在这个单位没有岗位，请勾上岗位也交给他") % {"name": successor.name},
            "pass_on",
        )
    return count


class LeaveForm(forms.Form):
    colleague = forms.ModelChoiceField(
        label=gettext_lazy("交给谁"), queryset=User.objects.none(), required=False,
        empty_label=gettext_lazy("选一个人"),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("不在里面的，写他的手机号"), required=False, max_length=20
    )
    pass_on = forms.BooleanField(label=gettext_lazy("岗位也交给他"), required=False, initial=True)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate(clock.now())
        there = Post.objects.active_on(today).filter(unit=post.unit).exclude(user=post.user)
        field: Any = self.fields["colleague"]
        field.queryset = User.objects.filter(pk__in=there.values("user"), is_active=True)
        field.label_from_instance = lambda person: person.name

    def successor(self) -> User:
        """Raises Refusal where nobody is named, or nobody has the number."""
        said = self.cleaned_data
        if said["colleague"]:
            chosen: User = said["colleague"]
            return chosen
        digits = "".join(said["phone"].split())
        found = User.objects.filter(phone=digits, is_active=True).first() if digits else None
        if found is None:
            message = _("没有这个手机号，请先在人员里加上他") if digits else _("请选交给谁")
            raise Refusal(message, "phone" if digits else "colleague")
        return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """What is in hand, to whom it goes; only who keeps the posts."""
    if not holds(active_posts(request.user), Role.SECURITY_ADMIN):
        raise PermissionDenied
    at = clock.now()
    posts = Post.objects.active_on(timezone.localdate(at)).select_related("unit__region", "user")
    reach = within(working_regions(request.user), "unit__region__")
    post = get_object_or_404(posts.filter(reach).exclude(role__in=ADMIN_ROLES), pk=pk)
    form = LeaveForm(request.POST if request.method == "POST" else None, post=post)
    if form.is_valid():
        try:
            successor = form.successor()
            count = leave_post(
                post=post, successor=successor, pass_on=form.cleaned_data["pass_on"],
                by=request.user, at=at,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            words = _("%(from)s不在这个岗位了，%(count)s件交给了%(to)s")
            said = {"from": post.user.name, "count": count, "to": successor.name}
            messages.success(request, words % said)
            return redirect("people")
    context = {"post": post, "form": form, "count": in_hand(post, at).count()}
    return render(request, "portal/leave.html", context, status=400 if form.errors else 200)
