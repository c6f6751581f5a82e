"""The places one level down by which a region's numbers are shown: cities, counties, townships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import CharField, F, Func, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scope import regions_of
from regions.models import Level, Region

# Heading of the table and of its first column, by the level of the region whose parts they are.
HEADINGS: dict[str, tuple[Promise, Promise]] = {
    Level.PROVINCE: (_("各市"), _("市")),
    Level.CITY: (_("各县（市、区）"), _("县（市、区）")),
    Level.COUNTY: (_("各乡镇"), _("乡镇（街道）")),
}


def widest_region(user: User) -> Region | None:
    """The widest region that the person looks over, from the township up; None in a village."""
    above = [one for one in regions_of(user) if one.level in {*HEADINGS, Level.TOWNSHIP}]
    return min(above, key=lambda one: len(one.ancestor_ids), default=None)


def townships_of(region: Region) -> list[Region]:
    """The townships at or below a region, in the order of their codes; one query."""
    return list(Region.objects.townships().below(region).order_by("code"))


def parts_of(region: Region) -> dict[int, Region]:
    """By their key, in the order of their codes; a township stands for itself. At most one query."""
    if region.level == Level.TOWNSHIP:
        return {region.pk: region}
    found = Region.objects.current().filter(parent=region).exclude(level=Level.VILLAGE)
    return {one.pk: one for one in found.order_by("code")}


def part_key(region: Region, path: str) -> Func:
    """The key of the part that `path`, a field, leads through; counted by the database, not row by row."""
    depth = len(region.ancestor_ids) + (region.level != Level.TOWNSHIP)
    return Func(
        F(path), Value("/"), Value(depth + 1), function="split_part", output_field=CharField()
    )


def by_part(
    region: Region, rows: Iterable[Mapping[str, Any]], keys: Iterable[str]
) -> Iterator[tuple[Region | None, dict[str, int]]]:
    """Every part with its sums, those without a row too; what lies in none comes last, as None.

    `rows` carry `part`, which is `part_key`, and a number under each of the keys.
    """
    parts, keys = parts_of(region), tuple(keys)
    sums: dict[int, dict[str, int]] = {key: dict.fromkeys(keys, 0) for key in parts}
    for row in rows:
        key = int(row["part"] or 0)
        found = sums.setdefault(key if key in parts else 0, dict.fromkeys(keys, 0))
        for name in keys:
            found[name] += row[name]
    return ((parts.get(key), found) for key, found in sums.items())
