"""Questions about people, units and posts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.roles import VILLAGE_ROLES, Role
from accounts.scope import active_posts, region_of, within, working_regions
from regions.models import Region

if TYPE_CHECKING:
    from accounts.models import (
        Post,  # noqa: F401 - named in a string below
        Unit,
        User,
    )


# The kinds of units that belong to one village or township.
REGIONAL = ("village_station", "township_center", "township_desk")


class UserQuerySet(QuerySet["User"]):
    def called(self, name_or_phone: str) -> User | None:
        """The account somebody means at the log-in: by phone number first, else by user name."""
        typed = name_or_phone.strip()
        if not typed or "\0" in typed:
            return None
        found: list[User] = list(self.filter(Q(phone=typed) | Q(username=typed)))
        return min(found, key=lambda user: user.phone != typed, default=None)

    def with_post_in(self, units: UnitQuerySet, day: date) -> UserQuerySet:
        return self.filter(Exists(_held_on(day).filter(unit__in=units)), is_active=True)

    def managed_by(self, user: User, day: date) -> UserQuerySet:
        """Whose passwords a person looks after; for one person: `may_reset_password`."""
        mine = Q(pk__in=[])
        for post in active_posts(user):
            here = within([region_of(post)], "unit__region__")
            if post.role == Role.SECURITY_ADMIN:
                mine |= Q(~Exists(_held_on(day).exclude(here)))
            elif post.role in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD):
                here &= Q(role__in=VILLAGE_ROLES)
                mine |= Q(Exists(_held_on(day)), ~Exists(_held_on(day).exclude(here)))
        return self.filter(mine, is_active=True).exclude(pk=user.pk)

    def below(self, regions: list[Region]) -> UserQuerySet:
        """Those who hold or held a post there, and those who never held one anywhere."""
        return self.filter(Q(posts=None) | within(regions, "posts__unit__region__")).distinct()

    def matching(self, words: str) -> UserQuerySet:
        """By name, phone, unit or region; several words narrow down."""
        found = self
        for word in words.split():
            places = Q(posts__unit__name__contains=word) | Q(
                posts__unit__region__short_name__contains=word
            )
            found = found.filter(Q(name__contains=word) | Q(phone=word) | Q(username=word) | places)
        return found.distinct()


def _held_on(day: date) -> PostQuerySet:
    """The posts of the person in the outer query that day."""
    from accounts import models  # which import this file

    return models.Post.objects.active_on(day).filter(user=OuterRef("pk"))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # a base made at run time
    def create_user(
        self, username: str, name: str, password: str | None = None, **fields: Any
    ) -> User:
        user = self.model(username=username, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class UnitQuerySet(QuerySet["Unit"]):
    def visible_to_region(self, region: Region) -> UnitQuerySet:
        return self.filter(region__path__startswith=region.path)

    def visible_to(self, user: User) -> UnitQuerySet:
        """The units a person works with: below the own regions and up the line, never a village beside.

        The confidential desk is nobody's address but its own, a closed unit nobody's any more.
        """
        posts = active_posts(user)
        upward = {key for post in posts for key in region_of(post).ancestor_ids}
        own = Q(pk__in=[post.unit_id for post in posts])
        return self.filter(
            own | within(working_regions(user), "region__") | Q(region__in=upward)
        ).exclude(~own, Q(kind="confidential_desk") | Q(region__successor__isnull=False))

    def matching(self, words: str) -> UnitQuerySet:
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__contains=word)
                | Q(region__short_name__contains=word)
                | Q(region__initials__startswith=word.lower())
                | Q(region__code=word)
            )
        return found

    def station_of(self, village: Region) -> Unit | None:
        """The unit that answers for a village: its own station, one that serves it, else the township's centre."""
        candidates: list[Unit] = list(
            self.filter(
                Q(region=village, kind="village_station")
                | Q(serves=village)
                | Q(region=village.parent_id, kind="township_center")
            )
        )
        order = {"village_station": 0, "township_center": 2}
        return min(
            candidates,
            key=lambda unit: (order.get(unit.kind, 1), unit.region_id != village.pk),
            default=None,
        )

    def answering_for(self, region: Region) -> Unit | None:
        """The unit that answers for a region today: of a merged one, its successor's."""
        place = region.lineage[-1]
        if place.level == "village":
            return self.station_of(place)
        return self.filter(kind="township_center", region=place).first()

    def heir_of(self, unit: Unit) -> Unit:
        """The unit itself, or the one that answers for what its region was merged into."""
        if unit.region.successor_id is None or unit.kind not in REGIONAL:
            return unit
        return self.answering_for(unit.region) or unit

    def regional(self, region: Region) -> UnitQuerySet:
        """The offices that a village or township has for itself; they close when it is merged."""
        return self.filter(region=region, kind__in=REGIONAL)

    def township_center_of(self, region: Region) -> Unit | None:
        return self.filter(kind="township_center", region_id__in=region.ancestor_ids).first()

    def county_desk_of(self, region: Region) -> Unit | None:
        return self.filter(kind="county_desk", region_id__in=region.ancestor_ids).first()

    def confidential_desk_of(self, region: Region) -> Unit | None:
        return self.filter(kind="confidential_desk", region_id__in=region.ancestor_ids).first()


class PostQuerySet(QuerySet["Post"]):
    def active_on(self, day: date) -> PostQuerySet:
        return self.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gt=day))

    def overlapping(self, starts: date, ends: date | None) -> PostQuerySet:
        """Held on some day from `starts` until before `ends`."""
        begun = self.filter(starts__lt=ends) if ends else self
        return begun.filter(Q(ends=None) | Q(ends__gt=starts))

    def station_heads(self) -> PostQuerySet:
        return self.filter(role=Role.STATION_HEAD)
