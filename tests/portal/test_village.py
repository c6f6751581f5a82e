"""The village's page and the way to it (screens.md 1.1)."""

import pytest
from django.test import Client


def test_a_village_is_found_by_name_pinyin_and_initials(client, village, neighbour_village, clock):
    for words in ("柳泉", "liuquan", "lqc"):
        page = client.get("/", {"q": words}).content.decode()
        first = page.index('class="go"')
        assert page.index("/c/410327102200/") - first < len('class="go" href="/c/')


def test_township_first_then_village_without_typing(client, village, clock):
    assert "?township=410327102000" in client.get("/").content.decode()
    assert "/c/410327102200/" in client.get("/", {"township": "410327102000"}).content.decode()


def test_the_page_says_who_is_there_and_the_number_in_digits(client, center, cadre, clock):
    page = client.get("/c/410327102200/").content.decode()
    assert "柳泉村党群服务中心（村室）" in page
    assert "门关了，现在没人值班，请打镇里电话" in page
    assert "0379-0000 0010" in page
    assert "这个月：收到0件，办好0件，超时0件" in page


def test_the_page_costs_a_fixed_number_of_queries(
    client, center, cadre, clock, django_assert_num_queries
):
    client.get("/c/410327102200/")
    with django_assert_num_queries(16):
        client.get("/c/410327102200/")


@pytest.mark.parametrize(
    "path", ["/c/999999999999/", "/c/41/", "/?township=410327102200", "/c/410327102999/ask/"]
)
def test_a_place_that_is_not_there_is_a_404_in_chinese(client: Client, village, path, clock):
    response = client.get(path)
    assert response.status_code == 404
    assert "没有" in response.content.decode() or "找不到" in response.content.decode()
