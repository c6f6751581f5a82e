from datetime import date

import pytest
from django.core.management import CommandError

from regions.actions import merge_regions, move_region, recode_region, rename_region
from regions.models import Region, RegionCode
from tests.regions.conftest import FROM_HENAN, YIYANG

pytestmark = pytest.mark.django_db

HEADER = "code,name,level,parent_code\n"
PROVINCE = "410000000000,河南省,province,\n"
TOWNSHIP = "410327102000,柳泉镇,township,410000000000\n"
YESTERDAY = date(2026, 11, 22)


def region(code: str) -> Region:
    return Region.objects.by_code(code).region


def test_yiyang_has_16_townships_and_353_villages_and_communities(run, clock):
    assert run("import_regions", YIYANG)[:2] == [
        "新增 381，改动 0，不变 0",
        "现有乡镇（街道） 16，村和社区 353",
    ]
    assert region("410327102204").short_name == "沙漠村"
    assert region("410327102208").short_name == "元村"
    assert region("410327001001").short_name == "解放路社区"


def test_short_names_of_the_henan_file_come_out_right(run, clock):
    run("import_regions", FROM_HENAN)
    assert region("410108001200").short_name == "毛庄村"
    assert region("410122104215").short_name == "毛庄村"
    assert region("410103009002").short_name == "福华南街社区"


def test_a_second_import_changes_nothing(run, clock):
    run("import_regions", YIYANG)
    before = list(Region.objects.values())
    assert run("import_regions", YIYANG)[0] == "新增 0，改动 0，不变 381"
    assert list(Region.objects.values()) == before


def test_every_region_has_its_code_and_lies_below_its_parent(run, clock):
    run("import_regions", YIYANG)
    assert RegionCode.objects.filter(valid_until=None).count() == 381
    for each in Region.objects.select_related("parent"):
        assert each.path == f"{each.parent.path if each.parent else '/'}{each.pk}/"


def test_children_may_stand_before_their_parents(run, clock, write_csv):
    run("import_regions", write_csv(HEADER + TOWNSHIP + PROVINCE))
    assert region("410327102000").parent.code == "410000000000"


def test_a_file_may_hang_on_what_is_already_there(run, clock, county, write_csv):
    row = "410327113000,新镇,township,410327000000\n"
    assert run("import_regions", write_csv(HEADER + row))[0] == "新增 1，改动 0，不变 0"
    assert region("410327113000").is_below(county)


def test_a_changed_name_is_written_and_the_old_one_kept(run, clock, village, write_csv):
    row = "410327102200,大柳村村民委员会,village,410327102000\n"
    assert run("import_regions", write_csv(HEADER + row))[0] == "新增 0，改动 1，不变 0"
    village.refresh_from_db()
    assert village.short_name == "大柳村"
    assert village.former_names.get().short_name == "柳泉村"


@pytest.mark.parametrize("marker", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_and_windows_lines_do_no_harm(run, clock, write_csv, marker):
    table = write_csv(marker + (HEADER + PROVINCE).replace("\n", "\r\n").encode())
    assert run("import_regions", table)[0] == "新增 1，改动 0，不变 0"


BROKEN = [
    (PROVINCE + "41032710200,柳泉镇,township,410000000000\n", "第3行 code 列", "12位"),
    (PROVINCE + PROVINCE, "第3行 code 列", "第2行已经有了"),
    (PROVINCE + ",柳泉镇,township,410000000000\n", "第3行 code 列", "12位"),
    (PROVINCE + "410327102000,,township,410000000000\n", "第3行 name 列", "空"),
    (PROVINCE + f"410327102000,{'长' * 61},township,410000000000\n", "第3行 name 列", "60"),
    (PROVINCE + "410327102000,柳\x07泉镇,township,410000000000\n", "第3行 name 列", "控制字符"),
    (PROVINCE + "410327102000,柳\x00泉镇,township,410000000000\n", "第3行 name 列", "控制字符"),
    (PROVINCE + "410327102000,柳泉镇,town,410000000000\n", "第3行 level 列", "township"),
    (PROVINCE + "410327102000,柳泉镇,township,\n", "第3行 parent_code 列", "缺上级"),
    (PROVINCE + "410327102000,柳泉镇,township,410327000000\n", "第3行 parent_code 列", "不在"),
    (
        PROVINCE + TOWNSHIP + "410327103000,韩城镇,township,410327102000\n",
        "第4行 parent_code 列",
        "层级",
    ),
    (PROVINCE + TOWNSHIP + "410327102700,某村,village,410327102000\n", "第4行 code 列", "001到599"),
    (PROVINCE + "410327102000,柳泉镇,township\n", "第3行 parent_code 列", "应有4格，实有3格"),
    (
        PROVINCE + "410327102000,柳泉镇,township,410000000000,多\n",
        "第3行 parent_code 列",
        "实有5格",
    ),
    (PROVINCE + '410327102000,"柳泉镇,township,410000000000\n', "第3行", "引号"),
]


@pytest.mark.parametrize(("rows", "place", "reason"), BROKEN)
def test_a_broken_file_names_line_and_column_and_imports_nothing(
    run, clock, write_csv, rows, place, reason
):
    with pytest.raises(CommandError, match=f"{place}.*{reason}"):
        run("import_regions", write_csv(HEADER + rows))
    assert not Region.objects.exists()


def test_every_fault_of_a_file_is_named_at_once(run, clock, write_csv):
    rows = PROVINCE + "1,,town,\n" + "2,,town,\n"
    with pytest.raises(CommandError) as refused:
        run("import_regions", write_csv(HEADER + rows))
    assert str(refused.value).count("第3行") == 3
    assert str(refused.value).count("第4行") == 3


def test_a_missing_column_is_named(run, clock, write_csv):
    with pytest.raises(CommandError, match="第1行 parent_code 列"):
        run("import_regions", write_csv("code,name,level\n" + "410000000000,河南省,province\n"))


def test_a_file_in_another_encoding_is_refused(run, clock, write_csv):
    with pytest.raises(CommandError, match=r"第2行 第2格 列.*UTF-8"):
        run("import_regions", write_csv(HEADER.encode() + PROVINCE.encode("gbk")))


def test_a_missing_file_is_said_plainly(run, clock, tmp_path):
    with pytest.raises(CommandError, match="打不开文件"):
        run("import_regions", tmp_path / "none.csv")


def test_what_was_changed_here_survives_an_older_table(run, clock, at):
    run("import_regions", YIYANG)
    rename_region(region=region("410327102200"), name="新柳村", on=YESTERDAY, at=at)
    recode_region(region=region("410327102201"), code="410327102011", on=YESTERDAY, at=at)
    merge_regions(
        regions=[region("410327102202")], into=region("410327102204"), on=YESTERDAY, at=at
    )
    out = run("import_regions", YIYANG)
    assert out[:4] == [
        "新增 0，改动 0，不变 381",
        "未动：410327102200 柳泉村村民委员会 已改名为新柳村",
        "未动：410327102201 鱼泉村 已改用代码 410327102011",
        "未动：410327102202 西高村村民委员会 已撤销",
    ]
    assert region("410327102200").short_name == "新柳村"


def test_a_service_area_of_the_county_stays_between_township_and_village(
    run, clock, township, village, write_csv
):
    area = "410327102900,一片区,service_area,410327102000\n"
    run("import_regions", write_csv(HEADER + area))
    move_region(region=village, parent=region("410327102900"))
    row = f"{village.code},{village.name},village,410327102000\n"
    assert run("import_regions", write_csv(HEADER + row))[0] == "新增 0，改动 0，不变 1"
    village.refresh_from_db()
    assert village.parent.short_name == "一片区"


def test_slips_of_the_source_are_listed_for_a_person(run, clock, tmp_path):
    out = "\n".join(run("import_regions", FROM_HENAN, slips=tmp_path / "slips.csv"))
    for what in (
        "代码是村，名称是社区，1 处\n  第26行 410122102251 金源社区村民委员会",
        "代码是社区，名称是村，1 处\n  第28行 410185003009 韩村居委会",
        "名称里有汉字以外的字符，1 处",
        "名称里的“委员会”重复或没写完，3 处",
        "同一乡镇里名称相同或只差一个“村”字，4 处",
        "名称前面带着上级的名称，1 处",
        "虚拟的或筹备中的，1 处",
    ):
        assert what in out
    listed = (tmp_path / "slips.csv").read_text("utf-8-sig").splitlines()
    assert (
        "名称里有汉字以外的字符,30,410711001200,杨岗村村民委员会（新乡市古龙实业公司））" in listed
    )


def test_a_clean_county_has_no_slips(run, clock):
    assert not [line for line in run("import_regions", YIYANG) if "请核对" in line]


@pytest.mark.slow
def test_fifty_thousand_villages_come_in_at_once_and_only_once(run, clock, write_csv):
    rows = [HEADER, PROVINCE]
    for town in range(1, 251):
        rows.append(f"410{town:06}000,甲{town}镇,township,410000000000\n")
        rows += [
            f"410{town:06}{number},东柳泉村村民委员会,village,410{town:06}000\n"
            for number in range(200, 400)
        ]
    table = write_csv("".join(rows))
    assert run("import_regions", table)[0] == "新增 50251，改动 0，不变 0"
    assert run("import_regions", table)[0] == "新增 0，改动 0，不变 50251"
