"""Who opens the page of supervision, and what it costs."""

from __future__ import annotations

import pytest

from tests.conftest import log_in


def test_the_county_opens_it(client, county_officer, clock) -> None:
    page = log_in(client, county_officer).get("/supervision/")
    assert page.status_code == 200
    assert "现在要管的" in page.content.decode()
    for path in (
        "print/",
        "xlsx/",
        "csv/",
        "rows/?figure=received",
        "rows/xlsx/",
        "rows/csv/?figure=gaps",
    ):
        assert log_in(client, county_officer).get(f"/supervision/{path}").status_code == 200
