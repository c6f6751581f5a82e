from datetime import date

import pytest

from config.errors import Refusal
from regions.actions import create_region, merge_regions, move_region, recode_region, rename_region
from regions.models import Region

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 24)


def by_code(code: str):
    return Region.objects.by_code(code)


def test_a_code_in_force_is_canonical(village):
    assert by_code("410327102200") == (village, True)


@pytest.mark.parametrize("code", ["410327102299", "", "41' OR 1", "4103\x00"])
def test_a_code_that_nobody_had_leads_nowhere(village, code):
    with pytest.raises(Region.DoesNotExist):
        by_code(code)


def test_a_new_region_has_names_kind_code_and_path(township):
    region = create_region(parent=township, level="village", code="410327102005", name="河滨居委会")
    assert (region.short_name, region.kind, region.initials) == ("河滨", "community", "hb")
    assert by_code("410327102005") == (region, True)
    assert region.is_below(township)


def test_a_renamed_village_is_found_by_both_names(village, at):
    region = rename_region(region=village, name="新柳村村民委员会", on=YESTERDAY, at=at)
    assert (region.pk, region.short_name, region.initials) == (village.pk, "新柳村", "xlc")
    assert list(Region.objects.villages().matching("柳泉村")) == [region]
    assert list(Region.objects.villages().matching("xinliu")) == [region]
    former = region.former_names.get()
    assert (former.name, former.until) == ("柳泉村村民委员会", YESTERDAY)


def test_a_recoded_village_becomes_a_community_and_its_old_code_leads_to_it(village, at):
    region = recode_region(region=village, code="410327102001", on=YESTERDAY, at=at)
    assert (region.pk, region.code, region.kind) == (village.pk, "410327102001", "community")
    assert by_code("410327102200") == (region, False)
    assert by_code("410327102001") == (region, True)


def test_going_back_to_the_earlier_code_makes_it_canonical_again(village, at):
    recode_region(region=village, code="410327102001", on=date(2026, 1, 1), at=at)
    recode_region(region=village, code="410327102200", on=YESTERDAY, at=at)
    assert by_code("410327102200").canonical
    assert not by_code("410327102001").canonical


def test_a_merged_village_leads_to_its_successor_and_keeps_its_row(village, neighbour_village, at):
    merge_regions(regions=[neighbour_village], into=village, on=YESTERDAY, at=at)
    assert by_code("410327102201") == (village, False)
    neighbour_village.refresh_from_db()
    assert (neighbour_village.code, neighbour_village.retired_on) == ("410327102201", YESTERDAY)
    assert list(Region.objects.villages()) == [village]


def test_a_chain_of_mergers_leads_to_the_last(village, neighbour_village, other_village, at):
    merge_regions(regions=[neighbour_village], into=village, on=YESTERDAY, at=at)
    merge_regions(regions=[village], into=other_village, on=YESTERDAY, at=at)
    assert by_code("410327102201") == (other_village, False)


def test_the_villages_of_a_merged_township_lie_below_the_successor(
    township, other_township, village, other_village, at
):
    merge_regions(regions=[other_township], into=township, on=YESTERDAY, at=at)
    other_village.refresh_from_db()
    assert other_village.is_below(township)
    assert set(Region.objects.below(township).villages()) == {village, other_village}


def test_a_village_moves_to_another_township(village, other_township):
    assert move_region(region=village, parent=other_township).is_below(other_township)


def test_what_the_rules_forbid_is_refused_with_a_sentence(
    village, neighbour_village, township, county, at
):
    retired = merge_regions_into(village, neighbour_village, at)
    for act in (
        lambda: rename_region(region=village, name="甲村", on=TOMORROW, at=at),
        lambda: rename_region(region=village, name=" ", on=YESTERDAY, at=at),
        lambda: rename_region(region=retired, name="甲村", on=YESTERDAY, at=at),
        lambda: recode_region(region=village, code="41032710220", on=YESTERDAY, at=at),
        lambda: recode_region(region=village, code="410327102700", on=YESTERDAY, at=at),
        lambda: recode_region(region=village, code="410327102201", on=YESTERDAY, at=at),
        lambda: recode_region(region=village, code="410327102001", on=date(2025, 1, 1), at=at),
        lambda: merge_regions(regions=[village], into=village, on=YESTERDAY, at=at),
        lambda: merge_regions(regions=[village], into=township, on=YESTERDAY, at=at),
        lambda: merge_regions(regions=[village], into=retired, on=YESTERDAY, at=at),
        lambda: move_region(region=township, parent=village),
        lambda: create_region(parent=township, level="village", code=village.code, name="甲村"),
    ):
        with pytest.raises(Refusal, match=r"[一-鿿]"):
            act()
    village.refresh_from_db()
    assert (village.name, village.code) == ("柳泉村村民委员会", "410327102200")


def merge_regions_into(successor: Region, region: Region, at) -> Region:
    merge_regions(regions=[region], into=successor, on=YESTERDAY, at=at)
    region.refresh_from_db()
    return region
