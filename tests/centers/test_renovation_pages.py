"""Renovation on pages: county plans, township enters and keeps, village reads; refusals keep what was typed (B6, B8)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import Unit, UnitKind
from centers.models import Batch, Center, Project, QuantityKind
from services.models import Ticket
from tests.centers.conftest import make_project
from tests.conftest import log_in, make_region
from tests.supervision.test_pages import text_of

pytestmark = pytest.mark.usefixtures("clock")
HOME = "/desk/renovation/"


@pytest.fixture
def project(center, at) -> Project:
    return make_project(center, at)


def page_of(client, address: str) -> str:
    return text_of(client.get(address).content.decode())


def test_the_county_plans_a_programme_and_its_batch(client, county_officer, township):
    log_in(client, county_officer)
    client.post(HOME + "programmes/new/", {"name": "拆墙便民", "starts": "2026-03-01"})
    batch = {"order": 1, "name": "先行批", "deadline": "2026-12-31", "quota_max": 3}
    new = HOME + f"programmes/{programme_key()}/batches/new/"
    assert client.post(new, batch | {f"most_{township.pk}": 5}).url == HOME
    made = Batch.objects.get()
    assert (made.most_of(township.pk), made.most_of(0)) == (5, 3)
    assert "先行批" in page_of(client, HOME)
    assert "柳泉镇最多5个" in page_of(client, f"{HOME}batches/{made.pk}/")


def programme_key() -> int:
    from centers.models import Programme

    return Programme.objects.get().pk


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quota_min": 4}, "每镇最多不能比最少还少"),
        ({"deadline": "年底"}, "哪天前完成看不懂，请重选一次"),
        ({"quota_max": "-1"}, "请填一个整数，不能是负数"),
        ({"order": 1}, "已经有第1批"),
        ({"order": 99999}, "数太大了"),
    ],
)
def test_a_batch_that_cannot_be_is_refused_beside_its_field(
    client, county_officer, project, wrong, sentence
):
    log_in(client, county_officer)
    said = {"order": 2, "name": "第二批试点", "deadline": "2026-12-31", "quota_max": 3} | wrong
    answer = client.post(f"{HOME}programmes/{programme_key()}/batches/new/", said)
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    assert "第二批试点" in answer.content.decode()
    assert Batch.objects.count() == 1


def test_a_fourth_pilot_is_refused_in_words_and_the_plan_stays(
    client, clerk, project, neighbour_center
):
    Batch.objects.update(quota_max=1)
    log_in(client, clerk)
    said = {
        "center": neighbour_center.pk, "mode": "embedded", "host": "村小学", "plan": "添一间图书室"
    }  # fmt: skip
    answer = client.post(f"{HOME}batches/{project.batch_id}/enter/", said)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "这个乡镇在这一批的名额已经用完" in page
    assert "添一间图书室" in page
    Batch.objects.update(quota_max=2)
    client.post(f"{HOME}batches/{project.batch_id}/enter/", said)
    assert Project.objects.filter(center=neighbour_center).exists()


def test_a_centre_of_another_batch_or_township_is_not_offered(
    client, clerk, project, other_center, at
):
    log_in(client, clerk)
    for taken in (project.center, other_center):
        said = {"center": taken.pk, "mode": "embedded"}
        answer = client.post(f"{HOME}batches/{project.batch_id}/enter/", said)
        assert "请选一个您管的、不在别的批次里的中心" in answer.content.decode()
    assert Project.objects.count() == 1


def test_the_township_keeps_the_project_to_its_end(client, clerk, units, project):
    log_in(client, clerk)
    here = f"{HOME}projects/{project.pk}/"
    toilets = QuantityKind.objects.get_or_create(name="公厕", defaults={"unit_word": "所"})[0]
    way = {"mode": "scattered", "sites": "老学校\r\n村口晒场"}
    client.post(here + "change/", way | {"plan": "修公厕", "budget": "80000"})
    client.post(here + "steps/", {"name": "开工", "due": "2026-11-30"})
    client.post(here + "quantities/", {f"kind_{toilets.pk}": "2"})
    client.post(
        here + "money/",
        {"unit": units.department.pk, "paid_by": "finance", "amount": "50000",
         "given_on": "2026-11-20"},
    )  # fmt: skip
    client.post(here + "ask/", {"since": "2026-11-20", "until": "2026-12-05"})
    client.post(here + "answer/", {"answer": "听大家的，公厕建在村口"})
    page = page_of(client, here)
    for words in (
        "分布式",
        "村口晒场",
        "修公厕",
        "80,000.00元",
        "开工",
        "公厕2所",
        "50,000.00",
        "公厕建在村口",
    ):
        assert words in page
    early = client.post(here + "finish/", {"finished_on": "2026-11-23"})
    assert "还没有节点" not in early.content.decode()
    assert "还有节点没办到：开工" in early.content.decode()
    step = project.milestones.get()
    done = {"name": "开工", "due": "2026-11-30", "done_on": "2026-11-22"}
    client.post(f"{here}steps/{step.pk}/", done)
    client.post(here + "finish/", {"finished_on": "2026-11-23"})
    assert "按期完成" in page_of(client, here)
    late = client.post(here + "leave/", {"reason": "晚了一步才想退出"})
    assert (late.status_code, "晚了一步才想退出" in late.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("act", "said", "sentence"),
    [
        ("money", {"giver": "村集体", "amount": "-5"}, "请填钱数，最多两位小数，不能是负数"),
        ("money", {"giver": "村集体", "amount": "0"}, "钱数要大于0"),
        ("money", {"amount": "5"}, "县直单位和别的来源，写一个"),
        ("finish", {"finished_on": "2026-11-24"}, "完成的日子还没到，完成了再填"),
        ("change", {"mode": "embedded", "budget": "-1"}, "请填钱数"),
        ("ask", {"since": "2026-12-01", "until": "2026-11-30"}, "问到哪天，要在今天以后"),
        ("leave", {"reason": "  "}, "请填为啥退出"),
        ("steps", {"name": "开工", "due": ""}, "请填哪天前"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(client, clerk, project, act, said, sentence):
    log_in(client, clerk)
    said = {"paid_by": "collective", "given_on": "2026-11-20"} | said
    answer = client.post(f"{HOME}projects/{project.pk}/{act}/", said)
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    project.refresh_from_db()
    assert (project.is_active, project.budget, project.contributions.count()) == (True, None, 0)


def test_a_wrong_number_saves_none_of_the_quantities(client, clerk, project):
    first, second = (
        QuantityKind.objects.get_or_create(name=name, defaults={"unit_word": "个"})[0]
        for name in ("公厕", "小游园")
    )
    log_in(client, clerk)
    said = {f"kind_{first.pk}": "2", f"kind_{second.pk}": "-1"}
    answer = client.post(f"{HOME}projects/{project.pk}/quantities/", said)
    assert "请填一个整数，不能是负数" in answer.content.decode()
    assert not project.quantities.exists()


def test_a_village_goes_to_its_own_project_and_changes_nothing(client, cadre, project):
    log_in(client, cadre)
    here = f"{HOME}projects/{project.pk}/"
    assert client.get(HOME).url == here
    assert "改计划" not in page_of(client, here)
    assert client.get(here + "change/").status_code == 403


def test_the_late_are_listed_and_left_out_when_done(client, county_officer, center, at):
    late = make_project(center, at, deadline=date(2026, 11, 22))
    log_in(client, county_officer)
    assert "柳泉村" in page_of(client, HOME + "projects/?state=late")
    Project.objects.filter(pk=late.pk).update(finished_on=date(2026, 11, 22))
    assert "柳泉村" not in page_of(client, HOME + "projects/?state=late")
    assert "柳泉村" in page_of(client, HOME + "projects/?state=in_time")


@pytest.mark.parametrize("rows", [1, 3])
def test_overview_batch_and_list_take_a_constant_number_of_queries(
    client, county_officer, township, center, at, rows, django_assert_num_queries
):
    make_project(center, at)
    for number in range(rows - 1):
        region = make_region(
            f"41032710225{number}", f"村{number}", "village", township, "village", pinyin="cun"
        )
        unit = Unit.objects.create(region=region, kind=UnitKind.VILLAGE_STATION, name=f"站{number}")
        make_project(Center.objects.create(unit=unit, kind="village", name=f"中心{number}"), at)
    for one in Project.objects.all():
        one.contributions.create(giver="村集体", paid_by="collective", amount=1, given_on=at.date())
    log_in(client, county_officer)
    batch = Batch.objects.get()
    with django_assert_num_queries(OVERVIEW_QUERIES):
        client.get(HOME)
    with django_assert_num_queries(BATCH_QUERIES):
        client.get(f"{HOME}batches/{batch.pk}/")
    with django_assert_num_queries(LIST_QUERIES):
        page = page_of(client, HOME + "projects/")
    assert f"改造项目 {rows}" in page
    answer = client.get(HOME + "projects/xlsx/?state=late")
    assert answer["Content-Disposition"] == 'attachment; filename="projects.xlsx"'


def test_what_residents_say_of_a_project_is_tied_to_it(client, cadre, clerk, project, at):
    today = at.date()
    Project.objects.update(
        opinions_from=today, opinions_until=today + timedelta(days=9), plan="建小游园"
    )
    village = client.get("/c/410327102200/").content.decode()
    assert "建小游园" in village
    link = f"/c/410327102200/ask/?kind=suggestion&project={project.pk}"
    assert link.replace("&", "&amp;") in village
    said = {"text": "想在游园里多放几条长椅", "requester_phone": "16000000031"}
    client.post(link, said)
    assert Ticket.objects.get().about_project == project
    client.post("/c/410327102200/ask/?kind=suggestion&project=999999", said | {"text": "再说一件"})
    assert Ticket.objects.filter(about_project=None).count() == 1
    log_in(client, clerk)
    page = client.get(f"{HOME}projects/{project.pk}/").content.decode()
    assert f'<a href="{HOME}projects/{project.pk}/opinions/">1</a>' in page
    number = Ticket.objects.exclude(about_project=None).get().number
    assert number in client.get(f"{HOME}projects/{project.pk}/opinions/").content.decode()


OVERVIEW_QUERIES = 17
BATCH_QUERIES = 13
LIST_QUERIES = 8
