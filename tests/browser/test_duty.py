"""The duty pages in a browser: readable on a phone and a desk, the board with scripts off."""

import re
from datetime import date

import pytest

from accounts.models import Post
from accounts.roles import Role
from centers.models import Center
from duty import actions
from duty.models import Assignment
from regions.models import CalendarDay
from tests.browser.test_look import overflow, photograph, serious

MONTH = "/desk/duty/410327102200/"


@pytest.fixture
def duty_month(clock, units, cadre, duty_person, clerk, village) -> Center:
    """November 2026 of the village, filled by rotation: nobody of the others, so holes stand in it."""
    CalendarDay.objects.create(
        date=date(2026, 10, 1), kind="statutory", name="国庆节", confirmed=True
    )
    center = Center.objects.create(
        unit=units.village, kind="village", name="柳泉村党群服务中心", duty_phone="0379-00000011"
    )
    Post.objects.create(
        user=clerk,
        unit=units.township,
        role=Role.VILLAGE_LINK,
        region=village,
        starts=date(2025, 1, 1),
    )
    actions.load_shift_templates()
    actions.enrol_members(centers=[center], since=date(2026, 11, 1))
    actions.build_roster(center=center, month=date(2026, 11, 1), at=clock.now())
    return center


def test_the_board_stands_without_a_script(duty_month, page_no_script) -> None:
    page_no_script.goto("/c/410327102200/board/")
    photograph(page_no_script, "duty-board-375")
    assert page_no_script.get_by_text("现在开着门，到中午12:00").is_visible()
    assert page_no_script.get_by_role("img", name="村里的网页").is_visible()
    assert overflow(page_no_script) <= 0


def test_the_board_is_accessible_on_a_screen(duty_month, page_1280) -> None:
    page_1280.goto("/c/410327102200/board/")
    photograph(page_1280, "duty-board-1280")
    assert serious(page_1280) == []


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    ("name", "address"), [("month", "/desk/duty/410327102200/"), ("log", "/desk/duty/log/")]
)
def test_the_desks_duty_pages_are_accessible_and_fit(
    duty_month, new_page, log_in, cadre, width, name, address
) -> None:
    page = new_page(width)
    log_in(page, cadre)
    page.goto(address)
    assert page.url.endswith(address)
    photograph(page, f"duty-{name}-{width}")
    assert serious(page) == []
    assert overflow(page) <= 0


def test_nothing_to_report_is_one_tap_on_a_phone(duty_month, page_375, log_in, cadre) -> None:
    log_in(page_375, cadre)
    page_375.goto("/desk/duty/log/")
    page_375.get_by_role("button", name="零记录").click()
    assert page_375.get_by_text("零记录，记下了").is_visible()


def test_the_township_reads_where_nobody_stands(duty_month, units, page_375, log_in, clerk) -> None:
    Center.objects.create(unit=units.neighbour, kind="village", name="鱼泉村党群服务中心")
    log_in(page_375, clerk)
    page_375.goto("/desk/duty/")
    photograph(page_375, "duty-township-375")
    assert page_375.get_by_text("群众现在看到的是柳泉镇党群服务中心").is_visible()
    assert serious(page_375) == []
    assert overflow(page_375) <= 0


def test_a_secretary_plans_publishes_and_asks_leave_on_a_phone(
    duty_month, page_375, log_in, cadre, duty_person, clerk
) -> None:
    """E6: change by tapping, publish with what changes, one tap for nothing, leave with a replacement."""
    log_in(page_375, cadre)
    page_375.goto(MONTH)
    page_375.get_by_role("link", name=re.compile(r"换人\s*11月28日")).click()
    page_375.get_by_label("王来顺").check()
    photograph(page_375, "duty-place-375")
    page_375.get_by_role("button", name="先记下，一起公布").click()
    assert page_375.get_by_text("要换成王来顺").first.is_visible()
    page_375.get_by_role("link", name="看改动，公布").click()
    assert page_375.get_by_text("李秀英 → 王来顺").is_visible()
    photograph(page_375, "duty-publish-375")
    assert overflow(page_375) <= 0
    page_375.get_by_label("不合要求也要公布，理由是").fill("其他人员还没配齐")
    page_375.get_by_role("button", name="公布").click()
    assert page_375.get_by_text("有变动的人都告诉了").is_visible()
    page_375.goto("/desk/duty/410327102200/leave/")
    page_375.get_by_label("从").fill("2026-11-29T08:00")
    page_375.get_by_label("到").fill("2026-11-30T08:00")
    page_375.get_by_label("谁顶班").select_option(label="李秀英")
    page_375.get_by_role("button", name="交给站长批").click()
    log_in(page_375, clerk)
    page_375.goto("/desk/duty/410327102200/requests/")
    photograph(page_375, "duty-requests-375")
    assert serious(page_375) == []
    assert overflow(page_375) <= 0
    page_375.get_by_role("button", name=re.compile(r"^批\s*王来顺")).click()
    assert page_375.get_by_text("批了", exact=True).is_visible()
    stands = Assignment.objects.active().filter(shift__duty_date=date(2026, 11, 29))
    assert stands.get().user == duty_person


def test_the_next_shift_reads_and_takes_over_on_a_phone(
    duty_month, clock, page_375, log_in, cadre, duty_person
) -> None:
    who = Assignment.objects.covering(clock.now()).get(category="village").user
    actions.open_matter(center=duty_month, text="水管没修好", by=cadre, at=clock.now())
    log_in(page_375, who)
    page_375.goto("/desk/")
    page_375.get_by_role("link", name="接班").click()
    assert page_375.get_by_text("水管没修好").is_visible()
    photograph(page_375, "duty-take-over-375")
    assert serious(page_375) == []
    page_375.get_by_role("button", name="看过了，接班").click()
    assert page_375.get_by_text("接班了").is_visible()


def test_the_month_fits_a_desk_and_its_sheet_a_phone(duty_month, new_page, log_in, cadre) -> None:
    page = new_page(768)
    log_in(page, cadre)
    page.goto(MONTH)
    assert page.get_by_role("table").is_visible()
    assert overflow(page) <= 0
    phone = new_page(375)
    log_in(phone, cadre)
    phone.goto(f"{MONTH}sheet/?month=2026-11")
    assert overflow(phone) <= 0
