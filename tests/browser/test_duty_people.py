"""Who stands duty, what each has stood, and a township's shifts: on a phone, readable and without a word of trouble."""

from decimal import Decimal

from duty import actions
from duty.models import DutyMember
from tests.browser.test_duty import MONTH, duty_month
from tests.browser.test_look import overflow, photograph, serious

__all__ = ["duty_month"]


def test_the_leader_looks_after_the_people_on_a_phone(
    duty_month, page_375, log_in, cadre, clerk, clock
) -> None:
    member = DutyMember.objects.get(user=cadre)
    actions.adjust_credit(
        member=member,
        points=Decimal(4),
        nights=Decimal(2),
        note="防汛值夜",
        by=cadre,
        at=clock.now(),
    )
    log_in(page_375, cadre)
    people = f"{MONTH}people/"
    for name, address in (
        ("people", people),
        ("member", f"{people}{member.pk}/"),
        ("credits", f"{MONTH}credits/"),
        ("mine", "/desk/duty/mine/"),
    ):
        page_375.goto(address)
        photograph(page_375, f"duty-{name}-375")
        assert overflow(page_375) <= 0
        assert serious(page_375) == []
    page_375.goto(f"{people}{member.pk}/")
    page_375.get_by_label("少一半").check()
    page_375.get_by_label("为什么少排或不排").fill("照顾老人")
    page_375.get_by_role("button", name="存下").click()
    assert page_375.get_by_text("份额0.5").is_visible()


def test_the_township_sets_its_shifts_on_a_phone(duty_month, page_375, log_in, clerk) -> None:
    log_in(page_375, clerk)
    page_375.goto(f"{MONTH}rules/")
    page_375.get_by_role("link", name="全镇的班次").click()
    photograph(page_375, "duty-township-shifts-375")
    assert overflow(page_375) <= 0
    page_375.get_by_role("link", name="改（白班）").or_(
        page_375.get_by_role("link", name="改 白班")
    ).first.click()
    photograph(page_375, "duty-township-shift-375")
    assert overflow(page_375) <= 0
    page_375.goto("/desk/duty/looser/")
    assert page_375.get_by_text("没有。各中心的班次都够").is_visible()
    photograph(page_375, "duty-looser-375")
