"""登记一件事: for which villages a person may record, who can have been asked, and what it may be the same as."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.fields import blind_index
from accounts.models import Post, User
from accounts.roles import TOWNSHIP_ROLES, Role
from accounts.scope import active_posts, region_of, within
from regions.models import Level, Region
from regions.querysets import RegionQuerySet
from services.choices import Channel
from services.models import ServiceItem, Ticket
from services.permissions import DESK_ROLES
from services.phones import LANDLINE, MOBILE, tidy_phone

SAME_SINCE = timedelta(days=30)
KNOWN_SINCE = timedelta(days=90)
COMPARED = 200
FEW = 3
# Of the shorter text's pairs of characters, so many must stand in the other one too.
LIKE_ENOUGH = 0.4


def entry_posts(user: User) -> list[Post]:
    """The posts that record matters."""
    return [
        post
        for post in active_posts(user)
        if post.role in DESK_ROLES or post.role == Role.COUNTY_CONFIDENTIAL
    ]


def entry_regions(posts: Iterable[Post]) -> RegionQuerySet:
    """Where a matter may come from: the own villages, for a township and the county everything below."""
    regions = [region_of(post) for post in posts]
    served = [post.unit_id for post in posts if post.unit.kind == "village_station"]
    found = Region.objects.filter(within(regions)) | Region.objects.filter(served_by__in=served)
    return (
        found.filter(level__in=[Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY], retired_on=None)
        .exclude(kind="enclave")
        .select_related("parent")
        .distinct()
        .order_by("path", "sort_key")
    )


def usual_region(posts: list[Post]) -> Region | None:
    """The village of the first post; whoever has a whole township says which."""
    villages = [post for post in posts if region_of(post).level == Level.VILLAGE]
    return region_of((villages or posts)[0]) if posts else None


def may_have_been_asked(user: User, posts: list[Post], at: datetime) -> list[User]:
    """谁先接的: oneself first, then the colleagues; for a township also the people of its villages."""
    units = {post.unit_id for post in posts}
    above = {post.unit_id for post in posts if post.role in TOWNSHIP_ROLES}
    today = timezone.localdate(at)
    held = Post.objects.active_on(today)
    theirs = held.filter(unit__in=units) | held.filter(unit__superior__in=above)
    people = User.objects.filter(pk__in=theirs.values("user"), is_active=True)
    return [user, *people.exclude(pk=user.pk).order_by("name")]


def usual_channel(posts: list[Post]) -> str:
    """How matters mostly reach somebody on such a post."""
    roles = {post.role for post in posts}
    if roles == {Role.REPRESENTATIVE}:
        return Channel.REPRESENTATIVE
    if roles == {Role.CIRCLE_MEMBER}:
        return Channel.CIRCLE
    return Channel.VISIT if roles == {Role.VILLAGE_LINK} else Channel.HOTLINE


def earlier_of(user: User, phone: str, at: datetime) -> list[Ticket]:
    """What the same phone number brought lately, inside the person's scope."""
    digits = tidy_phone(phone)
    if not (MOBILE.match(digits) or LANDLINE.match(digits)):
        return []
    theirs = (
        Ticket.objects.visible_to(user)
        .filter(
            requester__phone_index=blind_index(digits, "phone"), submitted_at__gte=at - KNOWN_SINCE
        )
        .exclude(confidential=True)
    )
    return list(
        theirs.for_list().prefetch_related("holdings__unit").order_by("-submitted_at")[:FEW]
    )


def alike(
    user: User, region: Region, text: str, item: ServiceItem | None, at: datetime
) -> list[Ticket]:
    """像是同一件: open, of the same village and the last 30 days, about the same item or in the same words."""
    if len(pairs(text)) < FEW and item is None:
        return []
    lately = (
        Ticket.objects.visible_to(user)
        .open()
        .filter(region=region, submitted_at__gte=at - SAME_SINCE, confidential=False)
        .for_list()
        .prefetch_related("holdings__unit")
        .order_by("-submitted_at")[:COMPARED]
    )
    names = names_of_items()
    asked = items_meant(text, item.pk if item else None, names)
    same = [
        ticket
        for ticket in lately
        if likeness(text, ticket.text) >= LIKE_ENOUGH
        or asked & items_meant(ticket.text, ticket.item_id, names)
    ]
    return sorted(same, key=lambda ticket: -likeness(text, ticket.text))[:FEW]


def names_of_items() -> dict[int, list[str]]:
    """What villagers call each item: 路灯 灯不亮 灯坏了."""
    spoken = ServiceItem.objects.in_use().values_list("pk", "also_called")
    return {pk: [name for name in called.split() if len(name) > 1] for pk, called in spoken}


def items_meant(text: str, item: int | None, names: dict[int, list[str]]) -> set[int]:
    """The item that was chosen, and those whose everyday name stands in the words."""
    meant = {pk for pk, called in names.items() if any(name in text for name in called)}
    return meant | ({item} if item else set())


def likeness(one: str, other: str) -> float:
    """Share of the shorter text's neighbouring characters that stand in the other one."""
    here, there = pairs(one), pairs(other)
    return len(here & there) / min(len(here), len(there)) if here and there else 0.0


def pairs(text: str) -> set[str]:
    plain = "".join(character for character in text if character.isalnum())
    return {plain[start : start + 2] for start in range(len(plain) - 1)}
