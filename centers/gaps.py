"""What centres lack of a standard, and what to add first because most of them lack it (B4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from centers.models import Center, Standard, StandardItem
from centers.querysets import CenterQuerySet
from regions.models import Region


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
    """One item over many centres: how many are asked for it, and which lack it."""

    item: StandardItem
    centers: int = 0
    lacking: list[Center] = field(default_factory=list)

    @property
    def met(self) -> int:
        return self.centers - len(self.lacking)

    @property
    def townships(self) -> list[tuple[Region | None, list[Center]]]:
        """Those that lack it, township by township."""
        found: dict[Region | None, list[Center]] = {}
        for center in self.lacking:
            found.setdefault(center.region.parent, []).append(center)
        return list(found.items())


def lacking(standard: Standard, centers: CenterQuerySet) -> list[Lacking]:
    """Every centre that is asked anything, in the order of the regions; one query beside the standard's."""
    rows = centers.select_related("unit__region__parent").order_by("unit__region__code")
    found = []
    for center in rows.annotated_with_met(standard):
        needed = standard.needed(center.kind)
        if needed:
            met = set(center.met)
            found.append(
                Lacking(center, [item for item in needed if item.pk not in met], len(needed))
            )
    return found


def first_to_add(standard: Standard, found: list[Lacking]) -> list[ItemGap]:
    """What most centres lack, first; an item that nobody lacks stays, with nothing behind it."""
    gaps = {item.pk: ItemGap(item) for item in standard.items.all() if not item.soft}
    for line in found:
        missing = {item.pk for item in line.items}
        for item in standard.needed(line.center.kind):
            gaps[item.pk].centers += 1
            if item.pk in missing:
                gaps[item.pk].lacking.append(line.center)
    asked = [gap for gap in gaps.values() if gap.centers]
    return sorted(asked, key=lambda gap: (-len(gap.lacking), gap.item.order))
