"""The staff menu: each person sees the pages they may open, and every link leads somewhere."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from portal.context import MENU, menu, post_titles
from tests.conftest import log_in


def seen(person) -> list[str]:
    request = RequestFactory().get("/desk/")
    request.user = person
    return [str(link["label"]) for link in menu(request)]


@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.route)
def test_every_entry_has_its_page(entry):
    assert reverse(entry.route)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("cadre", ["我的活", "值班", "通知", "活动", "中心", "消息"]),
        ("clerk", ["我的活", "督导", "值班", "通知", "活动", "中心", "消息", "人员"]),
        ("liaison", ["我的活", "消息"]),
        (
            "county_officer",
            ["我的活", "督导", "值班", "通知", "活动", "中心", "消息", "本人信息", "管理"],
        ),
        ("confidential_officer", ["我的活", "消息", "本人信息"]),
        ("inspector", ["督导", "消息"]),
        ("auditor", ["消息", "管理"]),
        ("security", ["消息", "人员", "本人信息", "管理"]),
        ("admin_person", ["消息", "管理"]),
    ],
)
def test_the_menu_follows_the_posts(request, name, labels):
    assert seen(request.getfixturevalue(name)) == labels


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/desk/", "我的活"),
        ("/desk/renovation/batches/1/", "中心"),
        ("/desk/gaps/", "中心"),
        ("/desk/walls/", "中心"),
        ("/desk/standards/", "中心"),
        ("/desk/survey/", "中心"),
        ("/desk/outbox/", "消息"),
        ("/map/", None),
    ],
)
def test_the_menu_marks_the_entry_whose_page_is_open(rf, county_officer, path, label):
    request = rf.get(path)
    request.user = county_officer
    here = [link["label"] for link in menu(request) if link["here"]]
    assert here == ([label] if label else [])


@pytest.mark.parametrize("name", ["cadre", "clerk", "liaison", "county_officer", "inspector"])
def test_whoever_sees_a_link_may_open_it(request, client, name):
    person = request.getfixturevalue(name)
    log_in(client, person)
    web = RequestFactory().get("/desk/")
    web.user = person
    answers = {link["href"]: client.get(link["href"]).status_code for link in menu(web)}
    assert [href for href, status in answers.items() if status not in {200, 302}] == []


def test_posts_of_one_unit_stand_in_one_line(rf, cadre):
    request = rf.get("/desk/")
    request.user = cadre
    assert post_titles(request) == ["柳泉村党群服务中心（代办员、站长）"]


def test_the_menu_asks_the_database_twice(rf, cadre, django_assert_num_queries):
    request = rf.get("/desk/")
    request.user = type(cadre).objects.get(pk=cadre.pk)
    with django_assert_num_queries(2):
        assert [link["label"] for link in menu(request) if link["here"]] == ["我的活"]
