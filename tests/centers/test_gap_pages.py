"""缺啥: what most centres lack first, in which township, and a page of who lacks what (B4)."""

import pytest

from centers.models import Center
from tests.centers.conftest import give
from tests.conftest import log_in
from tests.supervision.test_pages import text_of

pytestmark = pytest.mark.usefixtures("clock")
GAPS = "/desk/gaps/"


@pytest.fixture
def three(center, neighbour_center, other_center, seven_ones, at):
    """The last item lacks in two townships; one centre lacks nothing."""
    give(center, seven_ones, 6, at)
    give(neighbour_center, seven_ones, 7, at)
    give(other_center, seven_ones, 6, at)
    return seven_ones.items.last()


def test_a_gap_names_its_centres_and_opens_a_township(client, county_officer, three, township):
    log_in(client, county_officer)
    page = text_of(client.get(GAPS).content.decode())
    for words in ("齐全 1/3", f"{three.name} 有 1/3", "柳泉村、阁北村", "缺2个", "柳泉镇 1"):
        assert words in page
    there = client.get(GAPS, {"item": three.pk, "region": township.code}).content.decode()
    assert ("柳泉村" in there, "阁北村" in there, "鱼泉村" in there) == (True, False, False)


def test_a_township_reads_its_own_and_nobody_reads_beyond(client, clerk, three, other_township):
    log_in(client, clerk)
    page = text_of(client.get(GAPS).content.decode())
    assert ("齐全 1/2" in page, "阁北村" in page) == (True, False)
    assert client.get(GAPS, {"region": other_township.code}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(
    client, county_officer, three, rows, django_assert_num_queries
):
    kept = list(Center.objects.order_by("unit__region__code").values_list("pk", flat=True)[:rows])
    Center.objects.exclude(pk__in=kept).delete()
    log_in(client, county_officer)
    with django_assert_num_queries(GAP_QUERIES):
        assert f"/{rows}" in text_of(client.get(GAPS).content.decode())


GAP_QUERIES = 18
