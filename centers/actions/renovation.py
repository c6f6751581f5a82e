"""Renovation: the county's programmes and batches, a centre's project from its start to its end (B6-B8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Role
from centers import permissions
from centers.actions.record import allow, lock, record
from centers.models import (
    Batch,
    Center,
    Contribution,
    Milestone,
    Programme,
    Project,
    Quantity,
    QuantityKind,
    Quota,
)
from config.errors import Conflict, Refusal
from notify import actions as notify
from regions.models import Region


@transaction.atomic
def put_programme(
    *,
    region: Region,
    name: str,
    aim: str,
    starts: date,
    by: User,
    at: datetime,
    ends: date | None = None,
    programme: Programme | None = None,
) -> Programme:
    """Start a campaign of the county, or change its words and dates."""
    allow(permissions.may_plan_renovation(by, region))
    if ends and ends <= starts:
        raise Refusal(_("结束要晚于开始"), "ends")
    programme = programme or Programme(region=region)
    programme.name, programme.aim, programme.starts, programme.ends = name, aim, starts, ends
    _save(programme, {"programme_name_once": _("已经有叫这个名字的行动")})
    record("put_programme", programme, by, at, name=name, starts=starts, ends=ends)
    return programme


@transaction.atomic
def put_batch(
    *,
    programme: Programme,
    order: int,
    name: str,
    deadline: date,
    by: User,
    at: datetime,
    criteria: str = "",
    quota_min: int = 0,
    quota_max: int | None = None,
    quotas: Mapping[Region, int] | None = None,
    batch: Batch | None = None,
) -> Batch:
    """Add a batch, or change it. `quotas`: townships whose most differs from the batch's.

    Refuses a quota below the number of centres that a township already has in it.
    """
    allow(permissions.may_plan_renovation(by, programme.region))
    if quota_max is not None and quota_max < quota_min:
        raise Refusal(_("每镇最多不能比最少还少"), "quota_max")
    batch = batch or Batch(programme=programme)
    batch.order, batch.name, batch.criteria, batch.deadline = order, name, criteria, deadline
    batch.quota_min, batch.quota_max = quota_min, quota_max
    _save(batch, {"batch_order_once": _("已经有第%s批") % order})
    if quotas is not None:
        batch.quotas.all().delete()
        Quota.objects.bulk_create(
            Quota(batch=batch, township=township, most=most) for township, most in quotas.items()
        )
    _refuse_overfull(batch)
    record("put_batch", batch, by, at, name=name, deadline=deadline, quota_max=quota_max)
    return batch


def _refuse_overfull(batch: Batch) -> None:
    for township, number in Project.objects.in_batch_by_township(batch):
        most = batch.most_of(township)
        if most is not None and number > most:
            raise Refusal(
                _("%(township)s已经有%(number)s个在这一批，名额不能少于它")
                % {"township": Region.objects.get(pk=township).short_name, "number": number},
                "quota_max",
            )


@transaction.atomic
def enter_batch(
    *,
    batch: Batch,
    center: Center,
    mode: str,
    by: User,
    at: datetime,
    plan: str = "",
    budget: Decimal | None = None,
) -> Project:
    """Put a centre into a batch.

    Refused when it is in another batch that has not ended, and when its township's quota is used
    up; the database holds both, so that two who enter the last place at once cannot both succeed.
    """
    allow(permissions.may_renovate(by, center))
    lock(center)
    project = Project(
        batch=batch,
        center=center,
        mode=mode,
        plan=plan,
        budget=budget,
        entered_at=at,
        entered_by=by,
    )
    _save(
        project,
        {
            "one_active_batch_per_center": _("这个中心还在另一批里，那一批完成或者退出以后再进"),
            "center_once_per_batch": _("这个中心已经在这一批里"),
            "batch_quota_of_township": _("这个乡镇在这一批的名额已经用完"),
            "budget_not_negative": _("预算不能是负数"),
        },
    )
    record("enter_batch", center, by, at, batch=batch.name, mode=mode)
    return project


@transaction.atomic
def change_project(
    *, project: Project, mode: str, plan: str, by: User, at: datetime, budget: Decimal | None = None
) -> Project:
    """Change how it is built, what is added, and the budget, while the project runs."""
    project = _running(project, by)
    before = {"mode": project.mode, "plan": project.plan, "budget": project.budget}
    project.mode, project.plan, project.budget = mode, plan, budget
    _save(project, {"budget_not_negative": _("预算不能是负数")})
    after = {"mode": mode, "plan": plan, "budget": budget}
    record("change_project", project.center, by, at, before=before, after=after)
    return project


@transaction.atomic
def leave_batch(*, project: Project, reason: str, by: User, at: datetime) -> Project:
    """Take a centre out of its batch, with a reason; its place in the quota is free again."""
    project = _running(project, by)
    if not reason.strip():
        raise Refusal(_("请写为啥退出，几个字就行"), "reason")
    project.left_on, project.left_reason = timezone.localdate(at), reason.strip()
    project.save(update_fields=["left_on", "left_reason"])
    record("leave_batch", project.center, by, at, batch=project.batch.name, reason=reason.strip())
    return project


@transaction.atomic
def finish_project(*, project: Project, finished_on: date, by: User, at: datetime) -> Project:
    """The centre is renovated: it counts as done, in time or late by the batch's deadline."""
    project = _running(project, by)
    if finished_on > timezone.localdate(at):
        raise Refusal(_("完成的日子还没到，完成了再填"), "finished_on")
    open_steps = project.milestones.filter(done_on=None)
    if open_steps:
        raise Refusal(
            _("还有节点没办到：%s") % "、".join(step.name for step in open_steps), "finished_on"
        )
    project.finished_on = finished_on
    project.save(update_fields=["finished_on"])
    record("finish_project", project.center, by, at, batch=project.batch.name, day=finished_on)
    return project


@transaction.atomic
def put_milestone(
    *,
    project: Project,
    name: str,
    due: date,
    by: User,
    at: datetime,
    done_on: date | None = None,
    milestone: Milestone | None = None,
) -> Milestone:
    """Add a step with its date, move it, or say on which day it was reached."""
    project = _running(project, by)
    if done_on and done_on > timezone.localdate(at):
        raise Refusal(_("这一天还没到，办到了再填"), "done_on")
    milestone = milestone or Milestone(project=project)
    milestone.name, milestone.due, milestone.done_on = name, due, done_on
    _save(milestone, {"milestone_name_once": _("已经有叫这个名字的节点")})
    record("put_milestone", project.center, by, at, name=name, due=due, done_on=done_on)
    return milestone


@transaction.atomic
def set_quantity(
    *, project: Project, kind: QuantityKind, amount: int, by: User, at: datetime
) -> None:
    """What the project has brought of one kind so far; 0 takes the line away."""
    project = _of_center(project, by)
    if amount < 0:
        raise Refusal(_("数量不能是负数"), "amount")
    if amount:
        Quantity.objects.update_or_create(project=project, kind=kind, defaults={"amount": amount})
    else:
        project.quantities.filter(kind=kind).delete()
    record("set_quantity", project.center, by, at, kind=kind.name, amount=amount)


@transaction.atomic
def set_quantities(
    *, project: Project, amounts: Iterable[tuple[QuantityKind, int]], by: User, at: datetime
) -> None:
    """Several kinds at once, all or none; what stays as it was is left alone."""
    known = dict(project.quantities.values_list("kind", "amount"))
    for kind, amount in amounts:
        if known.get(kind.pk, 0) != amount:
            set_quantity(project=project, kind=kind, amount=amount, by=by, at=at)


@transaction.atomic
def add_contribution(
    *,
    project: Project,
    amount: Decimal,
    paid_by: str,
    given_on: date,
    by: User,
    at: datetime,
    unit: Unit | None = None,
    giver: str = "",
) -> Contribution:
    """Money for the project, from one county department or one other giver."""
    project = _of_center(project, by)
    if amount <= 0:
        raise Refusal(_("钱数要大于0"), "amount")
    if (unit is None) == (not giver.strip()):
        raise Refusal(_("县直单位和别的来源，写一个"), "giver")
    if unit and unit.kind != UnitKind.DEPARTMENT:
        raise Refusal(_("请选县直单位"), "unit")
    if given_on > timezone.localdate(at):
        raise Refusal(_("钱到了再填"), "given_on")
    contribution = Contribution.objects.create(
        project=project,
        unit=unit,
        giver=giver.strip(),
        paid_by=paid_by,
        amount=amount,
        given_on=given_on,
    )
    record(
        "add_contribution", project.center, by, at, amount=amount, giver=str(unit or giver.strip())
    )
    return contribution


@transaction.atomic
def remove_contribution(*, contribution: Contribution, by: User, at: datetime) -> None:
    """Take back a line that was entered by mistake; it stays in the centre's history."""
    project = _of_center(contribution.project, by)
    record(
        "remove_contribution",
        project.center,
        by,
        at,
        amount=contribution.amount,
        giver=str(contribution.unit or contribution.giver),
    )
    contribution.delete()


@transaction.atomic
def ask_opinions(*, project: Project, since: date, until: date, by: User, at: datetime) -> Project:
    """Ask the residents before it is built: the village's page says so between the two days (001-5)."""
    project = _running(project, by)
    if until < since or until < timezone.localdate(at):
        raise Refusal(_("问到哪天，要在今天以后，也不早于开始"), "until")
    project.opinions_from, project.opinions_until = since, until
    project.save(update_fields=["opinions_from", "opinions_until"])
    record("ask_opinions", project.center, by, at, since=since, until=until)
    return project


@transaction.atomic
def answer_opinions(*, project: Project, answer: str, by: User, at: datetime) -> Project:
    """Say to everybody what was taken up; the village's page shows it beside the plan."""
    project = _running(project, by)
    if not answer.strip():
        raise Refusal(_("请写怎么采纳的"), "answer")
    project.opinions_answer = answer.strip()
    project.save(update_fields=["opinions_answer"])
    record("answer_opinions", project.center, by, at, answer=answer.strip())
    return project


@transaction.atomic
def follow_projects(*, region: Region, successor: Region, on: date, at: datetime) -> list[Project]:
    """A region was merged: projects that still run there leave their batch, 并入 and the successor's name.

    Consequences: their places in the quota are free again; steps, quantities and money stay with
    them; the county desk is told which, in one message each.
    """
    running = Project.objects.active().filter(center__unit__region=region)
    found = list(
        running.select_for_update(of=("self",)).select_related("batch", "center").order_by("pk")
    )
    reason = _("并入%(name)s") % {"name": successor.short_name}
    for project in found:
        project.left_on, project.left_reason = on, reason
        project.save(update_fields=["left_on", "left_reason"])
        record("leave_batch", project.center, None, at, batch=project.batch.name, reason=reason)
    if found:
        _tell_county(region, found, reason, at)
    return found


def _tell_county(region: Region, left: list[Project], reason: str, at: datetime) -> None:
    posts = Post.objects.active_on(timezone.localdate(at)).filter(
        role=Role.COUNTY_DESK, unit__region__in=region.ancestor_ids
    )
    words = _("%(village)s%(reason)s，改造项目退出：%(batches)s") % {
        "village": region.short_name,
        "reason": reason,
        "batches": "、".join(project.batch.name for project in left),
    }
    notify.tell_all(
        people=User.objects.filter(pk__in=posts.values("user")),
        text=words,
        cause=f"project:left:{left[0].pk}:{at:%Y%m%d%H%M}",
        at=at,
        url=reverse("project", args=[left[0].pk]),
    )


def _of_center(project: Project, by: User) -> Project:
    allow(permissions.may_renovate(by, project.center))
    lock(project.center)
    return Project.objects.select_related("batch", "center__unit__region").get(pk=project.pk)


def _running(project: Project, by: User) -> Project:
    project = _of_center(project, by)
    if not project.is_active:
        raise Conflict(_("这个项目已经完成或者退出了"))
    return project


def _save(row: Programme | Batch | Project | Milestone, sentences: Mapping[str, str]) -> None:
    """What the database refuses is said in words: constraint -> sentence."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        broken = next((name for name in sentences if name in _constraint(error)), None)
        if broken is None:
            raise
        raise Refusal(sentences[broken]) from None


def _constraint(error: IntegrityError) -> str:
    details = getattr(error.__cause__, "diag", None)
    return str(getattr(details, "constraint_name", "") or error)
