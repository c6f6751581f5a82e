"""Questions about centres, assessments and notices."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.scope import regions_visible_to
from regions.models import Region

if TYPE_CHECKING:
    from accounts.models import User
    from centers.models import Assessment, Center, VillageNotice


class CenterQuerySet(QuerySet["Center"]):
    def visible_to(self, user: User) -> CenterQuerySet:
        return self.filter(unit__region__in=regions_visible_to(user))

    def below(self, region: Region) -> CenterQuerySet:
        return self.filter(unit__region__path__startswith=region.path)

    def of_villages(self) -> CenterQuerySet:
        return self.exclude(kind="township")


class AssessmentQuerySet(QuerySet["Assessment"]):
    def current(self) -> AssessmentQuerySet:
        return self.filter(current=True)


class VillageNoticeQuerySet(QuerySet["VillageNotice"]):
    def showing(self, at: datetime) -> VillageNoticeQuerySet:
        return self.filter(approved_at__isnull=False, withdrawn_at=None, shows_from__lte=at, shows_until__gt=at)

    def for_village(self, village: Region) -> VillageNoticeQuerySet:
        """What concerns a village: its own notices and those set above it for everybody below."""
        return self.filter(region_id__in=village.ancestor_ids)

    def visible_to(self, user: User) -> VillageNoticeQuerySet:
        return self.filter(region__in=regions_visible_to(user))
