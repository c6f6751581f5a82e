"""The village whose page shows an item: who is phoned, how it is called, which doors are its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Unit
from centers.models import Center
from regions.models import Kind, Level, Region
from services.models import Offer, ServiceItem


@dataclass(frozen=True)
class Village:
    region: Region
    unit: Unit | None
    phone: str

    @property
    def home(self) -> str:
        """What a villager calls it: 村里, 社区; a township by its unit's own name."""
        if self.region.level != Level.VILLAGE:
            return self.unit.name if self.unit else self.region.short_name
        return _("社区") if self.region.kind == Kind.COMMUNITY else _("村里")

    def doors_for(self, item: ServiceItem) -> list[Offer]:
        """The doors of the village itself and of what stands above it, nearest first."""
        upward = self.region.ancestor_ids
        offers = item.offers.filter(unit__region__in=upward).select_related("unit")
        return sorted(offers, key=lambda offer: -upward.index(offer.unit.region_id))


def village_of(region: Region) -> Village:
    """The duty phone of the centre; where there is none, the number of the unit that answers."""
    center = Center.objects.of_region(region)
    unit = center.unit if center else Unit.objects.station_of(region)
    unit = unit or Unit.objects.county_desk_of(region)
    phone = (center.duty_phone if center else "") or (unit.phone if unit else "")
    return Village(region, unit, phone)
