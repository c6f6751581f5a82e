"""The survey on a phone, and the list whose totals lead to their rows and say what they miss (B5)."""

from __future__ import annotations

from datetime import date

import pytest

from centers.actions import survey_wall
from centers.models import Center, Wall
from centers.reconciliation import difference
from centers.walls import STATES, WallTotals, wall_totals, walls_by_part
from tests.centers.test_file_pages import picture
from tests.conftest import log_in
from tests.supervision.test_pages import text_of

pytestmark = pytest.mark.usefixtures("clock")
FORM = "/desk/center/410327102200/wall/"


@pytest.mark.parametrize(
    ("parts", "total", "missed"),
    [((178, 132), 308, 2), ((178, 130), 308, 0), ((100, 130), 308, 78), ((), 0, 0)],
)
def test_parts_are_held_against_the_total(parts, total, missed):
    """F4-178-132-of-308"""
    assert difference(parts, total) == missed


def test_two_centres_too_many_are_shown_as_a_difference():
    """F4-178-132-of-308"""
    assert WallTotals({"removed": 178, "kept": 132}, 308).difference == 2


def test_wall_and_gate_are_surveyed_on_one_form(client, cadre, center):
    log_in(client, cadre)
    said = {"state": "removed", "removed_on": "2026-11-20", "gate": "standing"}
    assert client.post(FORM, said).url == "/desk/center/410327102200/"
    wall = Wall.objects.get()
    assert (wall.state, wall.removed_on, wall.gate) == ("removed", date(2026, 11, 20), "standing")
    assert "11月20日" in client.get("/desk/walls/").content.decode()


def test_photos_before_and_after_are_kept_and_shown_to_all_only_when_somebody_says_so(
    client, cadre, center, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    log_in(client, cadre)
    new, inside = f"{FORM}photos/new/", "/c/410327102200/inside/"
    assert client.post(new, {"photos": [picture()]}).status_code == 400
    for wall, said in (("before", {}), ("after", {"public": "on", "caption": "东墙"})):
        answer = client.post(new, {"wall": wall, "photos": [picture()], **said})
        assert answer.url == FORM
    staff = text_of(client.get(FORM).content.decode())
    assert ("拆后 东墙 网页上有" in staff, "拆前 只有自己人能看" in staff) == (True, True)
    shown = text_of(client.get(inside).content.decode())
    assert ("拆后 东墙" in shown, "拆前" in shown) == (True, False)
    assert not Wall.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"state": "removed", "gate": "none"}, "请写哪天拆的"),
        ({"state": "removed", "removed_on": "2026-11-24", "gate": "none"}, "拆的日子还没到"),
        ({"state": "kept", "gate": "none"}, "请写为啥不拆"),
        ({"state": "gone", "gate": "none"}, "请点一样"),
        ({"state": "none"}, "请填大门"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, cadre, center, said, sentence):
    log_in(client, cadre)
    answer = client.post(FORM, said | {"gate_removed_on": "2026-11-19"})
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    assert "2026-11-19" in answer.content.decode()
    assert not Wall.objects.exists()


@pytest.fixture
def surveyed(center, neighbour_center, other_center, township_center, county_officer, at):
    """One down, one kept, one nobody has looked at; the township's own is not counted."""
    survey_wall(
        center=center, state="removed", removed_on=at.date(), gate="none", by=county_officer, at=at
    )
    survey_wall(
        center=neighbour_center, state="kept", reason="临崖", gate="none", by=county_officer, at=at
    )


def test_totals_name_the_unsurveyed_and_agree_with_the_rows(surveyed, county, township):
    everywhere = Center.objects.of_villages()
    totals = wall_totals(everywhere)
    assert (totals.centers, totals.difference) == (3, 0)
    assert {state: number for state, number in totals.parts.items() if number} == {
        "removed": 1,
        "kept": 1,
        "unsurveyed": 1,
    }
    for state in STATES:
        found = list(everywhere.with_wall(state))
        assert len(found) == totals.parts[state]
        assert {center.wall_state for center in found} <= {state}
    lines = {line.part: line.totals for line in walls_by_part(everywhere, county)}
    assert lines[township].parts["removed"] == 1
    assert sum(line.centers for line in lines.values()) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(
    client, county_officer, surveyed, rows, django_assert_num_queries
):
    kept = list(Center.objects.of_villages().values_list("pk", flat=True)[:rows])
    Wall.objects.exclude(center__in=kept).delete()
    Center.objects.exclude(pk__in=kept).delete()
    log_in(client, county_officer)
    with django_assert_num_queries(LIST_QUERIES):
        page = text_of(client.get("/desk/walls/").content.decode())
    assert f"合计{rows}个中心，差 0" in page


def test_a_number_opens_its_rows_and_a_file(client, county_officer, surveyed):
    log_in(client, county_officer)
    page = client.get("/desk/walls/").content.decode()
    assert 'href="/desk/walls/?state=kept"' in page
    kept = client.get("/desk/walls/?state=kept").content.decode()
    assert ("临崖" in kept, "阁北村" in kept) == (True, False)
    answer = client.get("/desk/walls/xlsx/?state=kept")
    assert answer["Content-Disposition"] == 'attachment; filename="walls.xlsx"'


def test_nobody_narrows_beyond_their_reach(client, clerk, surveyed, other_township):
    log_in(client, clerk)
    assert "阁北村" not in client.get("/desk/walls/").content.decode()
    assert client.get("/desk/walls/", {"region": other_township.code}).status_code == 404


LIST_QUERIES = 14
