"""How many walls stand, are down or stay, over all centres of a county or township (B5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centers.models import UNSURVEYED, Center, WallState
from centers.parts import by_part, part_key
from centers.querysets import CenterQuerySet
from centers.reconciliation import difference
from regions.models import Region

# Every state a centre's wall may be in, in the order of the county's page.
STATES: dict[str, Promise | str] = {
    WallState.STANDING: WallState.STANDING.label,
    WallState.REMOVED: WallState.REMOVED.label,
    WallState.CULTURE: WallState.CULTURE.label,
    WallState.KEPT: WallState.KEPT.label,
    WallState.NONE: WallState.NONE.label,
    UNSURVEYED: _("还没看"),
}


@dataclass(frozen=True)
class WallTotals:
    """Centres by the state of their wall, and how many there are; the sum is not taken on trust."""

    parts: Mapping[str, int]
    centers: int

    @property
    def difference(self) -> int:
        return difference(self.parts.values(), self.centers)


@dataclass(frozen=True)
class PartWalls:
    """`part` None: centres that lie in none of today's parts."""

    part: Region | None
    totals: WallTotals


def wall_totals(centers: CenterQuerySet) -> WallTotals:
    """Of these centres; one query."""
    counted = centers.order_by().aggregate(centers=Count("pk"), **_counts())
    return _totals(counted)


def walls_by_part(centers: CenterQuerySet, region: Region) -> list[PartWalls]:
    """Every part of the region with its centres' walls; what lies in none comes last. Two queries."""
    rows = (
        centers.order_by()
        .annotate(part=part_key(region, "unit__region__path"))
        .values("part")
        .annotate(centers=Count("pk"), **_counts())
    )
    return [PartWalls(part, _totals(found)) for part, found in by_part(region, rows, _KEYS)]


def _counts() -> dict[str, Count]:
    return {state: Count("pk", filter=_in_state(state)) for state in STATES}


def _in_state(state: str) -> Q:
    return Center.objects.wall_state(state)


def _totals(counted: Mapping[str, int]) -> WallTotals:
    return WallTotals({state: counted[state] for state in STATES}, counted["centers"])


_KEYS = ("centers", *STATES)
