"""One centre's renovation from its start to its end, each step a small form of its own (B6-B8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers import actions
from centers.forms_renovation import (
    AnswerForm,
    FinishForm,
    LeaveForm,
    MoneyForm,
    OpinionsForm,
    PlanForm,
    QuantitiesForm,
    StepForm,
)
from centers.models import Batch, Contribution, Milestone, Project, QuantityKind
from centers.permissions import may_renovate, works_at_center
from centers.querysets import ProjectQuerySet
from centers.renovation import STATES, yuan
from centers.views.forming import form_act
from centers.views.loading import PAGE, ask_or_do, posted, user_of
from centers.views.narrowing import key_of, narrowed_region, query_link
from centers.workbook import workbook_response
from config import clock
from regions.models import Region

RELATED = ("batch__programme", "center__unit__region__parent")
LISTED = STATES.keys() | {"standing", "done"}
LIGHTS = {
    "late": "overdue",
    "running": "ok",
    "in_time": "ok",
    "done_late": "soon",
    "left": "paused",
}


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Projects in reach, narrowed down by batch, region, state, what they brought and who paid."""
    today = timezone.localdate(clock.now())
    found, words = _asked(request, today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(project, today) for project in page],
        "words": words,
        "states": [
            (label, query_link(request, "projects", state=name), request.GET.get("state") == name)
            for name, label in _state_words().items()
        ],
        "xlsx": query_link(request, "projects-xlsx"),
    }
    return render(request, "centers/renovation/projects.html", context)


@require_safe
def projects_xlsx(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    found, words = _asked(request, today)
    kinds = list(QuantityKind.objects.all())
    headers = [_("代码"), _("乡镇（街道）"), _("村（社区）"), _("批次"), _("建法"), _("在哪儿"), _("哪天前完成"),
               _("情况"), _("哪天完成"), _("哪天退出"), _("为啥退出"), _("要添啥、改啥"), _("预算（元）"),
               *(f"{kind.name}（{kind.unit_word}）" for kind in kinds), _("到位资金（元）")]  # fmt: skip
    rows = [
        _cells(project, kinds, today)
        for project in found.prefetch_related("quantities", "contributions")
    ]
    title = " ".join([_("改造项目"), *words])
    return workbook_response("projects", title, headers, rows)


def project_context(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Everything about one project that this app knows; the page is portal's, which adds the opinions."""
    today = timezone.localdate(clock.now())
    project = _project(request, pk)
    contributions = list(project.contributions.select_related("unit"))
    return {
        "project": project,
        "state": STATES[project.state(today)],
        "light": LIGHTS[project.state(today)],
        "steps": [
            (step, project.is_active and step.is_late(today)) for step in project.milestones.all()
        ],
        "quantities": project.quantities.select_related("kind"),
        "budget": yuan(project.budget),
        "contributions": [(one, yuan(one.amount)) for one in contributions],
        "given": yuan(sum((one.amount for one in contributions), Decimal(0))),
        "asking": project.is_asking(today),
        "may_renovate": may_renovate(user_of(request), project.center),
    }


@ask_or_do
def project_change(request: HttpRequest, pk: int) -> HttpResponse:
    project = _renovated(request, pk)
    return _act(
        request, project, PlanForm(posted(request), initial=PlanForm.of(project)),
        actions.change_project, _("改计划"),
    )  # fmt: skip


@ask_or_do
def step_new(request: HttpRequest, pk: int) -> HttpResponse:
    project = _renovated(request, pk)
    return _act(request, project, StepForm(posted(request)), actions.put_milestone, _("添一个节点"))


@ask_or_do
def step_edit(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    project = _renovated(request, pk)
    milestone = get_object_or_404(Milestone, pk=step, project=project)
    today = timezone.localdate(clock.now()) if "done" in request.GET else None
    shown = {"name": milestone.name, "due": milestone.due, "done_on": milestone.done_on or today}
    form = StepForm(posted(request), initial=shown)
    return _act(request, project, form, actions.put_milestone, milestone.name, milestone=milestone)


@ask_or_do
def quantities(request: HttpRequest, pk: int) -> HttpResponse:
    """What the project has brought so far, all kinds on one form."""
    project = _renovated(request, pk)
    form = QuantitiesForm(
        posted(request), initial=QuantitiesForm.of(project), kinds=QuantityKind.objects.all()
    )
    return form_act(
        request, form,
        lambda _data: actions.set_quantities(
            project=project, amounts=form.amounts(), by=user_of(request), at=clock.now()
        ),
        title=_("数量"), back=_to(project), done=_("记下了"),
    )  # fmt: skip


@ask_or_do
def money_new(request: HttpRequest, pk: int) -> HttpResponse:
    project = _renovated(request, pk)
    today = timezone.localdate(clock.now())
    form = MoneyForm(posted(request), county=project.batch.programme.region, today=today)
    return _act(request, project, form, actions.add_contribution, _("添一笔钱"))


@require_POST
def money_remove(request: HttpRequest, pk: int, money: int) -> HttpResponse:
    project = _renovated(request, pk)
    row = get_object_or_404(Contribution, pk=money, project=project)
    actions.remove_contribution(contribution=row, by=user_of(request), at=clock.now())
    return redirect("project", pk=pk)


@ask_or_do
def opinions_ask(request: HttpRequest, pk: int) -> HttpResponse:
    project = _renovated(request, pk)
    shown = {"since": project.opinions_from, "until": project.opinions_until}
    form = OpinionsForm(posted(request), initial=shown)
    return _act(request, project, form, actions.ask_opinions, _("问大家意见"))


@ask_or_do
def opinions_answer(request: HttpRequest, pk: int) -> HttpResponse:
    project = _renovated(request, pk)
    form = AnswerForm(posted(request), initial={"answer": project.opinions_answer})
    return _act(request, project, form, actions.answer_opinions, _("怎么采纳的"))


@ask_or_do
def project_finish(request: HttpRequest, pk: int) -> HttpResponse:
    project = _renovated(request, pk)
    form = FinishForm(posted(request), initial={"finished_on": timezone.localdate(clock.now())})
    return _act(request, project, form, actions.finish_project, _("完成"))


@ask_or_do
def project_leave(request: HttpRequest, pk: int) -> HttpResponse:
    project = _renovated(request, pk)
    return _act(request, project, LeaveForm(posted(request)), actions.leave_batch, _("退出这一批"))


def _act(
    request: HttpRequest, project: Project, form: Any, action: Any, title: Any, **more: Any
) -> HttpResponse:
    """An action on a project whose form has the action's own fields."""

    def do(data: dict[str, Any]) -> None:
        action(project=project, by=user_of(request), at=clock.now(), **data, **more)

    return form_act(request, form, do, title=title, back=_to(project), done=_("记下了"))


def _to(project: Project) -> tuple[str, str]:
    return project.center.region.short_name, reverse("project", args=[project.pk])


def _project(request: HttpRequest, pk: int) -> Project:
    user = user_of(request)
    if not works_at_center(user):
        raise PermissionDenied
    visible = Project.objects.visible_to(user).select_related("batch__programme__region", *RELATED)
    return get_object_or_404(visible, pk=pk)


def _renovated(request: HttpRequest, pk: int) -> Project:
    project = _project(request, pk)
    if not may_renovate(user_of(request), project.center):
        raise PermissionDenied
    return project


def _asked(request: HttpRequest, today: date) -> tuple[ProjectQuerySet, list[str]]:
    """The projects that the address asks for, and its narrowing in words."""
    user = user_of(request)
    if not works_at_center(user):
        raise PermissionDenied
    found, words = Project.objects.visible_to(user).select_related(*RELATED), []
    region: Region | None = narrowed_region(request)
    if region is not None:
        found, words = found.below(region), [region.short_name]
    if (batch := key_of(request, "batch")) is not None:
        found = found.filter(batch=batch)
        words.append(_named(Batch.objects.visible_to(user), batch))
    if (state := request.GET.get("state", "")) in LISTED:
        found = found.in_state(state, today)
        words.append(str(_state_words()[state]))
    if (kind := key_of(request, "kind")) is not None:
        found = found.filter(quantities__kind=kind)
        words.append(_named(QuantityKind.objects.all(), kind))
    if (unit := key_of(request, "unit")) is not None:
        found = found.filter(contributions__unit=unit).distinct()
        given = Contribution.objects.filter(unit=unit, project__in=found.order_by())
        words.append(str(given.values_list("unit__name", flat=True).first() or ""))
    if giver := request.GET.get("giver", "").replace("\0", ""):
        found = found.filter(contributions__giver=giver, contributions__unit=None).distinct()
        words.append(giver)
    return found.order_by("batch__deadline", "center__unit__region__code", "pk"), words


def _named(rows: Any, pk: int) -> str:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return str(row)


def _state_words() -> dict[str, Any]:
    return {"standing": _("进批次的"), "done": _("完成的"), **STATES}


def _row(project: Project, today: date) -> dict[str, Any]:
    state = project.state(today)
    return {"project": project, "state": STATES[state], "light": LIGHTS[state]}


def _cells(project: Project, kinds: list[QuantityKind], today: date) -> list[Any]:
    region = project.center.region
    brought = {row.kind_id: row.amount for row in project.quantities.all()}
    given = sum(one.amount for one in project.contributions.all())
    return [
        region.code, region.parent.short_name if region.parent else "", region.short_name,
        project.batch.name, project.get_mode_display(), "；".join(project.places),
        str(project.batch.deadline),
        str(STATES[project.state(today)]), str(project.finished_on or ""), str(project.left_on or ""),
        project.left_reason, project.plan, "" if project.budget is None else float(project.budget),
        *(brought.get(kind.pk, 0) for kind in kinds), float(given),
    ]  # fmt: skip
