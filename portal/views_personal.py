"""您的信息怎么用, and a villager's request to see or to erase what is kept of them (B54)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.confirmation import password_again
from accounts.permissions import holds
from accounts.privacy.notice import notice_of
from accounts.privacy.persons import Person
from accounts.requests import StaffRequest
from accounts.roles import Role
from accounts.scope import active_posts
from config import clock
from config.addresses import client_address
from config.errors import Refusal
from portal.context import keeps_personal_data
from portal.persons import erase_person, export_person, find_person
from services.models import Ticket

VERSION_DIGITS = 4

_Act = Callable[[StaffRequest, "PersonForm", Person, datetime], HttpResponse]


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is done with names and phones; an earlier version by its number."""
    asked = request.GET.get("version", "")
    numbered = asked.isascii() and asked.isdigit() and len(asked) <= VERSION_DIGITS
    if asked and not numbered:
        raise Http404
    notice = notice_of(int(asked)) if asked else notice_of()
    if notice is None:
        raise Http404
    return render(request, "portal/privacy.html", {"notice": notice})


class PersonForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("本人的电话"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    number = forms.CharField(
        label=gettext_lazy("没留电话的，写一件事的编号"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("谁来要的，怎么核对的本人"),
        help_text=gettext_lazy("例如：本人带身份证到村室。会记进审计"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写谁来要的、怎么核对的本人")},
    )

    def person(self, *, reports: bool) -> Person | None:
        """Whom the form means; the refusal stands beside its field."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        try:
            return find_person(phone=said["phone"], number=said["number"], reports=reports)
        except Refusal as refusal:
            self.add_error(refusal.field, refusal.message)
            return None


def handles_requests(request: StaffRequest) -> bool:
    """The confidential desk for its own reports, the county desk and the security administrator for all else."""
    return keeps_personal_data(active_posts(request.user))


def _reports(request: StaffRequest) -> bool:
    if not handles_requests(request):
        raise PermissionDenied
    return holds(active_posts(request.user), Role.COUNTY_CONFIDENTIAL)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: StaffRequest) -> HttpResponse:
    """Look who it is; then the paper, or erasure after one more question."""
    reports = _reports(request)
    return _person(request, reports)


@password_again
def _person(request: StaffRequest, reports: bool) -> HttpResponse:
    form = PersonForm(request.POST if request.method == "POST" else None)
    found = form.person(reports=reports)
    context = {
        "form": form,
        "found": found,
        "matters": _listed(found) if found else [],
        "at": clock.now(),
    }
    return render(request, "portal/person.html", context, status=400 if form.errors else 200)


def _listed(found: Person) -> list[Ticket]:
    rows = Ticket.objects.filter(number__in=found.matters).select_related("region", "requester")
    return list(rows.order_by("-submitted_at", "-pk"))


@never_cache
@require_POST
def person_paper(request: StaffRequest) -> HttpResponse:
    """The paper for the person, as a file."""
    return _carry_out(request, _paper)


@never_cache
@require_POST
def person_erase(request: StaffRequest) -> HttpResponse:
    """Without the tick nothing is erased."""
    return _carry_out(request, _erase)


def _carry_out(request: StaffRequest, act: _Act) -> HttpResponse:
    reports = _reports(request)
    return _after_password(request, reports, act)


@password_again
def _after_password(request: StaffRequest, reports: bool, act: _Act) -> HttpResponse:
    form = PersonForm(request.POST)
    found = form.person(reports=reports)
    if found is None:
        return _person(request, reports)
    return act(request, form, found, clock.now())


def _paper(request: StaffRequest, form: PersonForm, found: Person, at: datetime) -> HttpResponse:
    paper = export_person(
        person=found,
        at=at,
        by=request.user,
        reason=form.cleaned_data["reason"],
        address=client_address(request),
    )
    answer = HttpResponse(
        json.dumps(paper, ensure_ascii=False, indent=1),
        content_type="application/json; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="person.json"'
    return answer


def _erase(request: StaffRequest, form: PersonForm, found: Person, at: datetime) -> HttpResponse:
    try:
        if "sure" not in request.POST:
            raise Refusal(_("要删，先勾“删了找不回来，我知道”"))
        erase_person(
            person=found,
            at=at,
            by=request.user,
            reason=form.cleaned_data["reason"],
            address=client_address(request),
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        context = {"form": form, "found": found, "matters": _listed(found), "at": at}
        return render(request, "portal/person.html", context, status=400)
    messages.success(request, _("删掉了。办了多少件的数不变"))
    return redirect("person")
