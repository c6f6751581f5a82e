"""Figures of a region's townships or villages: one statement, rolled up by the paths of the regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
READ = ("parent", "path", "kind", "code", "short_name", "retired_on")


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
    below = Region.objects.below(cut.region).only(*READ)
    places = {region.pk: region for region in below.filter(level=level)}
    if all(place.parent_id == cut.region.pk for place in places.values()):
        groups = counts_by("child", cut, keys)
        place_of = {group: group if group in places else 0 for group in groups}
    else:
        groups = counts_by("region", cut, keys)
        place_of = {region.pk: _place_of(region, places) for region in below}
    gathered: dict[int, Counted] = {}
    for group, counted in groups.items():
        sums = gathered.setdefault(place_of[group], dict.fromkeys(keys, 0))
        for key in keys:
            sums[key] += counted[key]
    rest = gathered.pop(0, dict.fromkeys(keys, 0))
    children = [
        Child(place.code, place.short_name, gathered.get(pk, dict.fromkeys(keys, 0)))
        for pk, place in places.items()
        if pk in gathered or (place.retired_on is None and place.kind != Kind.ENCLAVE)
    ]
    return Family(children, rest, total(groups, keys))


def _place_of(region: Region, places: Mapping[int, Region]) -> int:
    """The place in which a region lies; 0 where it lies in none."""
    return next((pk for pk in region.ancestor_ids if pk in places), 0)
