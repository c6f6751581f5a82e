"""Questions about shifts, assignments and the duty log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.models import Unit
from accounts.scope import regions_visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from duty.models import Assignment, DutyLogEntry, Shift


class ShiftQuerySet(QuerySet["Shift"]):
    def visible_to(self, user: User) -> ShiftQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))

    def running(self, at: datetime) -> ShiftQuerySet:
        return self.filter(cancelled=False, start__lte=at, end__gt=at)


class AssignmentQuerySet(QuerySet["Assignment"]):
    def covering(self, at: datetime) -> AssignmentQuerySet:
        return self.filter(status="active", user__isnull=False, start__lte=at, end__gt=at)

    def published(self) -> AssignmentQuerySet:
        return self.filter(shift__roster__status="published", shift__cancelled=False)

    def at_unit(self, unit: Unit) -> AssignmentQuerySet:
        return self.filter(shift__center__unit=unit)

    def visible_to(self, user: User) -> AssignmentQuerySet:
        return self.filter(shift__center__unit__region__in=regions_visible_to(user))


class DutyLogQuerySet(QuerySet["DutyLogEntry"]):
    def visible_to(self, user: User) -> DutyLogQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))
