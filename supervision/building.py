"""Line 7 of the county's page: walls and renovation, with what does not add up (B5, B6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from centers.reconciliation import difference
from centers.walls import STATES as WALL_STATES
from supervision.bases import Slice
from supervision.figures import rows
from supervision.links import rows_link
from supervision.tables import Number, number


@dataclass(frozen=True)
class Building:
    walls: list[Number]
    walls_missed: int
    batches: list[Number]
    batches_missed: int
    projects: list[Number]

    @property
    def numbers(self) -> list[Number]:
        """One line each, as in the file."""
        missed = [
            Number(_("围墙 差"), self.walls_missed),
            Number(_("改造 差"), self.batches_missed),
        ]
        return [*self.walls, missed[0], *self.batches, *self.projects, missed[1]]


def building_of(counted: Mapping[str, int], cut: Slice) -> Building:
    """From the figures that the page has counted already; one query more, for the batches."""
    walls = [number(f"wall_{state}", counted, cut) for state in WALL_STATES]
    found = rows("projects", cut).order_by("batch__order", "batch")
    by_batch = found.values_list("batch", "batch__name").annotate(number=Count("pk"))
    batches = [
        Number(name, entered, rows_link("projects", cut, part=pk)) for pk, name, entered in by_batch
    ]
    keys = ("projects_done", "projects_in_time", "projects_late")
    return Building(
        walls=walls,
        walls_missed=difference((one.value for one in walls), counted["wall_centers"]),
        batches=batches,
        batches_missed=difference((one.value for one in batches), counted["projects"]),
        projects=[number(key, counted, cut) for key in ("projects", *keys)],
    )
