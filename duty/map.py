"""A plain map of centres, drawn by the server: points where a centre has entered one, nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import cos, radians

from centers.models import Center

WIDTH, MARGIN = 1000, 40


@dataclass(frozen=True)
class Dot:
    center: Center
    x: int
    y: int
    is_hole: bool


@dataclass(frozen=True)
class DutyMap:
    """`unplaced` is how many centres have no point: the list beside the map has them all."""

    dots: list[Dot]
    height: int
    unplaced: int

    @property
    def width(self) -> int:
        return WIDTH


def map_of(centers: Iterable[Center], holes: Collection[int]) -> DutyMap:
    """`holes` are the units at which nobody stands; their dots come last, on top. One query."""
    everywhere = list(centers)
    placed = [one for one in everywhere if one.latitude is not None and one.longitude is not None]
    if not placed:
        return DutyMap([], 0, len(everywhere))
    north = [float(one.latitude or 0) for one in placed]
    east = [float(one.longitude or 0) for one in placed]
    shrink = cos(radians(sum(north) / len(north)))  # a degree of longitude is shorter here
    wide, high = (max(east) - min(east)) * shrink, max(north) - min(north)
    scale = (WIDTH - 2 * MARGIN) / max(wide, high, 0.01)
    dots = [
        Dot(
            center,
            round(MARGIN + (x - min(east)) * shrink * scale),
            round(MARGIN + (max(north) - y) * scale),
            center.unit_id in holes,
        )
        for center, x, y in zip(placed, east, north, strict=True)
    ]
    dots.sort(key=lambda dot: dot.is_hole)
    return DutyMap(dots, round(2 * MARGIN + high * scale), len(everywhere) - len(placed))
