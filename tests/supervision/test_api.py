"""GET /api/v1/figures/ gives the same numbers as the page, the list and the files."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from supervision.figures import PARTS
from tests.conftest import log_in
from tests.supervision.conftest import expected
from tests.supervision.test_pages import text_of

ADDRESS = "/api/v1/figures/"
HALF = {"from": "2026-11-16", "to": "2026-11-30"}


@pytest.mark.parametrize(
    ("person", "region", "column"),
    [("county_officer", "", "county"), ("county_officer", "410327102000", "township"), ("clerk", "", "township")],
)  # fmt: skip
def test_the_thirty_read_the_same_by_the_interface(
    client, thirty, clock, request, person, region, column
):
    client = log_in(client, request.getfixturevalue(person))
    answer = client.get(ADDRESS, HALF | ({"region": region} if region else {})).json()
    figures = answer["figures"]
    assert {key: figures[key] for key in expected(column) if key in figures} == {
        key: number for key, number in expected(column).items() if key in figures
    }
    assert (answer["from"], answer["to"]) == ("2026-11-16", "2026-11-30")
    assert figures["difference"] == 0


def test_rates_are_strings_or_null_with_their_cases(client, thirty, clock, county_officer):
    figures = log_in(client, county_officer).get(ADDRESS, HALF).json()["figures"]
    assert (figures["finish_rate"], figures["finish_rate_of"]) == ("80.95", 21)
    assert (figures["on_time_rate"], figures["on_time_rate_of"]) == (None, 17)
    assert (figures["response_rate"], figures["response_rate_of"]) == ("86.96", 23)
    assert (figures["solution_rate"], figures["satisfaction_rate"]) == (None, None)


def test_defaults_are_the_own_region_its_children_and_this_month(client, thirty, clock, clerk):
    answer = log_in(client, clerk).get(ADDRESS).json()
    assert (answer["region"], answer["from"], answer["to"]) == ("410327102000", "2026-11-01", "2026-11-30")  # fmt: skip
    assert [(child["region"], child["figures"]["received"]) for child in answer["children"]] == [
        ("410327102200", 12),
        ("410327102201", 9),
    ]


@pytest.mark.parametrize("by", ["township", "village", "category", "channel"])
def test_children_add_up_to_the_whole(client, thirty, clock, county_officer, by):
    answer = log_in(client, county_officer).get(ADDRESS, HALF | {"by": by}).json()
    for key in ("received", *PARTS, "finished", "reached"):
        assert sum(child["figures"][key] for child in answer["children"]) == answer["figures"][key]


def test_departments_read_what_they_were_handed(client, thirty, clock, county_officer):
    answer = log_in(client, county_officer).get(ADDRESS, HALF | {"by": "department"}).json()
    (child,) = answer["children"]
    assert child["name"] == "县住建局"
    assert child["figures"] == {
        "handed_over": 3, "taken_in_time": 1, "done_in_time": 1, "handed_back": 1, "overdue": 1, "longest_days": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("person", "query", "answer"),
    [
        ("clerk", {"region": "410327103000"}, 404), ("clerk", {"region": "410327000000"}, 404),
        ("county_officer", {"region": "nonsense"}, 404), ("county_officer", {"by": "person"}, 400),
        ("county_officer", {"from": "yesterday"}, 400), ("county_officer", {"to": "9999-12-31"}, 400),
        ("county_officer", {"from": "2026-11-30", "to": "2026-11-01"}, 400),
        ("inspector", {}, 200), ("cadre", {}, 403), ("liaison", {}, 403), ("villager", {}, 401),
    ],
)  # fmt: skip
def test_what_the_interface_refuses(client, clock, units, request, person, query, answer):
    said = log_in(client, request.getfixturevalue(person)).get(ADDRESS, query)
    assert said.status_code == answer
    if answer >= 400:
        assert said["Content-Type"] == "application/problem+json"


def test_confidential_reports_are_not_in_the_interface(client, thirty, clock, county_officer):
    assert "confidential" not in log_in(client, county_officer).get(ADDRESS).json()["figures"]


def test_page_workbook_and_csv_say_the_same(client, thirty, clock, county_officer):
    client = log_in(client, county_officer)
    page = text_of(client.get("/supervision/").content.decode()).replace(" ", "")
    book = load_workbook(BytesIO(client.get("/supervision/xlsx/").content))
    totals = [row[:2] for row in book["合计"].iter_rows(values_only=True)][4:]
    raw = client.get("/supervision/csv/").content
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(StringIO(raw.decode("utf-8-sig"))))
    for label, number in totals:
        assert [label, str(number)] in lines
        if isinstance(number, int) and "（" not in label:
            assert f"{label}{number}" in page or f"{number}" in page
    assert ("收到", 28) in totals
    assert ("按时率", "件少") in totals
    townships = [row for row in book["各乡镇"].iter_rows(values_only=True) if row[0] == "柳泉镇"]
    assert townships[0][1:3] == (21, 1)


def test_a_file_stands_in_the_audit(client, thirty, clock, county_officer):
    from accounts.models import AuditEntry

    log_in(client, county_officer).get("/supervision/rows/csv/?figure=overdue")
    entry = AuditEntry.objects.get(verb="export_figures")
    assert (entry.actor, entry.subject, entry.data["figure"]) == (
        county_officer,
        "region:410327000000",
        "overdue",
    )


def test_a_file_starts_no_formula(client, thirty, clock, county_officer):
    thirty.category.name = "=1+1"
    thirty.category.save()
    client = log_in(client, county_officer)
    assert "'=1+1" in client.get("/supervision/rows/csv/?figure=overdue").content.decode()
    book = load_workbook(BytesIO(client.get("/supervision/rows/xlsx/?figure=overdue").content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert {cell.data_type for cell in cells} == {"s"}
