"""What a generation found, in words: places that nobody can take and why, weeks that are short."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duty.generation import Findings, Problem, Reason, Unfillable
from duty.models import DutyCategory
from duty.month_problem import MonthProblem
from regions.wording import day

REASONS = {
    Reason.CATEGORY: gettext_lazy("类别不对"),
    Reason.MAY_NOT_LEAD: gettext_lazy("不能带班"),
    Reason.EXEMPT: gettext_lazy("不参加值班"),
    Reason.NOT_YET: gettext_lazy("还没来"),
    Reason.LEFT: gettext_lazy("已经走了"),
    Reason.AWAY: gettext_lazy("请假"),
    Reason.NO_NIGHTS: gettext_lazy("眼下不排夜班"),
    Reason.ELSEWHERE: gettext_lazy("在别处值班"),
    Reason.SAME_DAY: gettext_lazy("当天已有班"),
    Reason.REST: gettext_lazy("歇不够"),
    Reason.WEEK: gettext_lazy("7天里班满了"),
    Reason.NIGHTS: gettext_lazy("连着的夜班满了"),
}


def hole_words(month: MonthProblem, hole: Unfillable) -> str:
    """12月28日（星期一）白班缺其他人员：张三请假，李四7天里班满了"""
    where = _place_words(month, hole.post)
    if not hole.against:
        return _("%(where)s：没有这一类的人") % {"where": where}
    against = [
        _("%(name)s%(reason)s")
        % {"name": month.members[one.person].user.name, "reason": REASONS[one.reason]}
        for one in hole.against
    ]
    return _("%(where)s：%(against)s") % {"where": where, "against": _("，").join(against)}


def finding_words(month: MonthProblem, found: Findings) -> list[str]:
    """Before generating: one sentence per place or week that cannot be filled."""
    lines = [hole_words(month, hole) for hole in found.unfillable]
    lines += [
        _("%(where)s：这个班要的人比能来的多") % {"where": _place_words(month, post)}
        for post in found.crowded
    ]
    lines += [
        _("从%(day)s起7天，%(kind)s要站%(places)d班，最多站得了%(possible)d班")
        % {
            "day": day(short.first),
            "kind": kind_words(short.categories),
            "places": short.places,
            "possible": short.possible,
        }
        for short in found.shortages
    ]
    return lines


def kind_words(categories: Iterable[str]) -> str:
    names = [str(DutyCategory(name).label) for name in sorted(categories)]
    return _("、").join(names) if names else _("值班人员")


def spread(problem: Problem, plan: list[int | None]) -> list[list[float]]:
    """For each person what the plan gives: points, nights, days off, statutory days."""
    totals = [[0.0, 0.0, 0.0, 0.0] for _person in problem.people]
    for post, person in enumerate(plan):
        if person is not None:
            for measure, worth in enumerate(problem.posts[post].worth):
                totals[person][measure] += worth
    return totals


def _place_words(month: MonthProblem, post: int) -> str:
    row = month.rows[post]
    return _("%(day)s%(shift)s缺%(kind)s") % {
        "day": day(row.shift.duty_date),
        "shift": row.shift.template,
        "kind": kind_words(month.problem.posts[post].categories),
    }
