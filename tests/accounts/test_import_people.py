from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from accounts.models import AuditEntry, Post, User
from accounts.roles import Role

pytestmark = pytest.mark.django_db

HEADINGS = ["姓名", "手机", "单位", "岗位", "从", "到", "包的村"]
WANG = ["王小满", "16000000101", "柳泉村党群服务中心", "站长", "2026-01-01", "", ""]


@pytest.fixture
def import_rows(tmp_path, units, at):
    """Import these rows, answer what the command said."""

    def run(*rows: list, headings: list[str] = HEADINGS, **options: object) -> str:
        book = Workbook()
        for row in (headings, *rows):
            book.active.append(row)
        path = tmp_path / "people.xlsx"
        book.save(path)
        out = StringIO()
        call_command("import_people", path, stdout=out, **options)
        return out.getvalue()

    return run


def test_a_person_with_two_posts_is_one_person(import_rows, units):
    said = import_rows(WANG, [*WANG[:3], "代办员", "2026年1月1日", "2026/12/31", ""])
    assert "新来的人 1，新岗位 2" in said
    posts = User.objects.get(phone="16000000101").posts.order_by("role")
    assert [(post.role, str(post.starts), str(post.ends)) for post in posts] == [
        (Role.AGENT, "2026-01-01", "2027-01-01"),
        (Role.STATION_HEAD, "2026-01-01", "None"),
    ]


def test_a_second_import_changes_nothing(import_rows):
    import_rows(WANG)
    before = AuditEntry.objects.count()
    assert "新来的人 0，新岗位 0，原来就有的岗位 1" in import_rows(WANG)
    assert AuditEntry.objects.count() == before


def test_numbers_that_excel_made_of_texts_are_understood(import_rows, units):
    import_rows(["王小满", 16000000101, 410327102200, "station_head", date(2026, 1, 1), None, None])
    assert Post.objects.get().unit == units.village


def test_a_village_link_names_its_village(import_rows, village):
    import_rows(
        ["孙梅", "16000000102", "柳泉镇党群服务中心", "包村干部", "2026-01-01", "", "柳泉村"]
    )
    assert Post.objects.get().region == village


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["", *WANG[1:]], "第3行 姓名 列：没有写"),
        (["李四", "1600000010", *WANG[2:]], "第3行 手机 列：手机是11位数字"),
        (["李四", "16000000101", *WANG[2:]], "第3行 手机 列：这个手机是“王小满”的"),
        (
            ["李四", "16000000109", "柳林村党群服务中心", *WANG[3:]],
            "第3行 单位 列：没有叫“柳林村党群服务中心”的单位",
        ),
        (["李四", "16000000109", WANG[2], "村长", *WANG[4:]], "第3行 岗位 列：没有“村长”这个岗位"),
        (
            ["李四", "16000000109", WANG[2], "部门联络员", *WANG[4:]],
            "第3行 岗位 列：“柳泉村党群服务中心”里没有“部门联络员”这个岗位",
        ),
        (["李四", "16000000109", *WANG[2:4], "去年", "", ""], "第3行 从 列：“去年”不是日期"),
        (
            ["李四", "16000000109", *WANG[2:4], "2026-02-30", "", ""],
            "第3行 从 列：“2026-02-30”不是日期",
        ),
        (
            ["李四", "16000000109", *WANG[2:4], "2026-02-02", "2026-02-01", ""],
            "第3行 到 列：比“从”还早",
        ),
        (
            ["李四", "16000000109", "柳泉镇党群服务中心", "包村干部", "2026-01-01", "", ""],
            "第3行 包的村 列：",
        ),
        (
            ["李四", "16000000109", "柳泉镇党群服务中心", "包村干部", "2026-01-01", "", "阁北村"],
            "第3行 包的村 列：",
        ),
        (["王小满", "", *WANG[2:]], "第3行 手机 列：叫“王小满”的不止一个"),
        ([*WANG[:4], "2026-03-01", "", ""], "第3行 从 列：这个人已经有这个岗位"),
    ],
)
def test_a_broken_row_is_named_and_nothing_is_imported(import_rows, row, problem):
    with pytest.raises(CommandError) as error:
        import_rows(WANG, row)
    assert problem in str(error.value)
    assert not User.objects.exists()


def test_every_broken_row_is_told_at_once(import_rows):
    with pytest.raises(CommandError) as error:
        import_rows(["李四", "1", *WANG[2:]], ["王五", "2", *WANG[2:]])
    assert [line[:3] for line in str(error.value).splitlines()[1:]] == ["第2行", "第3行"]


def test_two_people_of_one_name_in_the_portal_need_the_phone(import_rows, at):
    for phone in ("16000000101", "16000000103"):
        User.objects.create_user(phone, "王小满", phone=phone)
    with pytest.raises(CommandError, match="不止一个"):
        import_rows(["王小满", "", *WANG[2:]])


def test_two_units_of_one_name_need_the_code(import_rows, units):
    units.other.name = units.village.name
    units.other.save()
    with pytest.raises(CommandError, match="有2个单位叫"):
        import_rows(WANG)
    assert "新岗位 1" in import_rows([*WANG[:2], "410327102200", *WANG[3:]])


def test_a_missing_column_is_named(import_rows):
    with pytest.raises(CommandError, match="第1行少了这几列：岗位、从"):
        import_rows(["王小满", "", "柳泉村党群服务中心"], headings=["姓名", "手机", "单位"])


def test_a_file_that_is_no_workbook_is_refused(tmp_path, units, at):
    path = tmp_path / "people.xlsx"
    path.write_text("姓名,手机")
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_people", path)


def test_slips_open_the_door_once_and_stand_in_a_private_file(import_rows, tmp_path, client):
    sheet = tmp_path / "slips.html"
    said = import_rows(WANG, slips=sheet)
    html = sheet.read_text()
    password = html.split("<code>")[1].split("</code>")[0]
    assert sheet.stat().st_mode & 0o777 == 0o600
    assert password not in said
    assert (
        client.post("/login/", {"username": "16000000101", "password": password}).status_code == 302
    )
    assert client.get("/people/").headers["Location"] == "/password/"


def test_slips_that_cannot_be_written_import_nobody(import_rows, tmp_path):
    with pytest.raises(CommandError, match="没有导入"):
        import_rows(WANG, slips=tmp_path / "missing" / "slips.html")
    assert not User.objects.exists()


def test_the_template_can_be_filled_in_and_imported(tmp_path, units, at):
    path = tmp_path / "template.xlsx"
    call_command("import_people", template=path, stdout=StringIO())
    book = load_workbook(path)
    row = dict(zip(HEADINGS, WANG, strict=True))
    headings = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].append([row[heading] for heading in headings])
    book.save(path)
    call_command("import_people", path, stdout=StringIO())
    assert Post.objects.get().role == Role.STATION_HEAD
