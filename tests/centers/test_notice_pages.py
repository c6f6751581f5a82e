"""Writing, approving, withdrawing and printing a notice in the browser; the public list."""

from datetime import date, timedelta

import pytest

from centers.actions import publish_notice
from centers.models import VillageNotice
from tests.conftest import log_in

pytestmark = pytest.mark.usefixtures("clock")

TYPED = {
    "kind": "outage",
    "title": "11月24日（星期二）上午8:00到12:00停电",
    "groups": "2组、3组",
    "text": "检修线路，请提前把水接好。",
    "shows_from": "2026-11-23T09:00",
    "shows_until": "2026-11-24T12:00",
}


def write(by, region, at, title="停电") -> VillageNotice:
    return publish_notice(
        region=region,
        kind="outage",
        title=title,
        text="检修线路。",
        shows_from=at,
        shows_until=at + timedelta(days=2),
        by=by,
        at=at,
    )


def test_a_member_writes_and_the_head_approves(client, duty_person, cadre, village, at):
    log_in(client, duty_person)
    answer = client.post("/desk/notices/new/", {**TYPED, "region": village.pk}, follow=True)
    assert "写好了，等站长点头才给群众看" in answer.content.decode()
    notice = VillageNotice.objects.get()
    assert client.post(f"/desk/notices/{notice.pk}/approve/").status_code == 403
    log_in(client, cadre)
    assert "同意发出" in client.get("/desk/notices/").content.decode()
    client.post(f"/desk/notices/{notice.pk}/approve/")
    notice.refresh_from_db()
    assert notice.is_showing(at)
    client.post(f"/desk/notices/{notice.pk}/withdraw/")
    notice.refresh_from_db()
    assert not notice.is_showing(at)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "请填标题"),
        ({"title": "停" * 61}, "太长了，最多60个字，现在61个"),
        ({"shows_until": "2026-11-23T08:00"}, "结束要晚于开始"),
        (
            {"shows_from": "2026-11-20T08:00", "shows_until": "2026-11-21T08:00"},
            "这个时间已经过去了，通知不会有人看到",
        ),
        ({"shows_until": "明天"}, "到什么时候自己消失看不懂，请重选一次"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    client, cadre, village, changes, sentence
):
    log_in(client, cadre)
    answer = client.post("/desk/notices/new/", {**TYPED, "region": village.pk, **changes})
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (400, True)
    assert TYPED["text"] in page
    assert not VillageNotice.objects.exists()


def test_nobody_writes_for_a_village_not_theirs(client, cadre, village, neighbour_village):
    log_in(client, cadre)
    answer = client.post("/desk/notices/new/", {**TYPED, "region": neighbour_village.pk})
    assert "请选您管的村或者镇" in answer.content.decode()


def test_the_township_chooses_between_itself_and_its_villages(
    client, clerk, village, neighbour_village, other_village
):
    log_in(client, clerk)
    page = client.get("/desk/notices/new/").content.decode()
    assert [
        place in page
        for place in ("柳泉镇</option>", "柳泉村</option>", "鱼泉村</option>", "阁北村</option>")
    ] == [True, True, True, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(
    client, cadre, village, at, rows, django_assert_num_queries
):
    for number in range(rows):
        write(cadre, village, at, f"停电{number}")
    log_in(client, cadre)
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get("/desk/notices/").content.decode()
    assert page.count("正在显示") == rows


def test_the_neighbour_sees_nothing_of_it(client, cadre, neighbour, village, at):
    notice = write(cadre, village, at)
    log_in(client, neighbour)
    assert client.get(f"/desk/notices/{notice.pk}/").status_code == 404
    assert client.post(f"/desk/notices/{notice.pk}/withdraw/").status_code == 404
    assert (
        "停电"
        not in client.get("/desk/notices/")
        .content.decode()
        .split("<main")[1]
        .split("还没有通知")[0]
    )


def test_the_page_holds_the_paragraph_for_the_loudspeaker(client, cadre, village, at):
    notice = write(cadre, village, at)
    log_in(client, cadre)
    page = client.get(f"/desk/notices/{notice.pk}/").content.decode()
    assert "柳泉村的乡亲们请注意：停电。检修线路。再说一遍：停电。</textarea>" in page
    assert 'maxlength="120"' in page


def test_the_sheet_for_the_board_leads_back_by_a_code(client, cadre, village, at):
    notice = write(cadre, village, at)
    log_in(client, cadre)
    page = client.get(f"/desk/notices/{notice.pk}/print/").content.decode()
    assert "<svg" in page
    assert "这张通知到11月25日（星期三）上午9:12为止" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_everybody_reads_what_shows_for_the_village(
    client,
    cadre,
    neighbour,
    clerk,
    center,
    village,
    neighbour_village,
    township,
    at,
    rows,
    django_assert_num_queries,
):
    for number in range(rows - 1):
        write(cadre, village, at, f"停水{number}")
    write(clerk, township, at, "镇里体检")
    write(neighbour, neighbour_village, at, "别村停电")
    with django_assert_num_queries(PUBLIC_QUERIES):
        page = client.get("/c/410327102200/notices/").content.decode()
    assert page.count("<article") == rows
    assert "镇里体检" in page
    assert "别村停电" not in page
    assert "037900000011" in page


def test_an_old_code_leads_to_the_new_one(client, village):
    village.codes.update(valid_until=date(2026, 1, 1))
    village.codes.create(code="410327102399", valid_from=date(2026, 1, 1))
    answer = client.get("/c/410327102200/notices/")
    assert (answer.status_code, answer.url) == (301, "/c/410327102399/notices/")


@pytest.mark.parametrize("code", ["999999999999", "a-b", "柳泉"])
def test_a_code_that_never_was_is_not_found(client, village, code):
    assert client.get(f"/c/{code}/notices/").status_code == 404


LIST_QUERIES = 11
PUBLIC_QUERIES = 5
