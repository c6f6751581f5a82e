"""Who looks over what: the county its whole, a township its own villages (B47)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.roles import TOWNSHIP_ROLES, Role
from accounts.scope import active_posts, region_of
from regions.models import Level, Region

if TYPE_CHECKING:
    from accounts.models import User

OVERSEERS = TOWNSHIP_ROLES | {Role.COUNTY_DESK, Role.COUNTY_INSPECTOR}


def regions_overseen(user: Any) -> list[Region]:
    """The regions whose figures a person reads, the widest first."""
    found = {
        region_of(post).pk: region_of(post) for post in active_posts(user) if post.role in OVERSEERS
    }
    return sorted(found.values(), key=lambda region: (len(region.ancestor_ids), region.code))


def unit_of(user: Any) -> str:
    """The office in whose name a person prints."""
    posts = [post for post in active_posts(user) if post.role in OVERSEERS]
    widest = min(posts, key=lambda post: len(region_of(post).ancestor_ids), default=None)
    return widest.unit.name if widest else ""


def region_overseen(user: User, code: str = "") -> Region | None:
    """The own region, or the one behind the code where it lies within; None outside."""
    own = regions_overseen(user)
    if not code:
        return own[0] if own else None
    try:
        asked = Region.objects.by_code(code).region
    except Region.DoesNotExist:
        return None
    return asked if any(asked.is_below(region) for region in own) else None


def sees_confidential_line(region: Region) -> bool:
    """How many reports on cadres are open is a number for the county and nobody below."""
    return region.level == Level.COUNTY
