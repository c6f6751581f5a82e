"""What centres lack of a standard, and what to add first because most of them lack it (B4).

Counted by the database: a page names some, never all, so that a county and a province cost alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Value

from centers.models import Assessment, Center, CenterKind, Standard, StandardItem
from centers.parts import part_key, parts_of
from centers.querysets import CenterQuerySet
from regions.models import Region

# Names beside an item; the rest is one tap away.
NAMED = 8


@dataclass(frozen=True)
class Lacking:
    """One centre to which the standard applies, and what it lacks; soft items are not counted."""

    center: Center
    items: list[StandardItem]
    needed: int

    @property
    def has(self) -> int:
        return self.needed - len(self.items)


@dataclass
class ItemGap:
    """One item over many centres: how many are asked for it and have it, and where it lacks.

    `parts`: how many lack it in each part of the region, None for those in no part. `names`: the
    first few that lack it.
    """

    item: StandardItem
    centers: int = 0
    met: int = 0
    parts: list[tuple[Region | None, int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def lacking(self) -> int:
        return self.centers - self.met


def lacking_of(standard: Standard, centers: Iterable[Any]) -> list[Lacking]:
    """What each of these centres lacks, which carry `met` (`annotated_with_met`)."""
    found = []
    for center in centers:
        needed, met = standard.needed(center.kind), set(center.met)
        missing = [item for item in needed if item.pk not in met]
        found.append(Lacking(center, missing, len(needed)))
    return found


def asked(standard: Standard, centers: CenterQuerySet) -> CenterQuerySet:
    """Those to which the standard applies."""
    return centers.filter(kind__in=[kind for kind in CenterKind.values if standard.needed(kind)])


def first_to_add(
    standard: Standard, centers: CenterQuerySet, region: Region | None
) -> list[ItemGap]:
    """What most centres lack, first; an item that nobody lacks stays, with nothing behind it.

    Four queries for any number of centres, one less without a region, whose parts are counted.
    """
    parts = parts_of(region) if region else {}
    there, met = _asked_by_part(centers, region), _met_by_part(standard, centers, region)
    gaps = []
    for item in standard.items.all():
        kinds = [kind for kind in CenterKind.values if item in standard.needed(kind)]
        lack: Counter[int] = Counter()
        for (part, kind), number in there.items():
            if kind in kinds:
                lack[part if part in parts else 0] += number - met[item.pk, part, kind]
        whole = sum(number for (_part, kind), number in there.items() if kind in kinds)
        if whole:
            order = [*parts, 0]
            split = [(parts.get(part), lack[part]) for part in order if lack[part]]
            gaps.append(ItemGap(item, whole, whole - lack.total(), split))
    _name_some(standard, centers, gaps)
    return sorted(gaps, key=lambda gap: (-gap.lacking, gap.item.order))


def _asked_by_part(centers: CenterQuerySet, region: Region | None) -> dict[tuple[int, str], int]:
    rows = centers.order_by().annotate(part=_part(region, "unit__region__path"))
    counted = rows.values_list("part", "kind").annotate(number=Count("pk"))
    return {(int(part or 0), kind): number for part, kind, number in counted}


def _met_by_part(
    standard: Standard, centers: CenterQuerySet, region: Region | None
) -> Counter[tuple[int, int, str]]:
    """(item, part, kind) -> how many centres of the kind meet the item there."""
    met = Assessment.objects.current().meeting().filter(item__standard=standard, item__soft=False)
    rows = met.filter(center__in=centers.order_by()).annotate(
        part=_part(region, "center__unit__region__path")
    )
    counted = rows.order_by().values_list("item", "part", "center__kind")
    return Counter(
        {
            (item, int(part or 0), kind): number
            for item, part, kind, number in counted.annotate(number=Count("pk"))
        }
    )


def _part(region: Region | None, path: str) -> Any:
    return part_key(region, path) if region else Value("")


def _name_some(standard: Standard, centers: CenterQuerySet, gaps: list[ItemGap]) -> None:
    """The first centres that lack each item, one more than is shown; one query for all items."""
    by_item = {gap.item.pk: gap for gap in gaps if gap.lacking}
    few = [
        centers.lacking_item(standard, gap.item)
        .order_by("unit__region__code")
        .values_list(Value(pk), "unit__region__short_name")[: NAMED + 1]
        for pk, gap in by_item.items()
    ]
    if few:
        first, *rest = few
        for pk, name in first.union(*rest, all=True) if rest else first:
            by_item[pk].names.append(name)
