"""Pages of a centre for its staff, and the notices, for staff and for everybody."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.scope import regions_of
from centers import actions
from centers.broadcast import LONGEST, announcement
from centers.forms import AssessForm, CenterForm, ClosureForm, HoursForm, NoticeForm, notice_regions
from centers.models import Center, Closure, Standard, StandardItem, VillageNotice
from centers.permissions import (
    may_approve_notice,
    may_edit_center,
    may_withdraw_notice,
    works_at_center,
)
from centers.standards import SEVEN_ONES, Line, checklist, promise_in_words
from config import clock
from config.errors import Refusal
from regions.models import Level, Region

PAGE = 50
ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def center_list(request: HttpRequest) -> HttpResponse:
    """The own centre at once; whoever has several chooses."""
    if not works_at_center(_user(request)):
        raise PermissionDenied
    standard = _seven_ones()
    words = request.GET.get("q", "").strip()
    centers = Center.objects.visible_to(_user(request)).select_related("unit__region__parent")
    found = centers.matching(words)
    if standard:
        found = found.with_progress(standard)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if not words and page.paginator.count == 1:
        return redirect("center-edit", code=page[0].region.code)
    return render(
        request, "centers/choose.html", {"page": page, "words": words, "standard": standard}
    )


@require_safe
def center_edit(request: HttpRequest, code: str) -> HttpResponse:
    return _checklist_page(request, _center(request, code))


@require_POST
def center_assess(request: HttpRequest, code: str, item: int) -> HttpResponse:
    center = _editable(request, code)
    line = get_object_or_404(StandardItem, pk=item)
    form = AssessForm(request.POST, item=line)
    if form.is_valid():
        try:
            actions.assess(
                center=center, item=line, by=_user(request), at=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect(f"{reverse('center-edit', args=[code])}#item{line.pk}")
    return _checklist_page(request, center, form, line)


def _checklist_page(
    request: HttpRequest,
    center: Center,
    bad: AssessForm | None = None,
    bad_item: StandardItem | None = None,
) -> HttpResponse:
    today = timezone.localdate(clock.now())
    standard = _seven_ones()
    lines = checklist(center, standard) if standard else []
    rows = [
        {
            "line": line,
            "form": bad if bad is not None and bad_item == line.item else _form_of(line),
            "promise": _promise(line, today),
            "asks_when": line.is_gap and line.assessment and not line.assessment.promised_on,
        }
        for line in lines
    ]
    context = {
        "center": center,
        "standard": standard,
        "rows": rows,
        "met": sum(line.is_met for line in lines),
        "may_edit": may_edit_center(_user(request), center),
        "has_several": _has_several(_user(request)),
        "closures": center.closures.filter(date__gte=today).order_by("date"),
    }
    return render(
        request, "centers/checklist.html", context, status=400 if bad is not None else 200
    )


def _has_several(user: User) -> bool:
    """Whether there is a list to go back to: the townships and the county, and who works in two villages."""
    regions = set(regions_of(user))
    return len(regions) > 1 or any(region.level != Level.VILLAGE for region in regions)


def _form_of(line: Line) -> AssessForm:
    said = line.assessment
    shown = (
        {"amount": said.amount, "promised_on": said.promised_on, "evidence": said.evidence}
        if said
        else {}
    )
    return AssessForm(item=line.item, initial=shown)


def _promise(line: Line, today: Any) -> str:
    promised = line.assessment.promised_on if line.assessment else None
    return promise_in_words(promised, today) if promised and not line.is_met else ""


@ask_or_do
def center_details(request: HttpRequest, code: str) -> HttpResponse:
    center = _editable(request, code)
    form = CenterForm(posted(request), instance=center)
    if request.method == "POST" and form.is_valid():
        actions.change_center(center=center, by=_user(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("改好了，群众马上看得到"))
        return redirect("center-edit", code=code)
    return _form_page(request, "centers/details.html", form, center=center)


@ask_or_do
def center_hours(request: HttpRequest, code: str) -> HttpResponse:
    center = _editable(request, code)
    form = HoursForm(posted(request), initial=HoursForm.of(center))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_hours(center=center, spans=form.spans(), by=_user(request), at=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("开门时间改好了"))
            return redirect("center-edit", code=code)
    return _form_page(request, "centers/hours.html", form, center=center)


@ask_or_do
def center_closure(request: HttpRequest, code: str) -> HttpResponse:
    center = _editable(request, code)
    form = ClosureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_for_a_day(
                center=center,
                day=form.cleaned_data["date"],
                reason=form.cleaned_data["reason"],
                by=_user(request),
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("记下了，那天网页上会写明不开门"))
            return redirect("center-edit", code=code)
    return _form_page(request, "centers/closure.html", form, center=center)


@require_POST
def center_open_again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    closure = get_object_or_404(Closure, pk=pk, center=_editable(request, code))
    actions.open_again(closure=closure, by=_user(request), at=clock.now())
    messages.success(request, _("那天照常开门"))
    return redirect("center-edit", code=code)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    user, at = _user(request), clock.now()
    if not works_at_center(user):
        raise PermissionDenied
    found = VillageNotice.objects.visible_to(user).select_related(
        "region__parent", "written_by", "approved_by"
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "notice": notice,
            "state": notice.state(at),
            "may_approve": may_approve_notice(user, notice),
        }
        for notice in page
    ]
    return render(request, "centers/notices.html", {"page": page, "rows": rows})


@ask_or_do
def notice_new(request: HttpRequest) -> HttpResponse:
    user, at = _user(request), clock.now()
    if not works_at_center(user):
        raise PermissionDenied
    form = NoticeForm(posted(request), regions=notice_regions(user), at=at)
    if request.method == "POST" and form.is_valid():
        try:
            notice = actions.publish_notice(by=user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(
                request, _("发出去了") if notice.approved_at else _("写好了，等站长点头才给群众看")
            )
            return redirect("notice", pk=notice.pk)
    return _form_page(request, "centers/notice_new.html", form)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its state, the paragraph for the loudspeaker, the sheet to print."""
    user, at = _user(request), clock.now()
    found = _notice(request, pk)
    state = found.state(at)
    context = {
        "notice": found,
        "state": state,
        "announcement": announcement(found),
        "longest": LONGEST,
        "may_approve": state == "waiting" and may_approve_notice(user, found),
        "may_withdraw": state in ("waiting", "coming", "showing")
        and may_withdraw_notice(user, found),
    }
    return render(request, "centers/notice.html", context)


@require_POST
def notice_approve(request: HttpRequest, pk: int) -> HttpResponse:
    actions.approve_notice(notice=_notice(request, pk), by=_user(request), at=clock.now())
    messages.success(request, _("同意了，群众看得到了"))
    return redirect("notice", pk=pk)


@require_POST
def notice_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actions.withdraw_notice(notice=_notice(request, pk), by=_user(request), at=clock.now())
    messages.success(request, _("撤下来了，群众看不到了"))
    return redirect("notice", pk=pk)


@require_safe
def notice_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice on A4 paper, for the board; the code leads to the village's notices."""
    found = _notice(request, pk)
    address = request.build_absolute_uri(reverse("center-notices", args=[found.region.code]))
    return render(request, "centers/notice_sheet.html", {"notice": found, "address": address})


@login_not_required
@require_safe
def center_notices(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that shows for a village, newest first. An old code leads to the new one."""
    region, canonical = region_of_page(code)
    if not canonical:
        return redirect("center-notices", code=region.code, permanent=True)
    at = clock.now()
    found = VillageNotice.objects.showing(at).for_village(region).select_related("region")
    center = Center.objects.of_region(region)
    return render(
        request,
        "centers/public_notices.html",
        {"region": region, "center": center, "notices": found, "now": at},
    )


def region_of_page(code: str) -> tuple[Region, bool]:
    """The region that a public address names, and whether its code is the one in force; else 404."""
    try:
        return Region.objects.by_code(code)
    except Region.DoesNotExist as missing:
        raise Http404 from missing


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent: a form sent empty is still sent."""
    return request.POST if request.method == "POST" else None


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _seven_ones() -> Standard | None:
    return Standard.objects.in_force(SEVEN_ONES, timezone.localdate(clock.now()))


def _center(request: HttpRequest, code: str) -> Center:
    visible = Center.objects.visible_to(_user(request)).select_related("unit__region__parent")
    return get_object_or_404(visible, unit__region__code=code)


def _editable(request: HttpRequest, code: str) -> Center:
    center = _center(request, code)
    if not may_edit_center(_user(request), center):
        raise PermissionDenied
    return center


def _notice(request: HttpRequest, pk: int) -> VillageNotice:
    visible = VillageNotice.objects.visible_to(_user(request)).select_related(
        "region__parent", "written_by", "approved_by"
    )
    return get_object_or_404(visible, pk=pk)


def _form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=400 if form.errors else 200)
