"""Sets of shifts that ask for less than the county or the township does: named, wherever they came from (B22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from centers.models import Center, CenterKind
from duty.models import ShiftRequirement, ShiftTemplate
from duty.shift_sets import above, in_force
from duty.tightening import looser_than
from regions.models import Region


@dataclass(frozen=True)
class Looser:
    """`center` is None where it is the township's set."""

    township: Region | None
    center: Center | None
    words: str


def looser_sets(
    centers: Iterable[Center], templates: Sequence[ShiftTemplate], day: date
) -> list[Looser]:
    """Of these centres, and of their townships; what was tight enough when it was made may be no longer."""
    found: list[Looser] = []
    asked = set[tuple[int | None, str]]()
    for center in centers:
        own = in_force(center, templates, day)
        asked_above = above(center, templates, day)
        if own and own[0].center_id == center.pk:
            found += _looser(own, asked_above, center.unit.region.parent, center)
        key = center.unit.region.parent_id, center.kind
        if key not in asked and asked_above and asked_above[0].township_id is not None:
            asked.add(key)
            township = asked_above[0].township
            found += _looser(asked_above, of_county(center, templates, day), township, None)
    return found


def of_county(center: Center, templates: Iterable[ShiftTemplate], day: date) -> list[ShiftTemplate]:
    everywhere = [one for one in templates if one.center_id is None and one.township_id is None]
    return in_force(center, everywhere, day)


def looser_with(
    template: ShiftTemplate, needs: Sequence[ShiftRequirement], templates: Iterable[ShiftTemplate]
) -> str:
    """What one shift that is about to be saved would take away, in words.

    Shifts of the set above that the own set does not name yet count as taken: a set is entered
    shift by shift.
    """
    candidate = copy(template)
    candidate.pk = template.pk or 0  # relations of a row without a key cannot be asked
    candidate._prefetched_objects_cache = {"requirements": needs}  # type: ignore[attr-defined]  # noqa: SLF001 - not saved yet
    others = [one for one in templates if one.pk != template.pk]
    day = template.valid_from
    for center in _meant(template):
        if template.center_id is not None:
            asked = above(center, others, day)
        else:
            asked = of_county(center, others, day)
        same = [
            one
            for one in others
            if one.is_valid(day)
            and (one.center_id, one.township_id) == (template.center_id, template.township_id)
        ]
        own = [*same, candidate]
        named = {one.name for one in own}
        words = looser_than([*own, *(one for one in asked if one.name not in named)], asked)
        if words:
            return words
    return ""


def _meant(template: ShiftTemplate) -> list[Center]:
    """The centre, or one of each kind of the township's."""
    if template.center is not None:
        return [template.center]
    if template.township is None:
        return []
    path = template.township.path
    centers = Center.objects.filter(unit__region__path__startswith=path)
    kinds = template.center_kinds or CenterKind.values
    return [
        center
        for kind in kinds
        for center in centers.filter(kind=kind).select_related("unit__region__parent")[:1]
    ]


def _looser(
    own: Sequence[ShiftTemplate],
    asked: Sequence[ShiftTemplate],
    township: Region | None,
    center: Center | None,
) -> list[Looser]:
    words = looser_than(own, asked)
    return [Looser(township, center, words)] if words else []
