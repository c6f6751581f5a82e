"""The whole county: counts as the organisation department reads them (B4)."""

from datetime import date
from random import Random

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import Unit, UnitKind
from centers import demonstration
from centers.gaps import first_to_add
from centers.models import Batch, Center, Project, Standard
from centers.renovation import progress_by_part, progress_of
from centers.standards import coverage, coverage_by_township
from centers.walls import wall_totals
from regions.models import Region

TODAY = date(2026, 11, 23)


@pytest.fixture
def county_of_353(db, at) -> Region:
    call_command("import_regions", f"{settings.BASE_DIR}/data/regions/410327.csv", stdout=None)
    county = Region.objects.get(code="410327000000")
    kinds = (
        (Region.objects.villages(), UnitKind.VILLAGE_STATION),
        (Region.objects.townships(), UnitKind.TOWNSHIP_CENTER),
    )
    Unit.objects.bulk_create(
        Unit(region=region, kind=kind, name="站") for regions, kind in kinds for region in regions
    )
    demonstration.fill(county=county, at=at, rng=Random(1))  # noqa: S311 - no secret
    return county


def test_the_figures_of_the_county(county_of_353):
    """F4-353-centres"""
    assert Center.objects.count() == 353 + 16
    seven = Standard.objects.in_force("qi_ge_you", TODAY)
    covered = coverage(seven, county_of_353)
    counts = [covered.met[item.code] for item in seven.items.all()]
    assert (counts, covered.centers) == ([353, 353, 353, 273, 133, 98, 189], 353)
    ones = Standard.objects.in_force("qi_ge_yi", TODAY)
    assert coverage(ones, county_of_353).complete == 211
    towns = coverage_by_township(ones, county_of_353)
    assert (len(towns), sum(town.centers for town in towns.values())) == (16, 353)


def test_the_three_batches_add_up_to_the_county(county_of_353):
    """F4-28-150-175"""
    batches = {batch.order: batch.projects.count() for batch in Batch.objects.all()}
    assert (batches, sum(batches.values())) == ({1: 28, 2: 150, 3: 175}, 353)
    progress = progress_of(Project.objects.all(), TODAY)
    assert (progress.entered, progress.difference, progress.late) == (353, 0, 12)
    towns = progress_by_part(county_of_353, TODAY)
    assert (len(towns), sum(town.progress.entered for town in towns)) == (16, 353)
    pilots = progress_by_part(county_of_353, TODAY, Batch.objects.get(order=1))
    assert max(town.progress.entered for town in pilots) <= 3


def test_every_wall_of_the_county_stands_in_one_total(county_of_353):
    totals = wall_totals(Center.objects.below(county_of_353).of_villages())
    assert (totals.centers, totals.difference) == (353, 0)
    assert totals.parts["unsurveyed"] == 353 - 190 - 31 - 67 - 46 - 13


def test_what_most_centres_lack_comes_first(county_of_353):
    """F4-353-centres"""
    seven = Standard.objects.in_force("qi_ge_you", TODAY)
    gaps = first_to_add(seven, Center.objects.below(county_of_353), county_of_353)
    assert [gap.met for gap in gaps] == [98, 133, 189, 273, 353, 353, 353]
    assert gaps[0].lacking == sum(number for _town, number in gaps[0].parts) == 353 - 98
    assert [len(gap.names) for gap in gaps] == [9, 9, 9, 9, 0, 0, 0]
