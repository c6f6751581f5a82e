"""`manage.py import_standards`: versions, idempotent, errors by line and column."""

import pytest
from django.core.management import CommandError, call_command

from centers.models import Standard, StandardItem
from tests.centers.conftest import STANDARDS, give, load

HEADER = "standard,version,name,source,valid_from,order,code,item,measure,least,options,soft,nearby_counts,kinds\n"


@pytest.fixture
def write(tmp_path):
    def write(*rows: str):
        path = tmp_path / "standard.csv"
        path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
        return path

    return write


def test_all_files_of_the_data_folder_load_and_load_again(db, capsys):
    files = sorted(STANDARDS.glob("*.csv"))
    call_command("import_standards", *files)
    before = list(StandardItem.objects.values_list("pk", flat=True))
    call_command("import_standards", *files)
    assert Standard.objects.count() == len(files) == 10
    assert list(StandardItem.objects.values_list("pk", flat=True)) == before
    assert capsys.readouterr().out.endswith("yi_zhan_liu_shi.csv：1个标准，改动0个。\n")


def test_seven_ones_may_stand_near_by(seven_ones):
    assert [item.name for item in seven_ones.items.all()] == [
        "文化活动广场",
        "文化活动室",
        "简易戏台",
        "宣传栏",
        "文化器材",
        "广播器材",
        "体育设施",
    ]
    assert all(item.nearby_counts for item in seven_ones.items.all())


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "a,1,甲,,2026-01-01,1,b,乙,area,,,0,0,",
            "第2行 least 列：按数量或面积算的条目要写最少多少",
        ),
        ("a,1,甲,,2026-01-01,1,b,乙,area,多,,0,0,", "第2行 least 列：应是数字"),
        ("a,x,甲,,2026-01-01,1,b,乙,yes_no,,,0,0,", "第2行 version 列：应是正整数"),
        (
            "a,1,甲,,2026/1/1,1,b,乙,yes_no,,,0,0,",
            "第2行 valid_from 列：日期应写成 2026-01-01 的样子",
        ),
        (
            "a,1,甲,,2026-01-01,1,b,乙,maybe,,,0,0,",
            "第2行 measure 列：应是 yes_no、at_least、area、one_of 之一",
        ),
        ("a,1,甲,,2026-01-01,1,b,乙,yes_no,,,2,0,", "第2行 soft 列：应是 0 或 1"),
        (
            "a,1,甲,,2026-01-01,1,b,乙,yes_no,,,0,0,town",
            "第2行 kinds 列：应是 village、community、township 之一",
        ),
        ("a,1,甲,,2026-01-01,1,b,,yes_no,,,0,0,", "第2行 item 列：不能空着"),
        ("a,1,甲,,2026-01-01,1,b,乙,yes_no,,,0,0", "第2行 kinds 列：应有14格，实有13格"),
    ],
)
def test_a_slip_names_line_and_column_and_imports_nothing(db, write, row, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_standards", write(row))
    assert not Standard.objects.exists()


def test_an_item_twice_and_two_names_for_one_standard(db, write):
    rows = ["a,1,甲,,2026-01-01,1,b,乙,yes_no,,,0,0,", "a,1,丙,,2026-01-01,2,b,丁,yes_no,,,0,0,"]
    with pytest.raises(CommandError) as refused:
        call_command("import_standards", write(*rows))
    assert "第3行 code 列：和第2行重复\n第3行 name 列：和第2行不一样" in str(refused.value)


def test_a_file_without_rows(db, write):
    with pytest.raises(CommandError, match="没有一行数据"):
        call_command("import_standards", write())


def test_an_assessed_version_is_not_rewritten_but_a_new_one_stands_beside_it(db, center, write, at):
    give(center, load("qi_ge_yi"), 7, at)
    row = "qi_ge_yi,{},七个一,,2026-06-01,1,square,大广场,yes_no,,,0,0,"
    with pytest.raises(CommandError, match="已有中心填过，不能改，请用新的版本号"):
        call_command("import_standards", write(row.format(1)))
    call_command("import_standards", write(row.format(2)))
    assert Standard.objects.in_force("qi_ge_yi", at.date()).version == 2
    assert center.assessments.current().count() == 7
