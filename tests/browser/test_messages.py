"""Messages, what was not sent and the calls to make, on a phone."""

import pytest

from config import clock as portal_clock
from notify import actions
from notify.models import Message
from tests.browser.test_look import overflow, photograph, serious


@pytest.fixture
def some(units, county_officer):
    at = portal_clock.now()
    for number, (state, why) in enumerate(
        [
            ("failed", "连签名84个字，超过70个字，一条短信发不下"),
            ("unknown", "发送时程序中断，不知道发没发出"),
            ("failed", "阿里云不收：手机号不对（isv.MOBILE_NUMBER_ILLEGAL）"),
        ]
    ):
        Message.objects.create(
            cause=f"c{number}", channel="sms", address="16000000099", text="x", state=state,
            created_at=at, last_error=why, attempts=1,
        )  # fmt: skip
    actions.tell(
        person=county_officer, text="急事没人接：04261837，柳泉村，已过15分钟", cause="m", at=at,
        url="/desk/", urgent=True,
    )  # fmt: skip
    actions.ask_for_phone_call(
        unit=units.county_desk, callee=None, cause="t", at=at, url="/desk/",
        text="短信没发到，请打电话告诉他：您说的事有结果了，编号04261837。有话打0379-00000011",
    )  # fmt: skip


@pytest.mark.parametrize("page", ["messages", "outbox", "phone-tasks"])
def test_a_page_of_messages_fits_a_phone(some, county_officer, page_375, log_in, page):
    log_in(page_375, county_officer)
    page_375.goto(f"/desk/{page}/")
    photograph(page_375, f"{page}-375")
    assert serious(page_375) == []
    assert overflow(page_375) <= 0
