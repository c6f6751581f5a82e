"""Notices, for staff and for everybody."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers import actions
from centers.broadcast import LONGEST, announcement
from centers.forms import NoticeForm, notice_regions
from centers.models import Center, VillageNotice
from centers.permissions import may_approve_notice, may_withdraw_notice, works_at_center
from centers.views.loading import PAGE, ask_or_do, form_page, posted, region_of_page, user_of
from config import clock
from config.errors import Refusal


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    user, at = user_of(request), clock.now()
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
    user, at = user_of(request), clock.now()
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
    return form_page(request, "centers/notice_new.html", form)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its state, the paragraph for the loudspeaker, the sheet to print."""
    user, at = user_of(request), clock.now()
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
    actions.approve_notice(notice=_notice(request, pk), by=user_of(request), at=clock.now())
    messages.success(request, _("同意了，群众看得到了"))
    return redirect("notice", pk=pk)


@require_POST
def notice_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actions.withdraw_notice(notice=_notice(request, pk), by=user_of(request), at=clock.now())
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


def _notice(request: HttpRequest, pk: int) -> VillageNotice:
    visible = VillageNotice.objects.visible_to(user_of(request)).select_related(
        "region__parent", "written_by", "approved_by"
    )
    return get_object_or_404(visible, pk=pk)
