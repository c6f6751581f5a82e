import pytest

from regions.models import Region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("鱼泉", ["鱼泉村"]),
        ("yuquan", ["鱼泉村"]),
        ("YQC", ["鱼泉村"]),
        ("lqz", ["柳泉镇"]),
        ("柳泉镇", ["柳泉镇", "柳泉村", "鱼泉村"]),
        ("柳泉镇 鱼", ["鱼泉村"]),
        ("柳泉镇柳泉村", ["柳泉村"]),
        ("宜阳县柳泉镇鱼泉村", ["鱼泉村"]),
        ("410327103201", ["阁北村"]),
        ("没有", []),
        ("%", []),
    ],
)
def test_regions_are_found_by_name_pinyin_initials_township_and_code(
    village, neighbour_village, other_village, words, found
):
    assert [region.short_name for region in Region.objects.matching(words)] == found
