"""A county's border from its own GeoJSON file; the portal brings none and fetches none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Outline
from config.errors import Refusal
from regions.models import Region

MOST_POINTS = 20_000


def import_outline(path: Path, county: Region, source: str = "") -> int:
    """Consequences: the map of centres is drawn inside the outline; how many points it has.

    Takes Polygon and MultiPolygon, bare or in a Feature or FeatureCollection, in degrees.
    """
    rings = list(_rings(_read(path)))
    if not rings:
        raise Refusal(_("文件里没有边界：要 Polygon 或 MultiPolygon 的 GeoJSON"))
    points = sum(len(ring) for ring in rings)
    if points > MOST_POINTS:
        raise Refusal(
            _("边界有%(points)s个点，最多%(most)s个，请先简化")
            % {"points": points, "most": MOST_POINTS}
        )
    with transaction.atomic():
        Outline.objects.update_or_create(
            county=county, defaults={"rings": rings, "source": source[:120]}
        )
    return points


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Refusal(_("打不开 %s：要 UTF-8 的 GeoJSON 文件") % path) from error


def _rings(node: Any) -> Iterator[list[list[float]]]:
    if not isinstance(node, dict):
        raise Refusal(_("这不是 GeoJSON"))
    if node.get("type") == "FeatureCollection":
        for feature in node.get("features") or []:
            yield from _rings(feature)
    elif node.get("type") == "Feature":
        yield from _rings(node.get("geometry"))
    elif node.get("type") == "Polygon":
        yield from (_ring(ring) for ring in node.get("coordinates") or [])
    elif node.get("type") == "MultiPolygon":
        for polygon in node.get("coordinates") or []:
            yield from (_ring(ring) for ring in polygon)


def _ring(ring: Any) -> list[list[float]]:
    try:
        points = [[round(float(point[0]), 6), round(float(point[1]), 6)] for point in ring]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise Refusal(_("边界里有不是经纬度的点")) from error
    if any(not (73 <= x <= 136 and 3 <= y <= 54) for x, y in points):
        raise Refusal(_("边界不在国内：点要写成[经度, 纬度]，单位是度"))
    return points
