"""Whose shifts a centre takes: its own, else its township's, else the county's (B22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from centers.models import Center
from duty.models import ShiftTemplate


def in_force(center: Center, templates: Iterable[ShiftTemplate], day: date) -> list[ShiftTemplate]:
    """The nearest set with a shift that is valid that day, whatever the kind of the day."""
    valid = [one for one in templates if one.is_valid(day) and _is_meant(one, center)]
    for level in (_of_center, _of_township, _of_county):
        found = [one for one in valid if level(one, center)]
        if found:
            return found
    return []


def above(center: Center, templates: Iterable[ShiftTemplate], day: date) -> list[ShiftTemplate]:
    """What the centre's own set must not fall short of."""
    return in_force(center, [one for one in templates if not _of_center(one, center)], day)


def _is_meant(template: ShiftTemplate, center: Center) -> bool:
    return not template.center_kinds or center.kind in template.center_kinds


def _of_center(template: ShiftTemplate, center: Center) -> bool:
    return template.center_id == center.pk


def _of_township(template: ShiftTemplate, center: Center) -> bool:
    return template.center_id is None and template.township_id in center.unit.region.ancestor_ids


def _of_county(template: ShiftTemplate, _center: Center) -> bool:
    return template.center_id is None and template.township_id is None
