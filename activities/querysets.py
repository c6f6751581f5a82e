"""Questions about activities and sessions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.scope import regions_visible_to
from centers.models import Center

if TYPE_CHECKING:
    from accounts.models import User


class ActivityQuerySet(QuerySet["Activity"]):
    def visible_to(self, user: User) -> ActivityQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))


class SessionQuerySet(QuerySet["ActivitySession"]):
    def public(self, at: datetime) -> SessionQuerySet:
        return self.filter(cancelled=False, activity__status="approved", end__gt=at)

    def at_center(self, center: Center) -> SessionQuerySet:
        return self.filter(activity__center=center)
