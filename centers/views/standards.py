"""The county's standards: every version, and the draft of the next one (B3)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from centers import actions
from centers.forms_standards import ItemForm, StandardForm
from centers.models import Standard, StandardItem
from centers.permissions import may_set_standards
from centers.views.loading import ask_or_do, posted, user_of
from config import clock
from config.errors import Conflict, Refusal


@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """Every version, newest first, with how many answers stand on it."""
    _keeper(request)
    rows = Standard.objects.annotate(
        lines=Count("items", distinct=True),
        answers=Count("items__assessments", filter=Q(items__assessments__current=True)),
    )
    return render(request, "centers/standards.html", {"standards": rows})


@require_safe
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    _keeper(request)
    row = get_object_or_404(Standard, pk=pk)
    items = row.items.select_related("function")
    return render(request, "centers/standard.html", {"standard": row, "items": items})


@require_POST
def standard_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy this version as the next one; a draft that lies there already is opened."""
    user = _keeper(request)
    row = get_object_or_404(Standard, pk=pk)
    draft = actions.draft_version(standard=row, by=user, at=clock.now())
    messages.success(request, _("照着做了新的一版，启用以前谁也看不到"))
    return redirect("standard", pk=draft.pk)


@ask_or_do
def standard_change(request: HttpRequest, pk: int) -> HttpResponse:
    user, row = _keeper(request), get_object_or_404(Standard, pk=pk)
    form = StandardForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        actions.change_draft(standard=row, by=user, at=clock.now(), **form.cleaned_data)
        return redirect("standard", pk=pk)
    return _form(request, row, form, _("名称和依据"))


@ask_or_do
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Standard, pk=pk)
    last = row.items.order_by("-order").values_list("order", flat=True).first() or 0
    form = ItemForm(posted(request), initial={"order": last + 1})
    return _put(request, row, form, _("加一条"))


@ask_or_do
def item(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(StandardItem.objects.select_related("standard"), pk=pk)
    form = ItemForm(posted(request), instance=line)
    return _put(request, line.standard, form, line.name, line)


@require_POST
def item_remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = _keeper(request)
    line = get_object_or_404(StandardItem.objects.select_related("standard"), pk=pk)
    actions.remove_item(item=line, by=user, at=clock.now())
    return redirect("standard", pk=line.standard_id)


@require_POST
def standard_in_force(request: HttpRequest, pk: int) -> HttpResponse:
    user, row = _keeper(request), get_object_or_404(Standard, pk=pk)
    try:
        carried = actions.put_in_force(standard=row, by=user, at=clock.now())
    except Conflict:
        raise
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(
            request,
            _("从今天起用这一版。没变的条目，填过的%s处接着算，旧版的记录原样留着") % carried,
        )
    return redirect("standard", pk=pk)


@require_POST
def standard_drop(request: HttpRequest, pk: int) -> HttpResponse:
    user, row = _keeper(request), get_object_or_404(Standard, pk=pk)
    actions.drop_draft(standard=row, by=user, at=clock.now())
    messages.success(request, _("草稿丢掉了，正在用的那一版没有动"))
    return redirect("standards")


def _put(
    request: HttpRequest,
    row: Standard,
    form: ItemForm,
    heading: str,
    line: StandardItem | None = None,
) -> HttpResponse:
    user = _keeper(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_item(
                standard=row, item=line, about=form.cleaned_data, by=user, at=clock.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect("standard", pk=row.pk)
    return _form(request, row, form, heading, line)


def _form(
    request: HttpRequest,
    row: Standard,
    form: BaseForm,
    heading: str,
    line: StandardItem | None = None,
) -> HttpResponse:
    context = {"standard": row, "form": form, "heading": heading, "line": line}
    status = 400 if form.errors else 200
    return render(request, "centers/standard_form.html", context, status=status)


def _keeper(request: HttpRequest) -> User:
    user = user_of(request)
    if not may_set_standards(user):
        raise PermissionDenied
    return user
