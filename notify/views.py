"""The inbox, the visible outbox and the calls to make."""

from __future__ import annotations

from typing import cast

from django.contrib import messages as page_messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from config import clock
from config.errors import Conflict
from notify import actions
from notify.models import Alert, Message, PhoneTask
from notify.permissions import may_see_outbox

PAGE = 30


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    inbox = Message.objects.inbox(user)
    context = {
        "page": _page(request, inbox),
        "unread": inbox.unread().count(),
        "calls": PhoneTask.objects.open().visible_to(user).count(),
        "troubled": Message.objects.outbox_visible_to(user).troubled().count(),
        "now": clock.now(),
    }
    return render(request, "notify/messages.html", context)


@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(request)
    message = get_object_or_404(Message.objects.inbox(user), pk=pk)
    actions.mark_read(user=user, messages=Message.objects.filter(pk=pk), at=clock.now())
    here = url_has_allowed_host_and_scheme(message.url, allowed_hosts=None)
    return redirect(message.url if message.url and here else "messages")


@require_POST
def read_all_messages(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    actions.mark_read(user=user, messages=Message.objects.inbox(user), at=clock.now())
    return redirect("messages")


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    if not may_see_outbox(user):
        raise PermissionDenied
    troubled = (
        Message.objects.outbox_visible_to(user)
        .troubled()
        .select_related("recipient", "webhook__unit")
    )
    context = {
        "page": _page(request, troubled),
        "failing": Alert.objects.due(clock.now()).failing()[:PAGE],
    }
    return render(request, "notify/outbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def resend_message(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks once more, because the message may arrive twice; POST does it."""
    user = _user(request)
    if not may_see_outbox(user):
        raise PermissionDenied
    message = get_object_or_404(Message.objects.outbox_visible_to(user), pk=pk)
    if request.method != "POST":
        return render(request, "notify/resend_message.html", {"message": message})
    actions.resend(message=message, by=user, at=clock.now())
    page_messages.success(request, _("已经排上队，半分钟内再发一次"))
    return redirect("outbox")


@require_safe
def phone_tasks(request: HttpRequest) -> HttpResponse:
    """The calls to make, as a page of its own and as a fragment of the work list."""
    tasks = (
        PhoneTask.objects.open()
        .visible_to(_user(request))
        .select_related("callee", "unit")
        .order_by("created_at", "pk")
    )
    template = (
        "notify/phone_task_list.html"
        if request.headers.get("HX-Request")
        else "notify/phone_tasks.html"
    )
    return render(request, template, {"phone_tasks": tasks[:PAGE], "now": clock.now()})


@require_POST
def finish_phone_task(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(request)
    task = get_object_or_404(PhoneTask.objects.visible_to(user), pk=pk)
    try:
        actions.finish_phone_task(task=task, by=user, at=clock.now())
    except Conflict as conflict:
        page_messages.info(request, conflict.message)
    else:
        page_messages.success(request, _("记下了：电话打过了"))
    return redirect("desk" if request.POST.get("back") == "desk" else "phone-tasks")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _page(request: HttpRequest, rows: QuerySet[Message]) -> Page[Message]:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))
