from datetime import date

import pytest
from django.core.management import CommandError

from regions.models import CalendarDay, DayKind
from tests.regions.conftest import HOLIDAYS

pytestmark = pytest.mark.django_db

HEADER = "date,weekday,type,name,status,statutory\n"


def test_announced_days_are_confirmed_and_others_are_statutory_only(run, clock):
    assert run("import_calendar", HOLIDAYS)[0] == "新增 121，改动 0，不变 0"
    assert set(CalendarDay.objects.filter(confirmed=False).values_list("kind", flat=True)) == {
        "statutory"
    }
    assert {
        day.year for day in CalendarDay.objects.filter(confirmed=True).dates("date", "year")
    } == {
        2024,
        2025,
        2026,
    }
    makeup = CalendarDay.objects.get(date=date(2026, 10, 10))
    assert (makeup.kind, makeup.makeup, makeup.name) == (DayKind.WORK, True, "国庆节")


def test_a_second_import_changes_nothing_and_warns_of_next_year(run, clock):
    run("import_calendar", HOLIDAYS)
    out = run("import_calendar", HOLIDAYS)
    assert out[0] == "新增 0，改动 0，不变 121"
    assert out[1].startswith("2027年的放假安排还没有导入")


def test_days_not_announced_count_only_if_statutory(run, clock, write_csv):
    rows = "2027-01-01,Fri,holiday,元旦,expected,1\n2027-01-02,Sat,holiday,元旦,expected,0\n"
    run("import_calendar", write_csv(HEADER + rows))
    day = CalendarDay.objects.get()
    assert (day.date, day.kind, day.confirmed) == (date(2027, 1, 1), DayKind.STATUTORY, False)


def test_an_announced_day_is_never_made_provisional_again(run, clock, write_csv):
    row = "2027-01-01,Fri,holiday,元旦,{},1\n"
    run("import_calendar", write_csv(HEADER + row.format("expected")))
    assert (
        run("import_calendar", write_csv(HEADER + row.format("official")))[0]
        == "新增 0，改动 1，不变 0"
    )
    assert (
        run("import_calendar", write_csv(HEADER + row.format("expected")))[0]
        == "新增 0，改动 0，不变 1"
    )
    assert CalendarDay.objects.get().confirmed


def test_a_county_may_have_days_of_its_own(run, clock, county, village, write_csv):
    table = write_csv(HEADER + "2026-11-24,Tue,holiday,庙会,official,0\n")
    run("import_calendar", table, county=county.code)
    assert CalendarDay.objects.get().county == county
    for code, sentence in ((village.code, "不是县"), ("999999999999", "没有代码")):
        with pytest.raises(CommandError, match=sentence):
            run("import_calendar", table, county=code)


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("2026-13-01,Thu,holiday,国庆节,official,1", "第3行 date 列"),
        ("20261001,Thu,holiday,国庆节,official,1", "第3行 date 列"),
        ("2026-01-01,Thu,holiday,元旦,official,1", "第3行 date 列.*第2行已经有了"),
        ("2026-10-01,Fri,holiday,国庆节,official,1", "第3行 weekday 列.*Thu"),
        ("2026-10-01,Thu,free,国庆节,official,1", "第3行 type 列"),
        ("2026-10-01,Thu,holiday,国庆节,official,是", "第3行 statutory 列"),
        ("2026-10-10,Sat,workday,国庆节,official,1", "第3行 statutory 列"),
        (f"2026-10-01,Thu,holiday,{'长' * 41},official,1", "第3行 name 列"),
        ("2026-10-01,Thu,holiday,国庆节,,1", "第3行 status 列"),
        ("2026-10-01,Thu,holiday,国庆节,official", "第3行 statutory 列.*应有6格"),
    ],
)
def test_a_broken_file_names_line_and_column_and_imports_nothing(run, clock, write_csv, row, place):
    with pytest.raises(CommandError, match=place):
        run(
            "import_calendar",
            write_csv(HEADER + "2026-01-01,Thu,holiday,元旦,official,1\n" + row + "\n"),
        )
    assert not CalendarDay.objects.exists()
