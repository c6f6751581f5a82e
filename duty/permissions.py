"""Who may change a roster and write in a duty log: predicates over a person's posts."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import holds
from accounts.roles import TOWNSHIP_ROLES, VILLAGE_ROLES, Role
from accounts.scope import active_posts, region_of
from centers.models import Center, CenterKind
from regions.models import Level, Region

ROSTER_ROLES = frozenset({Role.STATION_HEAD, Role.COUNTY_DESK, *TOWNSHIP_ROLES})
LOG_ROLES = VILLAGE_ROLES | TOWNSHIP_ROLES | {Role.VILLAGE_LINK}


def may_change_roster(user: User, center: Center) -> bool:
    """The station head for the own village, the township for its villages, the county desk for all."""
    return _holds_above(user, center, ROSTER_ROLES)


def may_change_township(user: User, township: Region) -> bool:
    """The township's own people and the county desk, not a village of it."""
    return any(
        post.role in TOWNSHIP_ROLES | {Role.COUNTY_DESK}
        and township.path.startswith(region_of(post).path)
        for post in active_posts(user)
    )


def township_of(user: User) -> Region | None:
    """The township for whose centres the person may set the shifts; the county desk picks one by a centre."""
    posts = (post for post in active_posts(user) if post.role in TOWNSHIP_ROLES)
    return next((region_of(post) for post in posts), None)


def township_over(user: User, center: Center) -> Region | None:
    """The township of a centre, where the person may change it as a whole."""
    region = center.unit.region
    township = region if region.level == Level.TOWNSHIP else region.parent
    if township is None or township.level != Level.TOWNSHIP:
        return None
    return township if may_change_township(user, township) else None


def may_write_log(user: User, center: Center) -> bool:
    """Whoever has a post that stands duty there, and the township's people for their villages."""
    return _holds_above(user, center, LOG_ROLES)


def may_check(user: User, center: Center) -> bool:
    """The level above phones or comes by: the township for its villages, the county desk for all (B25)."""
    if center.kind == CenterKind.TOWNSHIP:
        return _holds_above(user, center, frozenset({Role.COUNTY_DESK}))
    return _holds_above(user, center, TOWNSHIP_ROLES | {Role.COUNTY_DESK})


def sees_duty(user: User) -> bool:
    """Whether the duty pages are a person's business at all."""
    return holds(active_posts(user), *LOG_ROLES, Role.COUNTY_DESK)


def centers_led(user: User) -> QuerySet[Center]:
    """The standing centres whose rosters a person may change; as a predicate: `may_change_roster`."""
    below = Q(pk__in=[])
    for post in active_posts(user):
        if post.role in ROSTER_ROLES:
            below |= Q(unit__region__path__startswith=region_of(post).path)
    found = Center.objects.filter(below, unit__region__retired_on=None)
    return found.select_related("unit__region__parent").order_by("unit__region__code")


def own_centers(user: User) -> QuerySet[Center]:
    """The centres at which a person stands duty: those of the own units, and of the villages linked to."""
    posts = [post for post in active_posts(user) if post.role in LOG_ROLES]
    regions = {region_of(post).pk for post in posts}
    found = Center.objects.filter(
        Q(unit__in={post.unit_id for post in posts}) | Q(unit__region__in=regions)
    )
    return found.select_related("unit__region__parent").distinct().order_by("unit__region__code")


def _holds_above(user: User, center: Center, roles: frozenset[str]) -> bool:
    return any(
        post.role in roles and center.unit.region.path.startswith(region_of(post).path)
        for post in active_posts(user)
    )
