"""A centre's renovation from its entry into a batch to its end (B6, B7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, User
from accounts.roles import Role
from centers import permissions
from centers.actions.record import allow, lock, record, save_or_say
from centers.models import Batch, BuildMode, Center, Milestone, Project
from config.errors import Conflict, Refusal
from notify import actions as notify
from regions.models import Region


@transaction.atomic
def enter_batch(
    *,
    batch: Batch,
    center: Center,
    mode: str,
    by: User,
    at: datetime,
    sites: Sequence[str] = (),
    host: str = "",
    plan: str = "",
    budget: Decimal | None = None,
) -> Project:
    """Put a centre into a batch. `sites` of a scattered project, `host` of an embedded one.

    Refused when it is in another batch that has not ended, and when its township's quota is used
    up; the database holds both, so that two who enter the last place at once cannot both succeed.
    """
    allow(permissions.may_renovate(by, center))
    lock(center)
    project = Project(batch=batch, center=center, entered_at=at, entered_by=by)
    project.plan, project.budget = plan, budget
    _build(project, mode, sites, host)
    save_or_say(
        project,
        {
            "one_active_batch_per_center": _("这个中心还在另一批里，那一批完成或者退出以后再进"),
            "center_once_per_batch": _("这个中心已经在这一批里"),
            "batch_quota_of_township": _("这个乡镇在这一批的名额已经用完"),
            "budget_not_negative": _("预算不能是负数"),
        },
    )
    record("enter_batch", center, by, at, batch=batch.name, after=_said(project))
    return project


@transaction.atomic
def change_project(
    *,
    project: Project,
    mode: str,
    plan: str,
    by: User,
    at: datetime,
    sites: Sequence[str] = (),
    host: str = "",
    budget: Decimal | None = None,
) -> Project:
    """Change how and where it is built, what is added, and the budget, while the project runs."""
    project = running(project, by)
    before = _said(project)
    project.plan, project.budget = plan, budget
    _build(project, mode, sites, host)
    save_or_say(project, {"budget_not_negative": _("预算不能是负数")})
    record("change_project", project.center, by, at, before=before, after=_said(project))
    return project


def _build(project: Project, mode: str, sites: Sequence[str], host: str) -> None:
    """How it is built; what belongs to another mode is left out (B7)."""
    places = list(dict.fromkeys(site.strip() for site in sites if site.strip()))
    if mode == BuildMode.SCATTERED and len(places) == 1:
        raise Refusal(_("分布式至少两处；只有一处的选集聚式，还没定就空着"), "sites")
    if mode == BuildMode.EMBEDDED and not host.strip():
        raise Refusal(_("请写嵌在哪儿，例如：村小学一楼"), "host")
    project.mode = mode
    project.sites = places if mode == BuildMode.SCATTERED else []
    project.host = host.strip() if mode == BuildMode.EMBEDDED else ""


def _said(project: Project) -> dict[str, object]:
    return {name: getattr(project, name) for name in ("mode", "sites", "host", "plan", "budget")}


@transaction.atomic
def leave_batch(*, project: Project, reason: str, by: User, at: datetime) -> Project:
    """Take a centre out of its batch, with a reason; its place in the quota is free again."""
    project = running(project, by)
    if not reason.strip():
        raise Refusal(_("请写为啥退出，几个字就行"), "reason")
    project.left_on, project.left_reason = timezone.localdate(at), reason.strip()
    project.save(update_fields=["left_on", "left_reason"])
    record("leave_batch", project.center, by, at, batch=project.batch.name, reason=reason.strip())
    return project


@transaction.atomic
def finish_project(*, project: Project, finished_on: date, by: User, at: datetime) -> Project:
    """The centre is renovated: it counts as done, in time or late by the batch's deadline."""
    project = running(project, by)
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
    project = running(project, by)
    if done_on and done_on > timezone.localdate(at):
        raise Refusal(_("这一天还没到，办到了再填"), "done_on")
    milestone = milestone or Milestone(project=project)
    milestone.name, milestone.due, milestone.done_on = name, due, done_on
    save_or_say(milestone, {"milestone_name_once": _("已经有叫这个名字的节点")})
    record("put_milestone", project.center, by, at, name=name, due=due, done_on=done_on)
    return milestone


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


def of_center(project: Project, by: User) -> Project:
    """The project, its centre locked, for whoever may renovate there."""
    allow(permissions.may_renovate(by, project.center))
    lock(project.center)
    return Project.objects.select_related("batch", "center__unit__region").get(pk=project.pk)


def running(project: Project, by: User) -> Project:
    """The same while it runs; one that ended is a conflict."""
    project = of_center(project, by)
    if not project.is_active:
        raise Conflict(_("这个项目已经完成或者退出了"))
    return project
