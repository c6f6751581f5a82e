import pytest
from django.urls import reverse

from accounts.models import SiteIdentity
from centers.models import Center
from services.models import Category, Offer, ServiceItem
from tests.services.items.conftest import make_item

LIST = "/c/410327102200/items/"


@pytest.fixture
def center(units) -> Center:
    return Center.objects.create(
        unit=units.village, kind="village", name="柳泉村党群服务中心", duty_phone="0379-00000011"
    )


def text_of(client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_front_shows_the_ten_buttons_and_no_list(client, center, relief):
    page = text_of(client, LIST)
    assert '?topic=%E4%BD%8E%E4%BF%9D%E6%95%91%E5%8A%A9"' in page
    assert relief.name not in page


def test_a_button_opens_its_items(client, center, relief, bare):
    page = text_of(client, LIST, topic="低保救助")
    assert f'href="{reverse("item", args=["410327102200", "001"])}"' in page
    assert page.count(">示例</span>") == 1


def test_a_list_of_samples_says_so_once(client, center, bare):
    page = text_of(client, LIST, topic="低保救助")
    assert page.count("示例，以县里公布为准") == 1
    assert ">示例</span>" not in page


@pytest.mark.parametrize("words", ["低保", "最低生活", "001", "办低保要啥", "低保 救助"])
def test_an_item_is_found_by_what_people_call_it(client, center, relief, bare, words):
    page = text_of(client, LIST, q=words)
    assert relief.name in page
    assert bare.name not in page or words == "低保 救助"


@pytest.mark.parametrize("words", ["没有这种事", "x", "\0", "低" * 500])
def test_a_search_without_result_says_what_to_do(client, center, bare, words):
    assert bare.name not in text_of(client, LIST, q=words)


@pytest.mark.parametrize("topic", ["没有的", "\0", "x" * 5000])
def test_a_topic_that_there_is_not_lists_nothing(client, center, bare, topic):
    assert bare.name not in text_of(client, LIST, topic=topic)


def test_unclear_matters_lead_to_the_phone(client, center, db):
    Category.objects.create(name="对服务的意见", plain_name="说不清的", about_service=True)
    page = text_of(client, LIST, topic="说不清的")
    assert "说不清归哪一类，不要紧" in page
    assert "0379-0000 0011" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(
    client, center, category, rows, django_assert_num_queries
):
    for number in range(rows):
        make_item(category, f"90{number}", f"第{number}样")
    with django_assert_num_queries(LIST_QUERIES):
        assert text_of(client, LIST, topic="低保救助").count("/items/90") == rows


LIST_QUERIES = 6
NOTICE_QUERIES = 7


def test_the_notice_says_everything_at_once(client, center, relief, units):
    Offer.objects.create(item=relief, unit=units.township_desk, days="星期三上午", who="孙建国")
    page = text_of(client, f"{LIST}001/")
    for said in (
        "家里收入低于低保线的",
        "户口簿",
        "（原件和复印件，1份）",
        "（原件，单位开）",
        "镇里入户看",
        "30个工作日内办好，从材料交齐算起",
        "国家规定最长45个工作日",
        "不收钱",
        "县政务服务中心",
        "柳泉镇服务部，星期三上午，找孙建国",
        "0379-0000 0002",
        "代办员替您去办",
        "要您签字，代办员到您家里签",
    ):
        assert said in page
    assert "示例，以县里公布为准" not in page
    assert "请先电话询问" not in page


def test_an_empty_field_says_to_phone_first_and_which_number(client, center, bare):
    page = text_of(client, f"{LIST}012/")
    asking = '请先电话询问 <span class="digits">0379-0000 0011</span>'
    assert page.count(asking) == 6  # who, materials, steps, time, fee, place
    assert "示例，以县里公布为准" in page


def test_the_doors_of_another_township_are_not_named(client, center, relief, units):
    Offer.objects.create(item=relief, unit=units.other_township)
    assert units.other_township.name not in text_of(client, f"{LIST}001/")


@pytest.mark.parametrize("papers", [1, 3])
def test_the_notice_asks_the_same_whatever_it_lists(
    client, center, bare, papers, django_assert_num_queries
):
    for order in range(papers):
        bare.materials.create(order=order, text=f"材料{order}")
    with django_assert_num_queries(NOTICE_QUERIES):
        assert text_of(client, f"{LIST}012/").count("材料0") == 1


def test_the_sheet_has_unit_day_stamp_and_a_code_back(client, clock, center, relief):
    page = text_of(client, f"{LIST}001/print/")
    assert "一次性告知单" in page
    assert "柳泉村党群服务中心" in page
    assert "2026年11月23日" in page
    assert "（盖章）" in page
    assert 'aria-label="扫一扫，看这件事的最新说明"' in page
    assert "<svg" in page
    assert "户口簿" in page


def test_one_click_leads_to_the_sheet(client, center, relief):
    assert f'href="{LIST}001/print/"' in text_of(client, f"{LIST}001/")


@pytest.mark.parametrize("address", ["", "001/", "001/print/"])
def test_an_old_code_leads_to_the_new_one(client, center, relief, village, address):
    village.codes.create(code="410327102999", valid_from="2020-01-01", valid_until="2025-01-01")
    answer = client.get(f"/c/410327102999/items/{address}?topic=x")
    assert answer.status_code == 301
    assert answer["Location"] == f"{LIST}{address}?topic=x"


@pytest.mark.parametrize("url", ["/c/999999999999/items/", f"{LIST}999/", f"{LIST}%00/print/"])
def test_what_does_not_exist_is_not_found(client, center, url):
    assert client.get(url).status_code == 404


def test_a_village_without_a_centre_answers_with_its_townships_number(client, units, bare, village):
    units.village.delete()
    assert "0379-0000 0010" in text_of(client, f"{LIST}012/")


@pytest.mark.parametrize(
    ("demonstration", "confirmed_items_only", "shown"),
    [(True, True, True), (False, True, False), (False, False, True)],
)
def test_unconfirmed_items_are_public_in_a_demonstration_or_by_the_countys_choice(
    client, settings, center, bare, demonstration, confirmed_items_only, shown
):
    settings.DEMONSTRATION = demonstration
    SiteIdentity.objects.create(pk=1, confirmed_items_only=confirmed_items_only)
    assert client.get(f"{LIST}012/").status_code == (200 if shown else 404)
    assert (bare.name in text_of(client, LIST, topic="低保救助")) is shown


def test_the_rule_and_the_query_agree_on_what_is_public(relief, bare, wedding):
    ServiceItem.objects.filter(pk=wedding.pk).update(active=False, confirmed=True)
    for confirmed_only in (True, False):
        asked = set(ServiceItem.objects.public(confirmed_only=confirmed_only))
        assert asked == {
            item
            for item in ServiceItem.objects.all()
            if item.is_public(confirmed_only=confirmed_only)
        }
