from datetime import date

import pytest
from django.db import IntegrityError, transaction

from regions.models import Region, RegionCode

pytestmark = pytest.mark.django_db


def test_a_region_is_given_its_path_by_the_database(township):
    region = Region.objects.create(
        parent=township,
        level="village",
        kind="village",
        code="410327102399",
        name="新村",
        short_name="新村",
    )
    region.refresh_from_db()
    assert region.path == f"{township.path}{region.pk}/"
    assert region.ancestor_ids == [*township.ancestor_ids, region.pk]


def test_moving_a_township_takes_its_villages_along(village, township, county):
    province_id, city_id, _county_id = county.ancestor_ids
    township.parent_id = city_id
    township.save()
    village.refresh_from_db()
    assert village.ancestor_ids == [province_id, city_id, township.pk, village.pk]
    assert not village.is_below(county)
    assert village not in Region.objects.below(county)


def test_a_region_cannot_lie_below_itself(township, village):
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=township.pk).update(parent=village)


def test_a_region_cannot_be_written_with_another_code_than_the_one_in_force(village):
    Region.objects.filter(pk=village.pk).update(code="999999999999")
    village.refresh_from_db()
    assert village.code == "410327102200"


def test_a_code_put_into_force_is_copied_onto_the_region(village):
    village.codes.update(valid_until=date(2026, 1, 1))
    RegionCode.objects.create(region=village, code="410327102001", valid_from=date(2026, 1, 1))
    village.refresh_from_db()
    assert village.code == "410327102001"


def test_a_code_never_names_a_second_region(village, neighbour_village):
    village.codes.update(valid_until=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionCode.objects.create(
            region=neighbour_village, code="410327102200", valid_from=date(2026, 2, 1)
        )


def test_a_predicate_and_a_query_agree_on_what_lies_below(village, other_village, county, township):
    for above in (village, township, county):
        below = set(Region.objects.below(above))
        assert below == {region for region in Region.objects.all() if region.is_below(above)}
    assert other_village not in Region.objects.below(township)
