"""Line 7 of the county's page: walls and renovation, with what does not add up (B5, B6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from centers.models import Batch
from centers.reconciliation import difference
from centers.walls import STATES as WALL_STATES
from supervision.bases import Slice
from supervision.figures import counts_by
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
    """From the figures that the page has counted already; two queries more, for the batches."""
    walls = [number(f"wall_{state}", counted, cut) for state in WALL_STATES]
    by_batch = counts_by("part", cut, ["projects"])
    batches = [
        Number(name, by_batch[pk]["projects"], rows_link("projects", cut, part=pk))
        for pk, name in Batch.objects.filter(pk__in=by_batch).values_list("pk", "name")
    ]
    keys = ("projects_done", "projects_in_time", "projects_late")
    return Building(
        walls=walls,
        walls_missed=difference((one.value for one in walls), counted["wall_centers"]),
        batches=batches,
        batches_missed=difference((one.value for one in batches), counted["projects"]),
        projects=[number(key, counted, cut) for key in ("projects", *keys)],
    )
