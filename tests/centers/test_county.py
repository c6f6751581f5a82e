"""The whole county: counts as the organisation department reads them (B4)."""

from datetime import date
from random import Random

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import Unit, UnitKind
from centers import demonstration
from centers.models import Center, Standard
from centers.standards import coverage, coverage_by_township
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
