"""What a person sees: the tokens that their active posts give (DESIGN: audience)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils import timezone

from accounts.roles import SCOPED_BY_REGION, SCOPED_BY_UNIT, SEES_OF_UNIT
from config import clock
from regions.models import Region
from regions.querysets import RegionQuerySet

if TYPE_CHECKING:
    from accounts.models import Post, User
    from accounts.querysets import UnitQuerySet


def active_posts(user: Any) -> list[Post]:
    """The posts a person holds today, read once per user object: a request has one."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    posts = getattr(user, "_active_posts", None)
    if posts is None:
        today = timezone.localdate(clock.now())
        desks = _desks().filter(superior=OuterRef("unit"), superior__kind="township_center")
        posts = list(
            user.posts.active_on(today)
            .select_related("unit", "unit__region", "unit__superior", "region")
            .annotate(desks=ArraySubquery(desks.values("pk")))
        )
        user._active_posts = posts  # noqa: SLF001 - kept on the object that a request has once
    return cast("list[Post]", posts)


def region_of(post: Post) -> Region:
    """The region a post looks after: the linked village, else the unit's own."""
    return post.region or post.unit.region


def tokens(user: User) -> list[str]:
    """The audience tokens of a person: their own, their regions', their units'; none without a post."""
    posts = active_posts(user)
    found = {f"p:{user.pk}"} if posts else set()
    for post in posts:
        if post.role in SCOPED_BY_REGION:
            found.add(f"r:{region_of(post).pk}")
        found |= {f"u:{unit}" for unit in units_of(post)}
    return sorted(found)


def units_of(post: Post) -> set[int]:
    """The units whose matters are the post's too: its own, and the centre that its desk belongs to."""
    if post.role not in SEES_OF_UNIT:
        return set()
    unit = post.unit
    if unit.kind == "township_desk" and unit.superior_id:
        return {unit.pk, unit.superior_id}
    return {unit.pk}


def house_of(post: Post) -> set[int]:
    """The units that work as one with the post's: a township's centre and each of its desks.

    Two desks of a centre are no house of each other's. As a query: `people.on_post`.
    """
    unit = post.unit
    if unit.kind == "township_desk" and unit.superior_id:
        return {unit.pk, unit.superior_id}
    if unit.kind != "township_center":
        return {unit.pk}
    # read with the active posts of a request
    desks = getattr(post, "desks", None)
    if desks is None:
        desks = _desks().filter(superior=unit).values_list("pk", flat=True)
    return {unit.pk, *desks}


def _desks() -> UnitQuerySet:
    from accounts.models import Unit  # which imports this file

    return Unit.objects.filter(kind="township_desk").order_by()


def regions_of(user: User) -> list[Region]:
    """The regions whose records (centres, rosters, notices) a person sees."""
    return [region_of(post) for post in active_posts(user) if post.role in SCOPED_BY_REGION]


def working_regions(user: User) -> list[Region]:
    """Where units and colleagues below are a person's business too; a department looks after nobody."""
    return [region_of(post) for post in active_posts(user) if post.role not in SCOPED_BY_UNIT]


def within(regions: Iterable[Region], prefix: str = "") -> Q:
    """At or below one of the regions; `prefix` leads to the region, as in `unit__region__`."""
    found = Q(pk__in=[])
    for region in regions:
        found |= Q(**{f"{prefix}path__startswith": region.path})
    return found


def regions_visible_to(user: User) -> RegionQuerySet:
    """Every region at or below one of the person's own."""
    return Region.objects.filter(within(regions_of(user)))
