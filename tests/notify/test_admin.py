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


@pytest.mark.parametrize(("length", "sign"), [(70, "icon-yes"), (71, "icon-no")])
def test_a_wording_too_long_for_one_sms_is_flagged(client, admin_person, length, sign):
    MessageTemplate.objects.create(code="rehearsal_due", text="字" * length)
    assert sign in log_in(client, admin_person).get(TEMPLATES).content.decode()


@pytest.mark.parametrize(
    ("url", "saved"),
    [
        ("https://robot.example/send?key=1", True),
        ("file:///etc/passwd", False),
        ("ftp://robot.example/", False),
    ],
)
def test_a_robot_has_a_web_address(client, units, admin_person, url, saved):
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
