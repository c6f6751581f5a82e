"""Addresses of the supervision pages: a number leads to exactly the rows that it counted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from regions.models import Region
from supervision.bases import Slice
from supervision.periods import Period


def page_link(region: Region | str, period: Period, route: str = "supervision", **more: str) -> str:
    code = region if isinstance(region, str) else region.code
    return f"{reverse(route)}?{urlencode({'region': code, **period.query, **more})}"


def rows_link(
    key: str, cut: Slice, *, region: str = "", route: str = "supervision-rows", **narrow: Any
) -> str:
    """`narrow`: unit, item, category, part, alone; those of the slice hold where nothing else is said."""
    start = f"{reverse(route)}?figure={key}&region={region or cut.region.code}"
    if not narrow:
        return f"{start}&{cut.encoded}"
    given = {name: value for name, value in narrow.items() if value is not None}
    return f"{start}&{urlencode(cut.query | given)}"
