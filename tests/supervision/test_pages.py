"""Who sees which numbers, and that every number on a page opens exactly its rows."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from regions.models import Level
from tests.conftest import log_in, make_region
from tests.supervision.conftest import matter

NUMBER = re.compile(r'<a[^>]* href="(/supervision/rows/\?[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
PAGES = ("", "print/", "xlsx/", "csv/", "rows/?figure=received", "rows/xlsx/", "rows/csv/")
# The session, the person, the posts, the footer, the last sweep, unread messages.
EVERY_PAGE = 6


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def numbers_on(html: str) -> dict[str, str]:
    """Every address of rows on a page with the number that leads there; rates lead there too."""
    return {unescape(href): text_of(words).split(" ")[-1] for href, words in NUMBER.findall(html)}


def heading(html: str) -> str:
    return text_of(re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1])


@pytest.mark.parametrize(
    ("person", "answer"),
    [
        ("county_officer", 200), ("inspector", 200), ("clerk", 200), ("cadre", 403), ("duty_person", 403),
        ("neighbour", 403), ("liaison", 403), ("confidential_officer", 403), ("auditor", 403),
        ("security", 403), ("admin_person", 403), ("villager", 302),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", PAGES)
def test_county_and_townships_look_over_others_do_not(
    client, clock, units, request, person, answer, page
):
    client = log_in(client, request.getfixturevalue(person))
    assert client.get(f"/supervision/{page}").status_code == answer


@pytest.mark.parametrize(
    ("person", "region", "answer"),
    [
        ("county_officer", "410327102000", 200), ("county_officer", "410327102200", 200),
        ("county_officer", "410300000000", 404), ("clerk", "410327102000", 200),
        ("clerk", "410327102201", 200), ("clerk", "410327103000", 404), ("clerk", "410327000000", 404),
        ("clerk", "410327103201", 404), ("inspector", "410327103000", 200), ("inspector", "nonsense", 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["", "rows/", "xlsx/"])
def test_outside_the_own_region_there_is_nothing(
    client, clock, units, request, person, region, answer, page
):
    client = log_in(client, request.getfixturevalue(person))
    assert client.get(f"/supervision/{page}", {"region": region}).status_code == answer


@pytest.mark.parametrize("person", ["county_officer", "clerk", "inspector"])
def test_every_number_opens_exactly_its_rows(client, thirty, clock, request, person):
    client = log_in(client, request.getfixturevalue(person))
    links = numbers_on(client.get("/supervision/").content.decode())
    assert len(links) > 40
    wrong = []
    for href, number in links.items():
        page = client.get(href).content.decode()
        counted = int(re.search(r"(\d+)(?:件|次|个|个村|项)$", heading(page))[1])
        if number.isdigit() and int(number) != counted:
            wrong.append(f"{href} prints {number} and opens {counted}")
        if "figure=gaps" not in href and page.count("<tr>") - 1 != counted and counted:
            wrong.append(f"{href} says {counted} and lists {page.count('<tr>') - 1}")
    assert not wrong, "\n".join(wrong)


def test_the_page_prints_the_sums_of_the_thirty(client, thirty, clock, county_officer):
    page = log_in(client, county_officer).get("/supervision/").content.decode()
    shown = text_of(page).replace(" ", "")
    for words in (
        "截至11月23日上午9:12",
        "收到28=当场办1+受理21+待受理1+待补正1+不予受理1+撤回1+并案2差0",
        "办结率17/21=80.95%",
        "按时率13/17=件少",
        "响应率20/23=86.96%",
        "办结里：说明办不了1，列入计划1，转告1",
        "回访：该打17，打通16解决率15/16=件少满意率13/16=件少",
        "群众自己评2，自己评满意1",
        "反映干部1只县里看",
    ):
        assert words in shown


def test_2312_of_2421_print_95_50(client, clock, county_officer, village, units, cadre, at):
    """The county's own example, from rows and not from typed sums."""
    from services.models import Ticket

    told = {"status": "answered", "outcome": "done", "answered_at": at, "accepted_at": at}
    Ticket.objects.bulk_create(
        matter(
            number, village, units.village, cadre, at - timedelta(hours=1),
            **(told if number < 2312 else {"status": "in_progress", "accepted_at": at}),
        )
        for number in range(2421)
    )  # fmt: skip
    page = text_of(log_in(client, county_officer).get("/supervision/").content.decode())
    assert "办结率 2312 / 2421 = 95.50%" in page
    assert "差 0" in page


def test_a_difference_is_printed_and_opens_what_stands_nowhere(
    client, clock, county_officer, village, units, cadre, at
):
    matter(77, village, units.village, cadre, at, status="in_progress").save()
    client = log_in(client, county_officer)
    assert "差 1" in text_of(client.get("/supervision/").content.decode())
    assert "0000 0077" in client.get("/supervision/rows/?figure=in_no_part").content.decode()


def test_the_township_reads_first_where_its_late_matters_stand(client, thirty, clock, clerk):
    page = text_of(log_in(client, clerk).get("/supervision/").content.decode())
    assert "卡在谁手里 柳泉村党群服务中心 代办员、站长 超时1件" in page
    assert page.index("卡在谁手里") < page.index("现在要管的")
    assert "柳泉村" in page
    assert "韩城镇" not in page
    assert "反映干部" not in page


def test_the_county_alone_reads_how_many_reports_there_are_and_nobody_lists_them(
    client, thirty, clock, county_officer, clerk
):
    client = log_in(client, county_officer)
    assert "反映干部" in client.get("/supervision/").content.decode()
    assert "反映干部" not in client.get("/supervision/?region=410327102000").content.decode()
    assert client.get("/supervision/rows/?figure=confidential").status_code == 404
    for key in ("received", "accepted", "overdue", "stuck"):
        assert "0000 0013" not in client.get(f"/supervision/rows/?figure={key}").content.decode()


@pytest.mark.parametrize(
    "figure", ["received", "overdue", "reached", "handed_over", "contact_due", "to_rectify"]
)
def test_no_list_shows_who_asked_or_what_was_said(client, clock, inspector, county_officer, figure, village, units, cadre, thirty, at):  # fmt: skip
    from services.models import EventText, Requester, Ticket

    asker = Requester.objects.create(name="周铁牛", phone="16000000101")
    Ticket.objects.update(requester=asker, place="2组小桥边", on_behalf_of="赵大爷")
    event = Ticket.objects.first().events.create(seq=1, verb="submit", at=at, hash="x")
    words = EventText.objects.create(event=event, salt="x", text="路灯坏有半个月了")
    Ticket.objects.filter(number="00000001").update(opening=words)
    for person in (inspector, county_officer):
        for path in ("rows/", "rows/csv/"):
            page = log_in(client, person).get(f"/supervision/{path}?figure={figure}")
            shown = page.content.decode()
            for secret in ("周铁牛", "16000000101", "小桥边", "赵大爷", "路灯坏", cadre.phone):
                assert secret not in shown
            assert cadre.name not in shown


def test_the_inspector_reads_numbers_without_a_way_into_the_matters(client, thirty, clock, inspector, county_officer):  # fmt: skip
    address = "/supervision/rows/?figure=received"
    shown = log_in(client, inspector).get(address).content.decode()
    assert "/desk/tickets/" not in shown
    assert "尾号0001" in shown
    assert "0000 0001" not in shown
    assert "/desk/tickets/00000001/" in log_in(client, county_officer).get(address).content.decode()


def test_a_matter_is_yellow_in_list_count_and_export_alike(client, thirty, clock, county_officer):
    client = log_in(client, county_officer)
    assert "快到期 1" in text_of(client.get("/supervision/").content.decode())
    listed = client.get("/supervision/rows/?figure=due_soon").content.decode()
    assert 'class="light light-soon"' in listed
    assert "0000 0023" in listed
    exported = client.get("/supervision/rows/csv/?figure=received").content.decode()
    lines = [line for line in exported.splitlines() if line.endswith("快到期")]
    assert [line[:9] for line in lines] == ["0000 0023"]


@pytest.mark.parametrize(("sort", "first"), [("", "柳泉镇"), ("received", "柳泉镇"), ("-received", "韩城镇"), ("nonsense", "柳泉镇")])  # fmt: skip
def test_headers_sort_the_townships(client, thirty, clock, county_officer, sort, first):
    page = log_in(client, county_officer).get("/supervision/", {"sort": sort}).content.decode()
    names = re.findall(r'<th scope="row"[^>]*><a [^>]*>(.*?)</a>', page)
    assert names[0] == first


@pytest.mark.parametrize("query", ["from=2026-13-01&to=x", "from=2026-11-30&to=2026-11-01", "from=9999-12-31&to=9999-12-31", "unit=x&item=99999999999999", "page=99&figure=received"])  # fmt: skip
def test_nonsense_in_the_address_is_the_running_half_month(
    client, thirty, clock, county_officer, query
):
    page = log_in(client, county_officer).get(f"/supervision/rows/?{query}")
    assert page.status_code == 200
    assert "收到 28件" in heading(page.content.decode())


def test_an_unknown_figure_is_not_found(client, clock, county_officer):
    assert log_in(client, county_officer).get("/supervision/rows/?figure=clicks").status_code == 404


def test_the_county_page_costs_the_same_with_one_and_with_three(
    client, clock, county, county_officer, village, other_village, units, cadre, at, django_assert_num_queries
):  # fmt: skip
    client = log_in(client, county_officer)
    matter(1, village, units.village, cadre, at, accepted_at=at, status="in_progress").save()
    client.get("/supervision/")
    with django_assert_num_queries(EVERY_PAGE + 11):
        client.get("/supervision/")
    make_region("410327104000", "三乡镇", Level.TOWNSHIP, county, pinyin="san xiang zhen")
    for number in (2, 3):
        matter(number, other_village, units.department, cadre, at, accepted_at=at, status="in_progress", overdue_at=at).save()  # fmt: skip
    with django_assert_num_queries(EVERY_PAGE + 11):
        client.get("/supervision/")


def test_a_list_costs_the_same_with_one_and_with_three(
    client, clock, county_officer, village, other_village, units, cadre, at, django_assert_num_queries
):  # fmt: skip
    client = log_in(client, county_officer)
    for number, place in enumerate((village, other_village, village)):
        matter(
            number, place, units.department, cadre, at, accepted_at=at, status="in_progress"
        ).save()
        client.get("/supervision/rows/")
        if number != 1:
            with django_assert_num_queries(EVERY_PAGE + 5):
                client.get("/supervision/rows/?figure=received")


def test_a_search_in_a_list_narrows_its_file_too_for_whoever_may_read_matters(
    client, thirty, clock, county_officer, inspector
):
    client = log_in(client, county_officer)
    page = client.get("/supervision/rows/?figure=received&q=0000 0001").content.decode()
    (address,) = re.findall(r'href="(/supervision/rows/csv/[^"]+)"', page)
    lines = client.get(unescape(address)).content.decode().splitlines()
    assert [line for line in lines if "0000 0001" in line]
    assert not [line for line in lines if "0000 0002" in line]
    assert "只要“0000 0001”：1件" in lines
    client = log_in(client, inspector)
    whole = client.get("/supervision/rows/csv/?figure=received").content
    assert client.get("/supervision/rows/csv/?figure=received&q=1").content == whole
