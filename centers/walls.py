"""How many walls stand, are down or stay, over all centres of a county or township (B5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centers.models import UNSURVEYED, Center, WallState
from centers.querysets import CenterQuerySet
from centers.reconciliation import difference
from centers.townships import township_key, townships_of
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
class TownshipWalls:
    township: Region | None
    totals: WallTotals


def wall_totals(centers: CenterQuerySet) -> WallTotals:
    """Of these centres; one query."""
    counted = centers.order_by().aggregate(centers=Count("pk"), **_counts())
    return _totals(counted)


def walls_by_township(centers: CenterQuerySet, region: Region) -> list[TownshipWalls]:
    """Every township of the region with its centres' walls; what lies in none comes last. Two queries."""
    townships = townships_of(region)
    sums: dict[int, dict[str, int]] = {key: dict.fromkeys(_KEYS, 0) for key in townships}
    rows: Iterable[dict[str, Any]] = (
        centers.order_by().values("unit__region__path").annotate(centers=Count("pk"), **_counts())  # type: ignore[assignment]
    )
    for row in rows:
        key = township_key(row["unit__region__path"], townships)
        found = sums.setdefault(key, dict.fromkeys(_KEYS, 0))
        for name in _KEYS:
            found[name] += row[name]
    return [TownshipWalls(townships.get(key), _totals(found)) for key, found in sums.items()]


def _counts() -> dict[str, Count]:
    return {state: Count("pk", filter=_in_state(state)) for state in STATES}


def _in_state(state: str) -> Q:
    return Center.objects.wall_state(state)


def _totals(counted: Mapping[str, int]) -> WallTotals:
    return WallTotals({state: counted[state] for state in STATES}, counted["centers"])


_KEYS = ("centers", *STATES)
