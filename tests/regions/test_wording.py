from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template

from config.clock import LOCAL
from regions import wording


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("00:00", "凌晨0:00"),
        ("05:59", "凌晨5:59"),
        ("06:00", "上午6:00"),
        ("09:12", "上午9:12"),
        ("11:59", "上午11:59"),
        ("12:00", "中午12:00"),
        ("12:30", "中午12:30"),
        ("13:00", "下午1:00"),
        ("17:30", "下午5:30"),
        ("19:00", "晚上7:00"),
        ("23:30", "晚上11:30"),
    ],
)
def test_a_time_of_day_carries_its_part_of_the_day(clock, words):
    assert wording.clock_time(time.fromisoformat(clock)) == words
    assert wording.clock_time(local(f"2026-11-26T{clock}")) == words


def test_an_instant_carries_its_weekday():
    assert wording.instant(local("2026-11-26T17:30")) == "11月26日（星期四）下午5:30"


def test_a_step_is_said_without_the_weekday():
    assert wording.moment(local("2026-11-23T09:12")) == "11月23日上午9:12"


def test_a_day_is_said_for_a_date_and_for_an_instant():
    assert (
        wording.day(date(2026, 11, 29))
        == wording.day(local("2026-11-29T01:00"))
        == "11月29日（星期日）"
    )


def test_an_instant_in_utc_is_said_in_local_time():
    assert wording.instant(datetime(2026, 9, 30, 19, 5, tzinfo=UTC)) == "10月1日（星期四）凌晨3:05"


NOW = local("2026-11-23T16:00")


@pytest.mark.parametrize(
    ("at", "relative", "until"),
    [
        ("2026-11-23T17:30", "今天下午5:30", "下午5:30"),
        ("2026-11-24T00:00", "明天凌晨0:00", "夜里12:00"),
        ("2026-11-24T08:00", "明早8:00", "明早8:00"),
        ("2026-11-24T12:00", "明天中午12:00", "明天中午12:00"),
        ("2026-11-22T09:00", "昨天上午9:00", "昨天上午9:00"),
        ("2026-11-26T17:30", "11月26日（星期四）下午5:30", "11月26日（星期四）下午5:30"),
        ("2027-01-04T12:00", "2027年1月4日（星期一）中午12:00", "2027年1月4日（星期一）中午12:00"),
    ],
)
def test_a_near_instant_is_said_as_seen_from_now(at, relative, until):
    assert wording.relative(local(at), NOW) == relative
    assert wording.until(local(at), NOW) == until


def test_tomorrow_morning_over_the_year_end_is_still_tomorrow_morning():
    assert wording.until(local("2027-01-01T08:00"), local("2026-12-31T23:30")) == "明早8:00"


@pytest.mark.parametrize(
    ("at", "words"),
    [("2026-11-25T09:00", "星期三上午9:00"), ("2026-11-30T09:00", "11月30日（星期一）上午9:00")],
)
def test_a_day_of_this_week_is_said_by_its_weekday(at, words):
    assert wording.soon(local(at), NOW) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("08:00", "12:00", "上午8:00到12:00"),
        ("14:30", "17:30", "下午2:30到5:30"),
        ("08:00", "17:30", "上午8:00到下午5:30"),
        ("17:30", "08:00", "下午5:30到上午8:00"),
    ],
)
def test_a_span_names_the_part_of_the_day_where_it_changes(start, end, words):
    assert wording.span(time.fromisoformat(start), time.fromisoformat(end)) == words


def test_templates_say_the_same_words_and_nothing_for_an_empty_field():
    page = Template(
        "{% load wording %}{{ at|zh_instant }}|{{ at|zh_time }}|{{ at|zh_day }}|{{ at|zh_until:now }}|{{ none|zh_instant }}|{{ midnight|zh_time }}"
    )
    context = {"at": local("2026-11-24T08:00"), "now": NOW, "none": None, "midnight": time(0)}
    assert (
        page.render(Context(context))
        == "11月24日（星期二）上午8:00|上午8:00|11月24日（星期二）|明早8:00||凌晨0:00"
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("16000000001", "160 0000 0001"),
        ("160****0001", "160 **** 0001"),
        ("0379-00000011", "0379-0000 0011"),
        ("037900000011", "0379-0000 0011"),
        ("010-1234567", "010-123 4567"),
        ("12345", "12345"),
        ("", ""),
    ],
)
def test_a_number_is_grouped_to_be_read_out(number, words):
    assert wording.phone_number(number) == words
