"""Figures of a region's townships or villages: one statement, rolled up by the paths of the regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from regions.models import Kind, Level, Region
from supervision.bases import Slice
from supervision.figures import counts_by, total

LEVEL_BELOW = {
    Level.PROVINCE: Level.CITY,
    Level.CITY: Level.COUNTY,
    Level.COUNTY: Level.TOWNSHIP,
    Level.TOWNSHIP: Level.VILLAGE,
    Level.SERVICE_AREA: Level.VILLAGE,
}
Counted = dict[str, int]


@dataclass(frozen=True)
class Child:
    code: str
    name: str
    counted: Counted


@dataclass(frozen=True)
class Family:
    """A region's children in its order; `rest` is what falls to none of them, `total` everything."""

    children: list[Child]
    rest: Counted
    total: Counted


def family_of(cut: Slice, keys: Iterable[str], level: str = "") -> Family:
    """The figures of everything below a region, by the places of one level."""
    keys = tuple(keys)
    level = level or LEVEL_BELOW.get(Level(cut.region.level), "")
    below = list(
        Region.objects.below(cut.region).only(
            "pk", "path", "level", "kind", "code", "short_name", "retired_on"
        )
    )
    places = {region.pk: region for region in below if region.level == level}
    groups = counts_by("region", cut, keys)
    gathered = _gathered(groups, below, places, keys)
    rest = gathered.pop(0, dict.fromkeys(keys, 0))
    children = [
        Child(place.code, place.short_name, gathered.get(pk, dict.fromkeys(keys, 0)))
        for pk, place in places.items()
        if pk in gathered or (place.retired_on is None and place.kind != Kind.ENCLAVE)
    ]
    return Family(children, rest, total(groups, keys))


def _gathered(
    groups: Mapping[Any, Counted],
    below: Iterable[Region],
    places: Mapping[int, Region],
    keys: tuple[str, ...],
) -> dict[int, Counted]:
    """The counts of regions added up to the place that each lies in; 0 where it lies in none."""
    found: dict[int, Counted] = {}
    for region in below:
        counted = groups.get(region.pk)
        if counted is None:
            continue
        place = next((pk for pk in region.ancestor_ids if pk in places), 0)
        sums = found.setdefault(place, dict.fromkeys(keys, 0))
        for key in keys:
            sums[key] += counted[key]
    return found
