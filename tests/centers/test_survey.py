"""The survey by Excel: taken whole, or every slip named by sheet, row and column (B2, B58)."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from centers import jobs
from centers.models import Center, Equipment, Room, Wall
from centers.survey.sheets import HEADINGS, template
from notify.actions import do_job
from notify.models import JobState
from tests.centers.conftest import load
from tests.conftest import log_in

VILLAGE, OTHER = "410327102200", "410327103201"


def workbook(**sheets) -> bytes:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(HEADINGS[name])
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def bring(clerk, at):
    def bring(content: bytes, by=clerk):
        job = jobs.start_survey(content=content, by=by, at=at)
        do_job(job_id=job.pk, at=at)
        job.refresh_from_db()
        return job

    return bring


def test_four_sheets_come_in_at_once(center, bring):
    load("qi_ge_you")
    job = bring(
        workbook(
            党群服务中心=[
                (
                    VILLAGE,
                    None,
                    None,
                    "村室",
                    None,
                    None,
                    220,
                    1000,
                    "完好",
                    "村集体",
                    None,
                    34.5,
                    112.1,
                )
            ],
            房间=[(VILLAGE, None, 2, "诊室", 20.5, "标准化卫生室", None)],
            设备=[(VILLAGE, "电脑", 3, "党费", None, date(2024, 5, 1))],
            围墙=[(VILLAGE, "已拆", "2026-03-01", "还在", None, None)],
        )
    )
    assert (job.state, job.problems) == (JobState.DONE, []), job.result
    center.refresh_from_db()
    assert (center.indoor_area, center.latitude) == (Decimal("220.0"), Decimal("34.500000"))
    room = Room.objects.get()
    assert (room.building.name, room.building.floors, room.area) == ("主楼", 2, Decimal("20.5"))
    assert center.assessments.current().get().item.code == "clinic"
    assert (Equipment.objects.get().number, Wall.objects.get().removed_on) == (3, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("sheet", "row", "slip"),
    [
        ("党群服务中心", (VILLAGE, None, None, None, None, None, -5), "党群服务中心 第2行 室内面积：应是数字，单位平方米"),
        ("房间", (VILLAGE, None, 1, "诊室", -3), "房间 第2行 面积：应是大于0的数，单位平方米"),
        ("房间", (VILLAGE, None, 1, "诊室", 3, "打牌"), "房间 第2行 功能：没有“打牌”这种功能，能写的在“说明”表里"),
        ("房间", ("999999999999", None, 1, "诊室"), "房间 第2行 区划代码：没有这个村或镇，应是12位区划代码"),
        ("房间", (OTHER, None, 1, "诊室"), "房间 第2行 区划代码：这个村不归您管"),
        ("房间", (VILLAGE, None, 1, None), "房间 第2行 名称：不能空着"),
        ("设备", (VILLAGE, "电脑", 0), "设备 第2行 件数：应是1到100000的整数"),
        ("设备", (VILLAGE, "电脑", 1, "借的"), "设备 第2行 钱从哪来：只能写财政、党费、抓包联单位、共建单位、村集体、捐的、别的"),
        ("围墙", (VILLAGE, "已拆", "2030-01-01"), "围墙 第2行 拆除日期：这一天还没到"),
        ("围墙", (VILLAGE, "不具备条件"), "围墙 第2行 原因：不拆的要写为啥，几个字就行"),
    ],
)  # fmt: skip
def test_a_slip_is_named_and_nothing_is_taken(center, other_center, bring, sheet, row, slip):
    good = (
        {"设备": [(VILLAGE, "电视", 1)]}
        if sheet != "设备"
        else {"房间": [(VILLAGE, None, 1, "诊室")]}
    )
    job = bring(workbook(**{sheet: [row]}, **good))
    assert (job.state, job.problems) == (JobState.FAILED, [slip])
    assert not Equipment.objects.exists()
    assert not Room.objects.exists()


def test_a_code_twice_is_named(center, bring):
    row = (VILLAGE, None, None, "村室")
    assert bring(workbook(党群服务中心=[row, row])).problems == [
        "党群服务中心 第3行 区划代码：和第2行重复了"
    ]


def test_a_village_that_was_merged_is_named(center, bring, village, neighbour_village, at):
    type(village).objects.filter(pk=village.pk).update(
        retired_on=at.date(), successor=neighbour_village
    )
    job = bring(workbook(房间=[(VILLAGE, None, 1, "诊室")]))
    assert job.problems == ["房间 第2行 区划代码：这个村已经撤并了，请写并入的村的代码"]


def test_what_was_downloaded_changes_nothing_when_it_comes_back(center, bring, cadre, at):
    center.buildings.create(name="主楼").rooms.create(name="诊室", area=20)
    Wall.objects.create(center=center, state="standing", surveyed_on=at.date())
    center.equipment.create(name="电脑", number=3)
    before = list(Room.objects.values()), list(Equipment.objects.values())
    content = template(list(Center.objects.all()))
    assert load_workbook(BytesIO(content))["房间"]["D2"].value == "诊室"
    assert bring(content).state == JobState.DONE
    assert (list(Room.objects.values()), list(Equipment.objects.values())) == before


def test_the_township_sends_the_file_and_follows_the_work(client, clerk, center):
    log_in(client, clerk)
    assert client.get("/desk/survey/template/").content[:2] == b"PK"
    assert "下载表" in client.get("/desk/survey/").content.decode()
    answer = client.post(
        "/desk/survey/", {"file": BytesIO(workbook(房间=[(VILLAGE, None, 1, "诊室")]))}
    )
    assert answer.url.startswith("/desk/jobs/")
    wrong = client.post("/desk/survey/", {"file": BytesIO(b"no workbook")})
    assert (wrong.status_code, "要 .xlsx 表格" in wrong.content.decode()) == (400, True)
