"""Who may plan an activity and who speaks for the branch that approves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from centers.permissions import APPROVERS, WRITERS, looks_after

if TYPE_CHECKING:
    from accounts.models import User
    from activities.models import Activity
    from centers.models import Center


def may_plan(user: User, center: Center) -> bool:
    return looks_after(user, center.region, WRITERS)


def may_approve(user: User, activity: Activity) -> bool:
    """The station head is the branch's secretary; township and county stand above (B34)."""
    return looks_after(user, activity.center.region, APPROVERS)


def may_change(user: User, activity: Activity) -> bool:
    """A draft by whoever plans; what is public already only by those who approve."""
    if activity.status == "draft":
        return may_plan(user, activity.center)
    return may_approve(user, activity)


def may_set_theme(user: User, center: Center) -> bool:
    return looks_after(user, center.region, APPROVERS)
