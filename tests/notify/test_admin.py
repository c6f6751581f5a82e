"""What set-up and the county see of messages in /admin/."""

import pytest

from notify import wording
from notify.models import Message, MessageTemplate, Webhook
from tests.conftest import log_in

pytestmark = pytest.mark.django_db

TEMPLATES, WEBHOOKS, MESSAGES = (
    "/admin/notify/messagetemplate/",
    "/admin/notify/webhook/",
    "/admin/notify/message/",
)


@pytest.fixture(autouse=True)
def defined(monkeypatch):
    monkeypatch.setattr(wording, "_texts", {"rehearsal_due": "{number}最晚{due}办好"})


@pytest.mark.parametrize(
    ("text", "saved"), [("{number}快到期了", True), ("{name}快到期了", False), ("{number", False)]
)
def test_a_wording_is_saved_when_it_can_be_filled_in(client, admin_person, text, saved):
    log_in(client, admin_person).post(f"{TEMPLATES}add/", {"code": "rehearsal_due", "text": text})
    assert MessageTemplate.objects.exists() is saved


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("字" * 66, "icon-yes"),
        ("字" * 67, "icon-no"),
        ("【县里】{number}", "icon-no"),
        ("字" * 59 + "{number}", "icon-no"),
        ("{unheard", "icon-yes"),
    ],
)
def test_a_wording_that_is_no_sms_is_flagged_with_its_signature(
    client, admin_person, settings, text, sign
):
    settings.SMS_SIGN_NAME = "宜阳"
    MessageTemplate.objects.create(code="rehearsal_due", text=text)
    assert sign in log_in(client, admin_person).get(TEMPLATES).content.decode()


def test_the_county_words_its_messages_itself(client, county_officer):
    said = {"code": "rehearsal_due", "text": "{number}请看", "gateway_code": "SMS_1"}
    log_in(client, county_officer).post(f"{TEMPLATES}add/", said)
    assert MessageTemplate.objects.get().text == "{number}请看"


def test_whoever_saves_a_wording_that_is_no_sms_is_told_so(client, admin_person):
    said = {"code": "rehearsal_due", "text": "字" * 71, "gateway_code": ""}
    page = log_in(client, admin_person).post(f"{TEMPLATES}add/", said, follow=True)
    assert "当短信发不出去：连签名71个字" in page.content.decode()


@pytest.mark.parametrize(
    ("url", "saved"),
    [
        ("https://robot.example/send?key=1", True),
        ("http://robot.example/send?key=1", False),
        ("https://robot.example@10.0.0.1/", False),
        ("https://10.0.0.1/send", False),
        ("file:///etc/passwd", False),
        ("ftp://robot.example/", False),
    ],
)
def test_a_robot_lives_at_a_host_that_the_county_set(
    client, units, admin_person, settings, url, saved
):
    settings.WEBHOOK_HOSTS = ["https://robot.example"]
    log_in(client, admin_person).post(
        f"{WEBHOOKS}add/", {"unit": units.village.pk, "url": url, "active": "on"}
    )
    assert Webhook.objects.exists() is saved


def test_messages_can_be_looked_at_masked_and_not_changed(client, at, county_officer):
    message = Message.objects.create(
        cause="c", channel="sms", address="16000000099", text="x", created_at=at
    )
    log_in(client, county_officer)
    for page in (MESSAGES, f"{MESSAGES}{message.pk}/change/"):
        shown = client.get(page).content.decode()
        assert "160****0099" in shown
        assert "16000000099" not in shown
    assert client.post(f"{MESSAGES}{message.pk}/change/", {"text": "y"}).status_code == 403
    assert client.post(f"{MESSAGES}{message.pk}/delete/", {"post": "yes"}).status_code == 403
