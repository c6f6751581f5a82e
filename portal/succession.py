"""A region gets another name or code, or is merged: every app follows, in one transaction (B1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import Post, Unit
from centers import actions as centers
from centers.models import Center
from config.errors import Refusal
from duty import actions as duty
from notify import actions as notify
from regions import actions as regions
from regions.models import Level, Region
from services import actions as services

MERGEABLE = (Level.VILLAGE, Level.SERVICE_AREA, Level.TOWNSHIP)


@dataclass
class Report:
    """What was done, and what is left for a person, in sentences."""

    region: Region
    lines: list[str] = field(default_factory=list)


@transaction.atomic
def rename(*, code: str, name: str, on: date, at: datetime) -> Report:
    """Another official name; the old one is still found. Units and centres have names of their own."""
    before = region_of(code)
    region = regions.rename_region(region=before, name=name, on=on, at=at)
    _record("rename_region", region, on, at, former=before.name, name=region.name)
    lines = [_("%(old)s改名为%(new)s") % {"old": before.name, "new": region.name}]
    named = [
        *Unit.objects.filter(region=region, name__contains=before.short_name),
        *Center.objects.filter(unit__region=region, name__contains=before.short_name),
    ]
    if named:
        names = "、".join(dict.fromkeys(str(one) for one in named))
        lines.append(_("还叫旧名，请到后台改：%(names)s") % {"names": names})
    return Report(region, lines)


@transaction.atomic
def recode(*, code: str, new: str, on: date, at: datetime) -> Report:
    """Another code; the old one leads to the region for ever. A community's centre is held to a community's standards."""
    region = regions.recode_region(region=region_of(code), code=new, on=on, at=at)
    changed = centers.match_kind(region=region)
    _record("recode_region", region, on, at, former=code, code=new)
    lines = [
        _("%(name)s的代码从%(old)s改为%(new)s，旧链接照样能打开")
        % {"name": region, "old": code, "new": new}
    ]
    if changed:
        lines.append(_("中心改按%(kind)s的标准") % {"kind": region.get_kind_display()})
    return Report(region, lines)


@transaction.atomic
def merge(
    *, codes: Iterable[str], into: str, on: date, at: datetime, end_posts: bool = False
) -> Report:
    """Retire villages or townships in favour of a successor; all of it or nothing.

    1. Their codes lead to the successor, their rows and history stay (regions).
    2. The successor's unit answers for them; their posts end only when asked (accounts).
    3. Calls on their screens stand on the successor's (notify).
    4. Notices that still show are the successor's, renovation projects leave with a reason (centers), coming shifts are cancelled (duty).
    5. Open matters go on at the successor's unit; its people can read the old ones (services).
    One audit entry.
    """
    successor = region_of(into)
    merged = [region_of(code) for code in dict.fromkeys(codes)]
    for region in [*merged, successor]:
        if region.level not in MERGEABLE:
            raise Refusal(
                _("%(name)s不能用这个办法合并，只能合并村、社区和乡镇") % {"name": region}
            )
    successor = regions.merge_regions(regions=merged, into=successor, on=on, at=at)
    report = Report(successor)
    data = {}
    for region in Region.objects.filter(pk__in=[one.pk for one in merged]).order_by("pk"):
        data[region.code] = _follow(region, successor, on, at, end_posts, report)
    _record("merge_regions", successor, on, at, merged=data)
    return report


def _follow(
    region: Region, successor: Region, on: date, at: datetime, end_posts: bool, report: Report
) -> dict[str, object]:
    """Every app in the order of its number."""
    posts = accounts.follow(region=region, on=on, end_posts=end_posts)
    calls = notify.follow(region=region)
    notices = centers.follow(region=region, successor=successor, at=at)
    left = centers.follow_projects(region=region, successor=successor, on=on, at=at)
    shifts = duty.follow(region=region, at=at)
    matters = services.follow(region=region, at=at)
    counted = {
        "old": region.short_name, "new": successor.short_name, "moved": matters.moved,
        "readable": matters.readable, "notices": notices, "shifts": shifts,
    }  # fmt: skip
    report.lines.append(
        _(
            "%(old)s并入%(new)s：没办完的%(moved)s件转过来，%(readable)s件新村也看得到，"
            "通知转过来%(notices)s条，取消值班%(shifts)s班"
        )
        % counted
    )
    if left:
        batches = "、".join(project.batch.name for project in left)
        report.lines.append(
            _("%(old)s的改造项目退出，原因写的是并入%(new)s：%(batches)s")
            % {"old": region.short_name, "new": successor.short_name, "batches": batches}
        )
    if posts.ended:
        report.lines.append(_("到期的岗位：%(posts)s") % {"posts": _named(posts.ended)})
    if posts.standing:
        report.lines.append(
            _("还挂在旧单位的岗位，请给他们在新单位安排岗位，再结束旧的：%(posts)s")
            % {"posts": _named(posts.standing)}
        )
    return {
        "moved": matters.moved,
        "readable": matters.readable,
        "notices": notices,
        "projects": [project.pk for project in left],
        "calls": calls,
        "shifts": shifts,
        "ended_posts": [post.pk for post in posts.ended],
    }


def region_of(code: str) -> Region:
    """The region that carries the code today; an old code is refused, so that nobody changes the wrong one."""
    try:
        region, canonical = Region.objects.by_code(code)
    except Region.DoesNotExist as missing:
        raise Refusal(_("没有代码为%(code)s的区划") % {"code": code}) from missing
    if not canonical:
        raise Refusal(
            _("%(code)s是旧代码，现在是%(name)s，代码%(now)s")
            % {"code": code, "name": region, "now": region.code}
        )
    return region


def _named(posts: Iterable[Post]) -> str:
    return "、".join(str(post) for post in posts)


def _record(verb: str, region: Region, on: date, at: datetime, **data: object) -> None:
    accounts.record_audit(
        verb=verb, at=at, subject=f"region:{region.pk}", data={"on": on.isoformat()} | data
    )
