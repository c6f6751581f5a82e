"""Centre, notices and activities in a browser: one tap says what is there; readable, accessible, without scripts."""

from datetime import date, timedelta

import pytest

from activities.actions import When, approve_activity, plan_activity, set_month_theme
from centers.actions import assess, publish_notice
from centers.models import Center
from tests.browser.test_look import overflow, photograph, serious
from tests.centers.conftest import load, local


@pytest.fixture
def lively(clock, units, cadre, duty_person, village) -> Center:
    """The village's centre with six of 七个一, a notice, a theme and two activities."""
    at = clock.now()
    center = Center.objects.create(
        unit=units.village,
        kind="village",
        name="柳泉村党群服务中心",
        local_name="村室",
        duty_phone="037900000011",
        address="村委会院内",
    )
    for item in load("qi_ge_yi").items.all():
        lacks = item.code == "broadcast_set"
        promised = date(2027, 6, 30) if lacks else None
        assess(
            center=center,
            item=item,
            presence="lack" if lacks else "have",
            promised_on=promised,
            by=cadre,
            at=at,
        )
    for by, title in (
        (cadre, "11月24日（星期二）上午8:00到12:00停电"),
        (duty_person, "老年人免费体检"),
    ):
        publish_notice(
            region=village,
            kind="outage",
            title=title,
            groups="2组、3组",
            text="检修线路，请提前把水接好。",
            shows_from=at,
            shows_until=at + timedelta(days=2),
            by=by,
            at=at,
        )
    set_month_theme(center=center, month=at.date(), title="学法用法", by=cadre, at=at)
    for title, when in (
        ("法治大讲堂", When(local(23, 15), local(23, 17), "二楼")),
        ("镇里来人办社保、医保", When(local(25, 9), local(25, 12))),
    ):
        approve_activity(
            activity=plan_activity(center=center, title=title, sessions=[when], by=cadre, at=at),
            by=cadre,
            at=at,
        )
    plan_activity(
        center=center,
        title="读报、下棋",
        sessions=[When(local(26, 14), local(26, 17), "图书室")],
        by=duty_person,
        at=at,
    )
    return center


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("checklist", "/desk/center/410327102200/"),
        ("details", "/desk/center/410327102200/details/"),
        ("hours", "/desk/center/410327102200/hours/"),
        ("notices", "/desk/notices/"),
        ("notice-new", "/desk/notices/new/"),
        ("activities", "/desk/activities/"),
        ("activity-new", "/desk/activities/new/"),
    ],
)
def test_the_desks_pages_are_accessible_and_fit(
    lively, new_page, log_in, cadre, width, name, address
) -> None:
    page = new_page(width)
    log_in(page, cadre)
    page.goto(address)
    photograph(page, f"{name}-{width}")
    assert serious(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("name", ["notices", "activities"])
def test_the_public_pages_stand_without_a_script(lively, page_no_script, page_375, name) -> None:
    page_no_script.goto(f"/c/410327102200/{name}/")
    photograph(page_no_script, f"public-{name}-375")
    assert overflow(page_no_script) <= 0
    page_375.goto(f"/c/410327102200/{name}/")
    assert serious(page_375) == []


def test_one_tap_says_what_is_there(lively, page_375, log_in, cadre) -> None:
    log_in(page_375, cadre)
    page_375.goto("/desk/center/410327102200/")
    assert page_375.get_by_text("明年6月底前补上").is_visible()
    page_375.get_by_role("button", name="附近有 广播器材").click()
    page_375.get_by_text("7/7").wait_for()


def test_a_notice_is_read_out_and_printed(lively, page_375, log_in, cadre) -> None:
    log_in(page_375, cadre)
    page_375.goto("/desk/notices/")
    page_375.get_by_role("link", name="停电").click()
    photograph(page_375, "notice-375")
    assert page_375.get_by_label("最多120个字").input_value().startswith("柳泉村的乡亲们请注意：")
    assert serious(page_375) == []
    page_375.get_by_role("link", name="打印一张贴出来").click()
    photograph(page_375, "notice-sheet")
    assert page_375.get_by_role("img", name="扫一扫，看村里所有通知").is_visible()


def test_an_activity_is_moved_on_a_phone(lively, page_375, log_in, cadre) -> None:
    log_in(page_375, cadre)
    page_375.goto("/desk/activities/")
    page_375.get_by_role("link", name="法治大讲堂").click()
    photograph(page_375, "activity-375")
    assert serious(page_375) == []
    page_375.get_by_role("link", name="改时间").click()
    page_375.get_by_label("几点开始").fill("16:00")
    page_375.get_by_role("button", name="改好了").click()
    assert page_375.get_by_text("今天下午4:00").is_visible()
