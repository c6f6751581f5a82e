"""Questions about activities and sessions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from accounts.scope import regions_visible_to
from centers.models import Center

if TYPE_CHECKING:
    from accounts.models import User
    from activities.models import Activity, ActivitySession  # noqa: F401 - named in the bases


class ActivityQuerySet(QuerySet["Activity"]):
    def visible_to(self, user: User) -> ActivityQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))

    def for_list(self) -> ActivityQuerySet:
        """What a row of the list shows, read in two queries."""
        from activities.models import ActivitySession

        ordered = ActivitySession.objects.order_by("start")
        return self.select_related(
            "center__unit__region__parent", "theme", "written_by"
        ).prefetch_related(Prefetch("sessions", ordered))


class SessionQuerySet(QuerySet["ActivitySession"]):
    def public(self, at: datetime) -> SessionQuerySet:
        """Approved, not called off, not over; as a predicate: `ActivitySession.is_public`."""
        return self.filter(cancelled=False, activity__status="approved", end__gt=at)

    def at_center(self, center: Center) -> SessionQuerySet:
        return self.filter(activity__center=center)

    def between(self, start: datetime, end: datetime) -> SessionQuerySet:
        return self.filter(start__gte=start, start__lt=end)
