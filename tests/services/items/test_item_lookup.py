import pytest

from services.catalogue.lookup import item_named, item_options
from services.models import Category, ServiceItem
from tests.conftest import log_in
from tests.services.items.conftest import make_item


def test_the_form_offers_every_item_in_use(relief, bare):
    ServiceItem.objects.filter(pk=bare.pk).update(active=False)
    assert item_options() == [relief.name]


def test_a_name_that_is_there_twice_carries_its_category(relief):
    other = Category.objects.create(name="残联", order=2)
    make_item(other, "900", relief.name)
    assert item_options() == [f"{relief.name}（社会救助与民政）", f"{relief.name}（残联）"]
    assert item_named(f"{relief.name}（残联）").code == "900"
    assert item_named(relief.name) is None


@pytest.mark.parametrize("typed", ["最低生活保障审核确认", " 001 ", "001\0"])
def test_what_was_typed_names_the_item(relief, typed):
    assert item_named(typed) == relief


@pytest.mark.parametrize("typed", ["", "低保", "（", "没有（有）", "\0"])
def test_anything_else_names_none(relief, typed):
    assert item_named(typed) is None


def test_words_that_are_no_name_get_the_names_they_resemble(client, cadre, relief):
    page = log_in(client, cadre).post("/desk/new/", {"item": "低保"}).content.decode()
    assert f"像这几个：{relief.name}。写上一个，或者空着" in page


def test_a_name_with_brackets_of_its_own_is_found(category):
    item = make_item(category, "003", "临时救助（一般程序）")
    assert item_named(item.name) == item


def test_the_fragment_is_the_inside_of_a_datalist(client, cadre, relief, bare):
    answer = log_in(client, cadre).get("/desk/items/", {"q": "低保"})
    assert answer.content.decode().strip().endswith(f'<option value="{relief.name}"></option>')
    assert bare.name not in answer.content.decode()


def test_the_fragment_is_for_staff(client, relief):
    assert client.get("/desk/items/").status_code == 302


def test_the_interface_gives_the_keys_that_actions_take(client, cadre, relief, wedding):
    answer = log_in(client, cadre).get("/api/v1/items/", {"q": "低保"}).json()
    assert answer == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": relief.pk,
                "code": "001",
                "name": "最低生活保障审核确认",
                "category": "社会救助与民政",
                "level": "county",
                "mode": "agent",
                "presence": "sign_at_home",
                "ticket_class": "ordinary",
                "promise": "30个工作日",
                "confirmed": True,
            }
        ],
    }


def test_the_interface_is_for_staff(client, relief):
    assert client.get("/api/v1/items/").status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
def test_the_interface_asks_once_whatever_its_length(
    client, cadre, category, rows, django_assert_num_queries
):
    for number in range(rows):
        make_item(category, f"90{number}", f"第{number}样")
    log_in(client, cadre)
    client.get("/api/v1/items/")
    with django_assert_num_queries(4):  # session, person, posts, items
        assert len(client.get("/api/v1/items/").json()["results"]) == rows
