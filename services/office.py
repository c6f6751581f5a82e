"""The county's calendar and rules, read once per action and passed around."""

from __future__ import annotations

from dataclasses import dataclass

from regions.models import Region
from regions.workdays import Workdays
from regions.workingtime import WorkingTime
from services.terms import Terms


@dataclass(frozen=True)
class Office:
    calendar: WorkingTime
    terms: Terms

    @classmethod
    def of(cls, region: Region) -> Office:
        """Two queries: the days of the county, its own clock rules."""
        return cls(WorkingTime(Workdays.for_county(region)), Terms.of_county())
