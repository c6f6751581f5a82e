"""The centre's first page: what it is, what it has of 七个一; and the list to choose from."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.scope import regions_of
from centers import actions
from centers.filing import file_steps
from centers.forms import AssessForm
from centers.models import Center, Standard, StandardItem
from centers.permissions import (
    may_bring_survey,
    may_edit_center,
    may_set_standards,
    surveys_walls,
    works_at_center,
)
from centers.standards import SEVEN_ONES, Line, checklist, promise_in_words
from centers.views.loading import PAGE, center_of, editable, user_of
from config import clock
from config.errors import Refusal
from regions.models import Level


@require_safe
def center_list(request: HttpRequest) -> HttpResponse:
    """The own centre at once; whoever has several chooses."""
    if not works_at_center(user_of(request)):
        raise PermissionDenied
    standard = _seven_ones()
    words = request.GET.get("q", "").strip()
    centers = Center.objects.visible_to(user_of(request)).select_related("unit__region__parent")
    found = centers.matching(words)
    if standard:
        found = found.with_progress(standard)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if not words and page.paginator.count == 1:
        return redirect("center-edit", code=page[0].region.code)
    return render(
        request,
        "centers/choose.html",
        {
            "page": page,
            "words": words,
            "standard": standard,
            "surveys_walls": surveys_walls(user_of(request)),
            "brings_survey": may_bring_survey(user_of(request)),
            "sets_standards": may_set_standards(user_of(request)),
        },
    )


@require_safe
def center_edit(request: HttpRequest, code: str) -> HttpResponse:
    return _checklist_page(request, center_of(request, code))


@require_POST
def center_assess(request: HttpRequest, code: str, item: int) -> HttpResponse:
    center = editable(request, code)
    line = get_object_or_404(StandardItem.objects.select_related("standard"), pk=item)
    form = AssessForm(request.POST, item=line)
    if form.is_valid():
        try:
            actions.assess(
                center=center, item=line, by=user_of(request), at=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect(f"{reverse('center-edit', args=[code])}{_which(line)}#item{line.pk}")
    return _checklist_page(request, center, form, line)


def _checklist_page(
    request: HttpRequest,
    center: Center,
    bad: AssessForm | None = None,
    bad_item: StandardItem | None = None,
) -> HttpResponse:
    today = timezone.localdate(clock.now())
    in_force = sorted(Standard.objects.each_in_force(today), key=lambda one: one.code != SEVEN_ONES)
    standards = [one for one in in_force if one.items_for(center.kind)]
    wanted = bad_item.standard.code if bad_item else request.GET.get("standard", SEVEN_ONES)
    standard = next((one for one in standards if one.code == wanted), None) or next(
        (one for one in standards if one.code == SEVEN_ONES), None
    )
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
    may_edit = may_edit_center(user_of(request), center)
    steps = file_steps(center) if may_edit else []
    context = {
        "center": center,
        "steps": steps,
        "unfilled": sum(step.is_open for step in steps),
        "standard": standard,
        "standards": standards,
        "rows": rows,
        "met": sum(line.is_met for line in lines),
        "may_edit": may_edit,
        "has_several": _has_several(user_of(request)),
        "closures": center.closures.filter(date__gte=today).order_by("date"),
    }
    return render(
        request, "centers/checklist.html", context, status=400 if bad is not None else 200
    )


def _which(item: StandardItem) -> str:
    """七个一 is the page's own; another standard is asked for by its code."""
    code = item.standard.code
    return "" if code == SEVEN_ONES else f"?standard={code}"


def _has_several(user: User) -> bool:
    """Whether there is a list to go back to: the townships and the county, and who works in two villages."""
    regions = set(regions_of(user))
    return len(regions) > 1 or any(region.level != Level.VILLAGE for region in regions)


def _form_of(line: Line) -> AssessForm:
    said = line.assessment
    shown = (
        {
            "amount": said.amount,
            "promised_on": said.promised_on,
            "checked_on": said.checked_on,
            "evidence": said.evidence,
        }
        if said
        else {}
    )
    return AssessForm(item=line.item, initial=shown)


def _promise(line: Line, today: Any) -> str:
    promised = line.assessment.promised_on if line.assessment else None
    return promise_in_words(promised, today) if promised and not line.is_met else ""


def _seven_ones() -> Standard | None:
    return Standard.objects.in_force(SEVEN_ONES, timezone.localdate(clock.now()))
