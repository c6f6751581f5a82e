"""Who reads a list of work: what of a person decides which matters are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Post, UnitKind, User
from accounts.roles import Role
from accounts.scope import active_posts, house_of
from services.permissions import HEAD_ROLES, WORKING_ROLES

OVERSEEING = frozenset({UnitKind.TOWNSHIP_CENTER, UnitKind.TOWNSHIP_DESK, UnitKind.COUNTY_DESK})


@dataclass(frozen=True)
class Reader:
    """What of a person decides which matters are theirs."""

    user: int
    units: frozenset[int] = frozenset()
    # Of those the very ones that the posts name; what one's own house hands over is told apart by them.
    posted: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    villages: frozenset[int] = frozenset()
    linked: frozenset[int] = frozenset()
    county: bool = False
    # Whether units below look up to one of theirs: villages and departments have none.
    oversees: bool = False

    @classmethod
    def of(cls, user: User) -> Reader:
        posts = [post for post in active_posts(user) if post.role in WORKING_ROLES]
        return cls(
            user=user.pk,
            units=_units(posts),
            posted=frozenset(post.unit_id for post in posts),
            headed=_units([post for post in posts if post.role in HEAD_ROLES]),
            villages=frozenset(
                post.unit.region_id for post in posts if post.role == Role.STATION_HEAD
            ),
            linked=frozenset(
                post.region_id
                for post in active_posts(user)
                if post.role == Role.VILLAGE_LINK and post.region_id
            ),
            county=any(post.role == Role.COUNTY_DESK for post in posts),
            oversees=any(post.unit.kind in OVERSEEING for post in posts),
        )


def _units(posts: Iterable[Post]) -> frozenset[int]:
    """The units in which posts work: a township's centre and its desks work for each other."""
    return frozenset(unit for post in posts for unit in house_of(post))
