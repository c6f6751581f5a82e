"""Long work of duty that runs in a worker: the drafts of a centre, of a township (B22)."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from config.errors import Conflict, Refusal
from duty import actions
from duty.actions.places import changing_places
from duty.models import Roster
from duty.permissions import may_change_roster
from duty.telling import leaders_of, tell
from notify.actions import start_job
from notify.jobs import Outcome, Progress
from notify.models import Job
from regions.models import Region

MONTH = "duty_month"
SHIFTS = "duty_shifts"
PUBLISH = "duty_publish"
SAID = 8  # centres named in the result; the page behind it names all


def start_month(*, centers: list[Center], month: date, title: str, by: User, at: datetime) -> Job:
    """Draft the month of these centres in a worker."""
    arguments = {"centers": [center.pk for center in centers], "month": month.isoformat()}
    return start_job(kind=MONTH, owner=by, title=title, at=at, arguments=arguments)


def draft_months(job: Job, progress: Progress, at: datetime) -> Outcome:
    """Centre by centre, each in its own transaction: what was refused is named, the others are made."""
    month = date.fromisoformat(job.arguments["month"])
    centers = [
        center
        for center in Center.objects.filter(pk__in=job.arguments["centers"])
        .select_related("unit__region__parent")
        .order_by("pk")
        if may_change_roster(job.owner, center)
    ]
    progress.of(len(centers))
    made: list[Roster] = []
    refused: list[str] = []
    for center in centers:
        try:
            made.append(actions.generate_month(center=center, month=month, by=job.owner, at=at))
        except Refusal as refusal:
            if len(centers) == 1:
                raise
            refused.append(f"{center.region.short_name}：{refusal.message}")
        progress.step()
    return Outcome(_said(made, refused), _where_next(centers, month))


def start_shifts(*, township: Region, since: date, by: User, at: datetime) -> Job:
    """Move what is planned in the township's centres to its new shifts, in a worker."""
    title = _("%(place)s的班次") % {"place": township.short_name}
    arguments = {"township": township.pk, "since": since.isoformat()}
    return start_job(kind=SHIFTS, owner=by, title=title, at=at, arguments=arguments)


def follow_shifts(job: Job, progress: Progress, at: datetime) -> Outcome:
    """Centre by centre; one in which somebody would stand in two places is named and left as it is."""
    township = Region.objects.get(pk=job.arguments["township"])
    since = date.fromisoformat(job.arguments["since"])
    centers = [
        center
        for center in Center.objects.filter(unit__region__path__startswith=township.path)
        .select_related("unit__region__parent")
        .order_by("pk")
        if may_change_roster(job.owner, center)
    ]
    progress.of(len(centers))
    moved, left = 0, []
    for center in centers:
        try:
            with changing_places():
                days = actions.relay(center=center, since=since, at=at)
                if days:
                    text = _("镇里改了班次，%(days)d天的班跟着改了，请看一遍") % {"days": days}
                    cause = f"shifts:{center.pk}:{job.pk}"
                    tell(leaders_of(center, at), text, center=center, cause=cause, at=at)
            moved += days > 0
        except Conflict:
            left.append(center.region.short_name)
        progress.step()
    said = _("%(moved)d个中心的班改了。") % {"moved": moved}
    if left:
        said += _("有人会同时在两处值班，没有改的：%(named)s") % {
            "named": _("、").join(left[:SAID])
        }
    return Outcome(said, reverse("duty-township-rules", args=[township.code]))


def start_publishing(
    *, township: Region, rosters: list[Roster], month: date, reason: str, by: User, at: datetime
) -> Job:
    """Publish the months of these centres of a township in a worker."""
    title = _("公布%(place)s%(month)d月值班表") % {
        "place": township.short_name,
        "month": month.month,
    }
    arguments = {
        "township": township.pk,
        "rosters": [roster.pk for roster in rosters],
        "month": month.isoformat(),
        "reason": reason,
    }
    return start_job(kind=PUBLISH, owner=by, title=title, at=at, arguments=arguments)


def publish_months(job: Job, progress: Progress, at: datetime) -> Outcome:
    """All in one transaction; a centre that cannot be published is named with the reason."""
    rosters = list(Roster.objects.filter(pk__in=job.arguments["rosters"]))
    progress.of(len(rosters))
    answer = actions.publish_rosters(
        rosters=rosters, by=job.owner, at=at, reason=job.arguments["reason"], step=progress.step
    )
    said = _("%(done)d个中心公布了，有变动的%(told)d个人都告诉了。") % {
        "done": len(answer.done),
        "told": answer.told,
    }
    if answer.left:
        said += _("没有公布的%(count)d个：%(named)s") % {
            "count": len(answer.left),
            "named": _("；").join(
                f"{roster.center.region.short_name}：{why}" for roster, why in answer.left[:SAID]
            ),
        }
    township = Region.objects.get(pk=job.arguments["township"])
    month = date.fromisoformat(job.arguments["month"])
    url = reverse("duty-township-publish", args=[township.code]) + f"?month={month:%Y-%m}"
    return Outcome(said[:500], url)


def _said(made: list[Roster], refused: list[str]) -> str:
    said = _("%(made)d个中心的草稿排好了，%(changes)d处跟现在不一样，%(open)d个位置没人能站。") % {
        "made": len(made),
        "changes": sum(roster.stats["changes"] for roster in made),
        "open": sum(roster.stats["open"] for roster in made),
    }
    if refused:
        said += _("没有动的%(count)d个：%(named)s") % {
            "count": len(refused),
            "named": _("；").join(refused[:SAID]),
        }
    return said[:500]


def _where_next(centers: list[Center], month: date) -> str:
    if len(centers) == 1:
        place = reverse("duty-generate", args=[centers[0].region.code])
    else:
        place = reverse("duty-generate-all")
    return f"{place}?month={month:%Y-%m}"
