import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from services.catalogue.actions import confirm_items, record_edit
from services.catalogue.itemfile import BASIC_NEEDS
from services.catalogue.topics import topics
from services.choices import Basis, Mode, PresenceNeeded, TicketClass
from services.models import Category, Material, ServiceItem

ITEMS = Path(settings.BASE_DIR, "data", "catalogue", "items.csv")
BUTTONS = (
    "低保救助 医保看病 养老社保 水电路灯 种地盖房 户口证明 邻里矛盾 上学当兵党员 缴费送药 说不清的"
)


@pytest.fixture
def imported(db) -> None:
    call_command("import_catalogue", ITEMS, verbosity=0)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def everything() -> list[tuple]:
    items = ServiceItem.objects.order_by("code").values_list()
    papers = Material.objects.order_by("item__code", "order").values_list()
    return [*items, *papers, *Category.objects.values_list()]


def test_the_catalogue_has_151_items_in_15_categories_and_two_more(imported):
    assert ServiceItem.objects.count() == 151
    assert Category.objects.filter(items__isnull=False).distinct().count() == 15
    assert Category.objects.get(about_service=True).name == "对服务的意见"
    assert Category.objects.get(about_cadres=True).name == "对干部的意见"
    assert Category.objects.count() == 17
    assert not ServiceItem.objects.filter(confirmed=True).exists()


def test_the_categories_stand_under_ten_buttons(imported):
    assert topics() == BUTTONS.split()


def test_a_row_of_the_file_becomes_an_item(imported):
    item = ServiceItem.objects.get(code="094")
    assert (item.name, item.place) == ("居民身份证申领换领", "镇派出所")
    assert (item.mode, item.presence) == (Mode.ACCOMPANY, PresenceNeeded.IN_PERSON)
    assert (item.promised_amount, item.promised_basis) == (20, Basis.WORKING_DAY)
    assert (item.legal_amount, item.legal_basis) == (60, Basis.CALENDAR_DAY)
    assert item.provenance == {"promised": "illustrative", "legal": "law", "materials": "GK"}


def test_materials_are_parted_and_keep_their_remarks(imported):
    papers = ServiceItem.objects.get(code="044").materials.values_list("text", "form", "copies")
    assert list(papers)[1] == ("发票原件", "original", None)
    assert ServiceItem.objects.get(code="001").materials.last().text == "残疾证或病历(如有)"
    assert Material.objects.get(item__code="008", order=6).form == "copy"
    assert Material.objects.get(item__code="008", order=2).form == ""


def test_nought_days_is_kept_apart_from_no_promise(imported, tmp_path):
    assert ServiceItem.objects.get(code="012").promised_amount == 0
    rows = rows_of(ITEMS)
    rows[0]["promised_workdays"] = ""
    call_command("import_catalogue", write(tmp_path / "a.csv", rows), verbosity=0)
    assert ServiceItem.objects.get(code="001").promised_amount is None


def test_water_power_lamps_medicine_and_crops_are_basic_needs(imported):
    basic = ServiceItem.objects.filter(ticket_class=TicketClass.BASIC)
    assert set(basic.values_list("name", flat=True)) == BASIC_NEEDS
    others = ServiceItem.objects.exclude(ticket_class=TicketClass.BASIC)
    assert set(others.values_list("ticket_class", flat=True)) == {TicketClass.ORDINARY}


def test_a_second_import_changes_nothing(imported, capsys):
    before = everything()
    call_command("import_catalogue", ITEMS)
    assert everything() == before
    assert "新增 0，改动 0，不变 151" in capsys.readouterr().out


def test_an_item_that_the_file_changes_follows_it_with_a_new_version(imported, tmp_path):
    rows = rows_of(ITEMS)
    rows[0] |= {"promised_workdays": "25", "materials": "身份证;户口簿复印件"}
    call_command("import_catalogue", write(tmp_path / "a.csv", rows), verbosity=0)
    item = ServiceItem.objects.get(code="001")
    assert (item.promised_amount, item.version) == (25, 2)
    assert list(item.materials.values_list("text", "form")) == [
        ("身份证", ""),
        ("户口簿复印件", "copy"),
    ]


@pytest.mark.parametrize("how", ["confirmed", "edited"])
def test_the_countys_own_items_are_kept_and_reported(
    imported, tmp_path, capsys, county_officer, at, how
):
    item = ServiceItem.objects.get(code="001")
    if how == "confirmed":
        confirm_items(items=[item], actor=county_officer, at=at)
    else:
        record_edit(item=item, changed=["fee"], actor=county_officer, at=at)
    rows = rows_of(ITEMS)
    rows[0]["promised_workdays"] = "25"
    call_command("import_catalogue", write(tmp_path / "a.csv", rows))
    item.refresh_from_db()
    assert item.promised_amount == 30
    assert "没有动：001 最低生活保障审核确认" in capsys.readouterr().out


def test_what_the_file_has_no_column_for_stays(imported):
    ServiceItem.objects.filter(code="001").update(fee="不收钱", version=7)
    call_command("import_catalogue", ITEMS, verbosity=0)
    assert ServiceItem.objects.get(code="001").fee == "不收钱"


def test_a_countys_own_columns_are_read(db, tmp_path):
    rows = [
        row | {"fee": "不收钱", "steps": "收材料;送镇里", "phone": "0379-00000002"}
        for row in rows_of(ITEMS)
    ]
    call_command("import_catalogue", write(tmp_path / "a.csv", rows), verbosity=0)
    item = ServiceItem.objects.get(code="001")
    assert (item.fee, item.steps) == ("不收钱", "收材料\n送镇里")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"item_code": ""}, "第3行 item_code 列：编码应是1到12位数字或字母"),
        ({"item_code": "001"}, "第3行 item_code 列：和第2行重复"),
        ({"item": "最低生活保障审核确认"}, "第3行 item 列：和第2行重复"),
        ({"item": ""}, "第3行 item 列：不能空着"),
        ({"item": "长" * 61}, "第3行 item 列：最多60个字"),
        ({"category": "没有的"}, "第3行 category 列：没有“没有的”这个类别"),
        ({"level": "镇"}, "第3行 level 列：应是 village、township、county 之一"),
        ({"mode": "快办"}, "第3行 mode 列：应是"),
        ({"presence": "in_person"}, "第3行 mode 列：要本人到场的事不能代办"),
        ({"promised_workdays": "三"}, "第3行 promised_workdays 列：应是0到365的整数"),
        ({"promised_workdays": "31"}, "第3行 promised_workdays 列：承诺的比法定的还长"),
        ({"legal_unit": "month"}, "第3行 legal_unit 列：应是"),
        ({"materials": "长" * 121}, "第3行 materials 列：一样材料最多120个字"),
    ],
)
def test_a_broken_row_is_named_by_line_and_column_and_nothing_is_imported(
    db, tmp_path, change, message
):
    rows = rows_of(ITEMS)
    rows[1] |= change
    with pytest.raises(CommandError, match=message):
        call_command("import_catalogue", write(tmp_path / "a.csv", rows))
    assert not ServiceItem.objects.exists()
    assert not Category.objects.exists()


def test_all_that_is_wrong_is_said_at_once(db, tmp_path):
    rows = rows_of(ITEMS)
    rows[1]["level"] = rows[4]["promised_workdays"] = "?"
    with pytest.raises(CommandError) as refused:
        call_command("import_catalogue", write(tmp_path / "a.csv", rows))
    assert "第3行 level 列" in str(refused.value)
    assert "第6行 promised_workdays 列" in str(refused.value)


def test_a_missing_column_is_named(db, tmp_path):
    rows = [
        {key: cell for key, cell in row.items() if key != "materials"} for row in rows_of(ITEMS)
    ]
    with pytest.raises(CommandError, match="第1行 materials 列"):
        call_command("import_catalogue", write(tmp_path / "a.csv", rows))


def test_a_name_that_another_code_has_in_the_database_is_refused(imported, tmp_path):
    rows = rows_of(ITEMS)[:1]
    rows[0]["item_code"] = "A1"
    with pytest.raises(CommandError, match="第2行 item 列：库里编码 001 的事项已经叫这个名字"):
        call_command("import_catalogue", write(tmp_path / "a.csv", rows))
