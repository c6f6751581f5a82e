"""SMS by Aliyun's SDK against a fake of its wire: signed, once, and every refusal in words (B57)."""

import json

import pytest

from accounts.models import Unit
from notify import actions, aliyun, wording
from notify.models import Message, MessageState, MessageTemplate, PhoneTask
from notify.timing import WAITS, next_morning
from notify.wording import Worded
from tests.notify.fake_aliyun import KEY, SECRET, FakeAliyun

pytestmark = pytest.mark.django_db

CODE = "rehearsal_done"
WORDS = Worded(CODE, {"number": "04261837", "phone": "0379-00000011"})


@pytest.fixture
def gateway(settings, monkeypatch):
    """The county has an account, a signature and one approved template."""
    monkeypatch.setattr(wording, "_texts", {CODE: "您的事办完了，编号{number}，有话打{phone}"})
    fake = FakeAliyun()
    settings.SMS_BACKEND, settings.SMS_SIGN_NAME = "aliyun", "宜阳党群"
    settings.ALIYUN_ACCESS_KEY_ID, settings.ALIYUN_ACCESS_KEY_SECRET = KEY, SECRET
    settings.ALIYUN_SMS_ENDPOINT = fake.url
    MessageTemplate.objects.create(
        code=CODE, text="编号{number}办完了，有话打{phone}", gateway_code="SMS_1"
    )
    yield fake
    fake.close()


def send(at, text=WORDS, caller: Unit | None = None) -> Message:
    actions.send_sms(phone="16000000099", text=text, cause="c", at=at, caller=caller)
    actions.sweep(at=at)
    return Message.objects.get()


def test_a_message_goes_out_signed_as_template_and_variables(at, gateway):
    message = send(at)
    assert (message.state, message.last_error) == (MessageState.SENT, "")
    (heard,) = gateway.heard
    assert json.loads(heard.pop("TemplateParam")) == dict(WORDS.fields)
    assert heard == {
        "action": "SendSms",
        "PhoneNumbers": "16000000099",
        "SignName": "宜阳党群",
        "TemplateCode": "SMS_1",
    }


def test_a_wrong_secret_is_refused_in_words(at, gateway, settings):
    settings.ALIYUN_ACCESS_KEY_SECRET = "another"
    message = send(at)
    assert message.state == MessageState.FAILED
    assert "AccessKey 不对" in message.last_error


LATER, TOMORROW, NEVER = "later", "tomorrow", "never"
ANSWERS = [
    (200, "isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5", LATER),
    (200, "isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:40", TOMORROW),
    (200, "isv.DAY_LIMIT_CONTROL", "x", TOMORROW),
    (200, "isv.AMOUNT_NOT_ENOUGH", "x", LATER),
    (200, "isp.SYSTEM_ERROR", "x", LATER),
    (200, "isv.MOBILE_NUMBER_ILLEGAL", "x", NEVER),
    (200, "isv.SMS_SIGNATURE_ILLEGAL", "x", NEVER),
    (200, "isv.SMS_TEMPLATE_ILLEGAL", "x", NEVER),
    (200, "isv.SOMETHING_NEW", "说不清的", NEVER),
    (400, "Throttling.User", "x", LATER),
    (503, "ServiceUnavailable", "x", LATER),
    (404, "InvalidAccessKeyId.NotFound", "x", NEVER),
]


@pytest.mark.parametrize(("status", "code", "said", "when"), ANSWERS)
def test_each_answer_of_the_gateway_means_something_for_the_row(
    at, gateway, status, code, said, when
):
    gateway.answer = (status, {"Code": code, "Message": said, "RequestId": "R"})
    message = send(at)
    due = {LATER: at + WAITS[0], TOMORROW: next_morning(at), NEVER: None}[when]
    state = MessageState.FAILED if when == NEVER else MessageState.WAITING
    assert (message.state, message.next_try_at) == (state, due)
    assert code in message.last_error
    assert len(gateway.heard) == 1


def test_a_gateway_that_breaks_down_leaves_it_unknown_and_is_not_asked_again(at, gateway):
    gateway.answer = (500, {"Code": "InternalError", "Message": "x", "RequestId": "R"})
    assert send(at).state == MessageState.UNKNOWN
    actions.sweep(at=next_morning(at))
    assert len(gateway.heard) == 1


def test_an_answer_that_never_comes_leaves_it_unknown(at, gateway, monkeypatch):
    monkeypatch.setattr(aliyun, "TIMEOUT", 100)
    gateway.wait = 0.4
    assert send(at).state == MessageState.UNKNOWN
    assert len(gateway.heard) == 1


def test_a_gateway_that_is_not_there_is_tried_again(at, gateway):
    gateway.close()
    message = send(at)
    assert (message.state, message.next_try_at) == (MessageState.WAITING, at + WAITS[0])
    assert message.last_error == "连不上阿里云短信"


@pytest.mark.parametrize("text", ["没有模板的话", Worded(CODE, {"number": "1", "phone": "2"})])
def test_what_has_no_approved_template_is_never_handed_over(at, gateway, text):
    MessageTemplate.objects.update(gateway_code="")
    message = send(at, text)
    assert (message.state, gateway.heard) == (MessageState.FAILED, [])
    assert "模板代号" in message.last_error


@pytest.mark.parametrize(
    ("field", "why"),
    [
        ("字" * 21, "超过20个字"),
        ("http://a.example/", "里有网址"),
        ("www.a.cn", "里有网址"),
        ("【县里】", "不能有【】"),
    ],
)
def test_what_the_carriers_would_refuse_is_refused_before(at, gateway, field, why):
    message = send(at, Worded(CODE, WORDS.fields | {"number": field}))
    assert (message.state, gateway.heard) == (MessageState.FAILED, [])
    assert why in message.last_error


def test_seventy_characters_are_counted_with_the_signature(at, gateway):
    MessageTemplate.objects.update(text="字" * 56 + "{number}")
    assert send(at).state == MessageState.SENT  # 6 for 【宜阳党群】 and 64
    Message.objects.all().delete()
    MessageTemplate.objects.update(text="字" * 57 + "{number}")
    message = send(at)
    assert (message.state, len(gateway.heard)) == (MessageState.FAILED, 1)
    assert "连签名71个字" in message.last_error


def test_what_did_not_arrive_becomes_a_call_of_the_unit(at, gateway, units):
    gateway.answer = (200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "x"})
    send(at, caller=units.village)
    task = PhoneTask.objects.get()
    assert task.unit == units.village
    assert task.text == "短信没发到，请打电话告诉他：编号04261837办完了，有话打0379-00000011"
