"""Questions about people, units and posts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Q, QuerySet

from accounts.roles import Role
from regions.models import Region

if TYPE_CHECKING:
    from accounts.models import Post, Unit, User


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class UnitQuerySet(QuerySet["Unit"]):
    def visible_to_region(self, region: Region) -> UnitQuerySet:
        return self.filter(region__path__startswith=region.path)

    def station_of(self, village: Region) -> Unit | None:
        """The unit that answers for a village: its own station, one that serves it, else the township's centre."""
        candidates = self.filter(
            Q(region=village, kind="village_station") | Q(serves=village) | Q(region=village.parent_id, kind="township_center")
        )
        order = {"village_station": 0, "township_center": 2}
        return min(candidates, key=lambda unit: (order.get(unit.kind, 1), unit.region_id != village.pk), default=None)

    def township_center_of(self, region: Region) -> Unit | None:
        return self.filter(kind="township_center", region_id__in=region.ancestor_ids).first()

    def county_desk_of(self, region: Region) -> Unit | None:
        return self.filter(kind="county_desk", region_id__in=region.ancestor_ids).first()

    def confidential_desk_of(self, region: Region) -> Unit | None:
        return self.filter(kind="confidential_desk", region_id__in=region.ancestor_ids).first()


class PostQuerySet(QuerySet["Post"]):
    def active_on(self, day: date) -> PostQuerySet:
        return self.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gt=day))

    def station_heads(self) -> PostQuerySet:
        return self.filter(role=Role.STATION_HEAD)
