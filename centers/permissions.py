"""Who may change a centre and who may speak to the villagers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import TOWNSHIP_ROLES, Role
from accounts.scope import active_posts, region_of

if TYPE_CHECKING:
    from accounts.models import User
    from centers.models import Center, VillageNotice
    from regions.models import Region

ABOVE_VILLAGE = TOWNSHIP_ROLES | {Role.COUNTY_DESK}
EDITORS = ABOVE_VILLAGE | {Role.STATION_HEAD, Role.AGENT}
WRITERS = EDITORS | {Role.MEMBER}
APPROVERS = ABOVE_VILLAGE | {Role.STATION_HEAD}


def looks_after(user: User, region: Region, roles: frozenset[str]) -> bool:
    """Whether one of the person's active posts has one of the roles at or above the region."""
    return any(
        post.role in roles and region.is_below(region_of(post)) for post in active_posts(user)
    )


def may_edit_center(user: User, center: Center) -> bool:
    return looks_after(user, center.region, EDITORS)


def may_plan_renovation(user: User, region: Region) -> bool:
    """Programmes, batches, quotas and demonstration centres are the county desk's."""
    return looks_after(user, region, frozenset({Role.COUNTY_DESK}))


def may_set_standards(user: User) -> bool:
    """Standards are the county desk's; a page of its own, beside the import."""
    return any(post.role == Role.COUNTY_DESK for post in active_posts(user))


def may_bring_survey(user: User) -> bool:
    """The survey of many centres comes from the township and the county; a station keeps its own by hand."""
    return any(post.role in ABOVE_VILLAGE for post in active_posts(user))


def may_renovate(user: User, center: Center) -> bool:
    """The township enters centres and keeps the projects; the county may too (B6, B8)."""
    return looks_after(user, center.region, ABOVE_VILLAGE)


def may_write_notice(user: User, region: Region) -> bool:
    return looks_after(user, region, WRITERS)


def may_approve_notice(user: User, notice: VillageNotice) -> bool:
    """The station head for the village; township and county for everything below them (B61)."""
    return looks_after(user, notice.region, APPROVERS)


def may_withdraw_notice(user: User, notice: VillageNotice) -> bool:
    """Whoever may approve it; its writer only while nobody has."""
    return may_approve_notice(user, notice) or (
        notice.approved_at is None and notice.written_by_id == user.pk
    )


def works_at_center(user: User) -> bool:
    """Whether the pages of centres, notices and activities are anything to this person."""
    return any(post.role in WRITERS for post in active_posts(user))


def surveys_walls(user: User) -> bool:
    """Whether the list of walls is anything to this person: whoever edits a centre."""
    return any(post.role in EDITORS for post in active_posts(user))


def renovates(user: User) -> bool:
    """Whether this person enters centres anywhere: townships and the county."""
    return any(post.role in ABOVE_VILLAGE for post in active_posts(user))
