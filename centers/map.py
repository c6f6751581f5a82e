"""Centres on a plain map, drawn by the server: points that centres have entered, the county's own outline, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, radians

from centers.models import Center, Outline

WIDTH, MARGIN = 1000, 40

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Dot:
    center: Center
    x: int
    y: int
    is_marked: bool


@dataclass(frozen=True)
class CenterMap:
    """`unplaced` is how many centres have no point: the list beside the map has them all."""

    dots: list[Dot]
    height: int
    unplaced: int
    outline: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return WIDTH


def map_of(
    centers: Iterable[Center], marked: Collection[int] = (), outline: Outline | None = None
) -> CenterMap:
    """`marked` are keys of units whose dots come last, on top. `outline`: lines around the county."""
    everywhere = list(centers)
    placed = [
        (one, float(one.longitude), float(one.latitude))
        for one in everywhere
        if one.latitude is not None and one.longitude is not None
    ]
    rings: list[Ring] = outline.rings if outline else []
    corners = [(x, y) for _center, x, y in placed]
    corners += [(point[0], point[1]) for ring in rings for point in ring]
    if not corners:
        return CenterMap([], 0, len(everywhere))
    project, height = _projection(corners)
    dots = [Dot(one, *project(x, y), one.unit_id in marked) for one, x, y in placed]
    dots.sort(key=lambda dot: dot.is_marked)
    lines = [_line(ring, project) for ring in rings]
    return CenterMap(dots, height, len(everywhere) - len(placed), lines)


def _projection(
    corners: list[tuple[float, float]],
) -> tuple[Callable[[float, float], tuple[int, int]], int]:
    """Degrees to the drawing's units, and the drawing's height."""
    west, east = min(x for x, _y in corners), max(x for x, _y in corners)
    south, north = min(y for _x, y in corners), max(y for _x, y in corners)
    shrink = cos(radians((south + north) / 2))  # a degree of longitude is shorter here
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * shrink, north - south, 0.01)

    def project(x: float, y: float) -> tuple[int, int]:
        return round(MARGIN + (x - west) * shrink * scale), round(MARGIN + (north - y) * scale)

    return project, round(2 * MARGIN + (north - south) * scale)


def _line(ring: Ring, project: Callable[[float, float], tuple[int, int]]) -> str:
    """One closed path; points that fall on the same unit are drawn once."""
    points = list(dict.fromkeys(project(point[0], point[1]) for point in ring))
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z" if points else ""
