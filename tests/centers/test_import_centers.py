"""`manage.py import_centers`: an Excel file, whole or not at all (B58)."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from accounts.models import AuditEntry
from centers.models import Center

pytestmark = pytest.mark.usefixtures("units", "clock")

HEAD = ("区划代码", "名称", "值班电话", "室内面积", "这里有啥")
ROW = ("410327102200", "柳泉村党群服务中心", "0379-0000 0011", 220, "图书室、戏台")


@pytest.fixture
def write(tmp_path):
    def write(*rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / "centers.xlsx"
        book.save(path)
        return path

    return write


def test_units_get_their_centres(write, capsys):
    call_command(
        "import_centers",
        write(HEAD, ROW, (410327102000, "柳泉镇党群服务中心", "037900000010", None, None)),
    )
    village = Center.objects.get(kind="village")
    assert (village.name, village.duty_phone, village.indoor_area, village.places) == (
        "柳泉村党群服务中心",
        "037900000011",
        Decimal(220),
        ["图书室", "戏台"],
    )
    assert capsys.readouterr().out == "新建2个中心，已有0个。\n"


def test_a_second_import_changes_only_what_the_file_says(write):
    call_command("import_centers", write(HEAD, ROW))
    Center.objects.update(address="村委会院内")
    call_command("import_centers", write(HEAD, (*ROW[:3], 260, None)))
    center = Center.objects.get()
    assert (center.indoor_area, center.places, center.address) == (
        Decimal(260),
        ["图书室", "戏台"],
        "村委会院内",
    )
    call_command("import_centers", write(HEAD, (*ROW[:3], 260, None)))
    assert AuditEntry.objects.filter(verb="change_center").count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("4103271022", *ROW[1:]), "第3行 区划代码 列：应是12位数字"),
        (("410327102299", *ROW[1:]), "第3行 区划代码 列：没有这个村或镇，或者它还没有站点单位"),
        (("410327102200", *ROW[1:]), "第3行 区划代码 列：和上面重复了"),
        (("410327102201", "", *ROW[2:]), "第3行 名称 列：不能空着"),
        (("410327102201", "长" * 61, *ROW[2:]), "第3行 名称 列：太长了，最多60个字"),
        (
            ("410327102201", "鱼泉村党群服务中心", "1600000000", 1, ""),
            "第3行 值班电话 列：手机是11位数字，座机要带区号",
        ),
        (
            ("410327102201", "鱼泉村党群服务中心", "037900000012", "二百", ""),
            "第3行 室内面积 列：应是数字，单位平方米",
        ),
        (
            ("410327102201", "鱼泉村党群服务中心", "037900000012", 1, "很" * 21),
            "第3行 这里有啥 列：“很很很",
        ),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_imported(write, row, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_centers", write(HEAD, ROW, row))
    assert not Center.objects.exists()


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (("区划代码", "名称"), "第1行 值班电话 列：第一行没有这一列"),
        ((*HEAD, "面积"), "第1行 面积 列：不认识这一列"),
    ],
)
def test_wrong_headings(write, head, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_centers", write(head, ROW))


def test_an_empty_sheet_and_something_that_is_no_sheet(write, tmp_path):
    with pytest.raises(CommandError, match="没有一行数据"):
        call_command("import_centers", write(HEAD))
    other = tmp_path / "centers.xlsx"
    other.write_text("区划代码")
    with pytest.raises(CommandError, match="格式的 Excel 文件"):
        call_command("import_centers", other)


def test_the_template_can_be_filled_in_and_imported(tmp_path):
    path = tmp_path / "empty.xlsx"
    call_command("import_centers", path, "--template")
    assert load_workbook(path).active["A1"].value == "区划代码"
    call_command("import_centers", path)
    assert Center.objects.get().local_name == "村室"
