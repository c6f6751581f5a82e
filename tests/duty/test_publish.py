import io

import pytest
from openpyxl import load_workbook

from config.errors import Conflict, Refusal
from duty import actions
from duty.coverage import on_duty
from duty.models import Leave, PlannedChange, Roster
from duty.plan import breaks_of, changes_of
from notify.models import Message
from tests.conftest import hire, log_in
from tests.duty.conftest import enrol, local, stand

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
BEFORE = local("2026-11-25T09:00")
BASE = "/desk/duty/410327102200/"


@pytest.fixture
def place(center, duty_person, cadre):
    enrol(center, cadre, "village")
    return stand(center, duty_person, *DAY, presence="onsite")


def publish(place, by, reason="先用着"):
    return actions.publish_roster(roster=place.shift.roster, by=by, at=BEFORE, reason=reason)


def who(units):
    return [person.user for person in on_duty(units.village, local("2026-11-26T09:00")).people]


def test_a_planned_change_holds_only_after_it_is_published(place, duty_person, cadre, units):
    actions.plan_change(assignment=place, user=cadre, by=cadre, at=BEFORE)
    assert who(units) == [duty_person]
    assert changes_of(place.shift.roster)[0].words.endswith("李秀英 → 王来顺")
    roster = publish(place, cadre)
    assert who(units) == [cadre]
    assert (roster.version, roster.published_by, PlannedChange.objects.count()) == (2, cadre, 0)


def test_only_those_with_a_change_are_told(place, center, duty_person, cadre, agent):
    enrol(center, agent, "other")
    stand(center, agent, *DAY, category="other")
    actions.plan_change(assignment=place, user=cadre, by=cadre, at=BEFORE)
    publish(place, cadre)
    said = dict(Message.objects.values_list("recipient", "text"))
    assert set(said) == {duty_person.pk, cadre.pk}
    assert "您不用值11月26日（星期四）" in said[duty_person.pk]
    assert "您多了11月26日（星期四）" in said[cadre.pk]


def test_a_month_that_breaks_a_rule_needs_a_reason_which_stays(place, center, cadre):
    stand(center, None, *DAY, category="township", presence="onsite")
    roster = place.shift.roster
    assert "11月26日（星期四）08:00-17:30缺镇干部" in breaks_of(roster, BEFORE).all
    with pytest.raises(Refusal, match="缺镇干部"):
        publish(place, cadre, reason=" ")
    assert publish(place, cadre, "镇里开会抽不出人").exception == "镇里开会抽不出人"


def test_hours_without_any_shift_are_named(place, cadre):
    words = breaks_of(place.shift.roster, BEFORE).all
    assert "11月25日上午9:00到第二天上午8:00没有班" in words
    assert any(one.startswith("11月26日下午5:30到") for one in words)


def test_limits_of_onsite_duty_are_named(place, center, duty_person):
    stand(center, duty_person, "2026-11-26T20:00", "2026-11-26T23:00", presence="onsite")
    assert any("歇不够11小时" in one for one in breaks_of(place.shift.roster, BEFORE).all)


def test_nothing_is_published_twice_and_back_to_the_same_is_no_change(place, duty_person, cadre):
    actions.plan_change(assignment=place, user=cadre, by=cadre, at=BEFORE)
    actions.plan_change(assignment=place, user=duty_person, by=cadre, at=BEFORE)
    assert not PlannedChange.objects.exists()
    publish(place, cadre)
    with pytest.raises(Conflict, match="没有新的改动"):
        publish(place, cadre)


def test_a_change_that_meanwhile_collides_publishes_nothing(
    place, center, neighbour_center, duty_person, cadre, units
):
    other = stand(center, duty_person, "2026-11-27T08:00", "2026-11-27T17:30", presence="onsite")
    for row in (place, other):
        actions.plan_change(assignment=row, user=cadre, by=cadre, at=BEFORE)
    stand(neighbour_center, cadre, *DAY, presence="onsite")
    with pytest.raises(Conflict, match="别的中心值班"):
        publish(place, cadre)
    assert (who(units), PlannedChange.objects.count()) == ([duty_person], 2)


def test_the_leader_reads_what_changes_and_publishes(client, clock, place, cadre, units):
    clock.set(BEFORE)
    log_in(client, cadre)
    page = client.post(
        f"/desk/duty/places/{place.pk}/", {"user": cadre.pk, "how": "plan"}, follow=True
    ).text
    assert "有1处改动还没公布" in page
    assert "要换成王来顺" in page
    assert "李秀英 → 王来顺" in client.get(BASE + "publish/?month=2026-11").text
    refused = client.post(BASE + "publish/?month=2026-11", {"reason": ""})
    assert (refused.status_code, "请写明理由" in refused.text) == (400, True)
    done = client.post(BASE + "publish/?month=2026-11", {"reason": "先用着"}, follow=True).text
    assert "公布了" in done
    assert who(units) == [cadre]


def test_the_plan_can_be_dropped(client, clock, place, cadre):
    clock.set(BEFORE)
    actions.plan_change(assignment=place, user=cadre, by=cadre, at=BEFORE)
    log_in(client, cadre).post(BASE + "drop/?month=2026-11")
    assert not PlannedChange.objects.exists()


def book_of(client):
    return load_workbook(io.BytesIO(client.get(BASE + "workbook/?month=2026-11").content))


def bring(client, book):
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "11月.xlsx"
    return client.post(BASE + "import/?month=2026-11", {"book": out}, follow=True)


def test_the_month_goes_out_to_excel_and_comes_back_as_planned_changes(client, clock, place, cadre):
    clock.set(BEFORE)
    book = book_of(log_in(client, cadre))
    sheet = book["值班"]
    assert [cell.value for cell in sheet[2]][4:7] == ["村干部", "在岗", "李秀英"]
    assert book["月表"]["A2"].value == "李秀英" or book["月表"]["A3"].value == "李秀英"
    sheet["G2"] = "王来顺"
    answer = bring(client, book)
    assert "有1处改动" in answer.text
    assert "李秀英 → 王来顺" in answer.text


def test_what_is_planned_goes_out_to_excel_and_comes_back(client, clock, place, cadre, agent):
    clock.set(BEFORE)
    actions.plan_change(assignment=place, user=cadre, by=cadre, at=BEFORE)
    book = book_of(log_in(client, cadre))
    assert book["值班"]["G2"].value == "王来顺"
    assert "有1处改动" in bring(client, book).text


def test_nobody_is_published_into_a_place_while_on_leave(
    client, clock, place, center, cadre, clerk
):
    actions.plan_change(assignment=place, user=cadre, by=clerk, at=BEFORE)
    leave = actions.ask_leave(
        user=cadre, center=center, start=place.start, end=place.end, kind="sick", by=cadre, at=BEFORE
    )  # fmt: skip
    Leave.objects.filter(pk=leave.pk).update(status="approved")
    with pytest.raises(Refusal, match="值不了，请先换人"):
        actions.publish_roster(roster=place.shift.roster, by=clerk, at=BEFORE, reason="缺人")
    Leave.objects.filter(pk=leave.pk).update(status="requested")
    actions.approve_leave(leave=leave, by=clerk, at=BEFORE)
    assert not PlannedChange.objects.exists()


def test_wrong_cells_are_named_by_row_and_column_and_nothing_is_taken_in(
    client, clock, place, center, cadre, agent
):
    clock.set(BEFORE)
    enrol(center, agent, "other")
    stand(center, None, "2026-11-27T08:00", "2026-11-27T17:30")
    stand(center, None, "2026-11-28T08:00", "2026-11-28T17:30")
    book = book_of(log_in(client, cadre))
    sheet = book["值班"]
    sheet["G2"], sheet["G3"], sheet["H4"] = "冯桂花", "张三", "9999999"
    answer = bring(client, book)
    assert answer.status_code == 400
    for words in (
        "第2行 值班人 列：冯桂花是其他人员，这个位置要村干部",
        "第3行 值班人 列：“张三”不在这个中心的值班人员里",
        "第4行 编号 列：这个月没有编号“9999999”的位置",
    ):
        assert words in answer.text
    assert not PlannedChange.objects.exists()


def test_a_name_that_two_people_share_is_asked_about_in_words(
    client, clock, place, center, units, cadre
):
    clock.set(BEFORE)
    for number in (61, 62):
        enrol(center, hire(f"w{number}", "王伟", number, units.village, "member"), "village")
    book = book_of(log_in(client, cadre))
    book["值班"]["G2"] = "王伟"
    asked = bring(client, book).text
    assert "叫“王伟”的有2个人，是哪一个？请写成：王伟0061（村干部）、王伟0062（村干部）" in asked
    book["值班"]["G2"] = "王伟0062"
    assert "有1处改动" in bring(client, book).text
    assert PlannedChange.objects.get().member.user.username == "w62"


@pytest.mark.parametrize("content", [b"", b"PK not a workbook", "姓名,班次".encode()])
def test_a_file_that_is_no_workbook_is_refused_in_words(client, clock, place, cadre, content):
    clock.set(BEFORE)
    file = io.BytesIO(content)
    file.name = "x.xlsx"
    answer = log_in(client, cadre).post(BASE + "import/?month=2026-11", {"book": file})
    assert answer.status_code == 400
    assert "这个文件是空的" in answer.text or "打不开这个文件" in answer.text


def test_the_sheet_to_hang_up_names_people_and_holes(client, clock, place, center, cadre):
    stand(center, None, *DAY, category="township")
    page = log_in(client, cadre).get(BASE + "sheet/?month=2026-11&paper=a3").text
    for words in ("2026年11月值班表", "李秀英", "缺镇干部", "0379-0000 0011", 'class="roster a3"'):
        assert words in page
    assert Roster.objects.count() == 1
