"""The duty pages in a browser: readable on a phone and a desk, the board with scripts off."""

from datetime import date

import pytest

from accounts.models import Post
from accounts.roles import Role
from centers.models import Center
from duty import actions
from regions.models import CalendarDay
from tests.browser.test_look import overflow, photograph, serious


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
