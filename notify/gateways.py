"""The doors to the outside: SMS, group robots, e-mail. A door is called outside any transaction.

A door answers by returning when the message was taken, and by raising NotSent when it
certainly was not. Anything else that is raised (a time-out, a torn connection) leaves it
unknown, and unknown is never sent again by itself.
"""

from __future__ import annotations

import json
import re
import smtplib
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from notify import aliyun, robots, wording
from notify.refusals import Hopeless, NotConfigured, NotSent

if TYPE_CHECKING:
    from accounts.models import User
    from notify.models import Message

MOBILE = re.compile(r"^1\d{10}$")
WEBHOOK_TIMEOUT = 5
LONGEST_ANSWER = 64 * 1024


def hand_over(message: Message, at: datetime) -> None:
    """Give one message to the door of its channel."""
    _DOORS[message.channel](message, at)


def has_sms() -> bool:
    """Whether an SMS would leave the house at all."""
    return settings.SMS_BACKEND in _SMS_BACKENDS


def has_email() -> bool:
    """Whether a letter would leave the house at all."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def is_mobile(phone: str | None) -> bool:
    """Only a mobile can read; everybody else is phoned."""
    return bool(phone and MOBILE.match(phone))


def reaches_by_sms(person: User) -> bool:
    return has_sms() and is_mobile(person.phone)


def reaches_by_email(address: str) -> bool:
    return bool(address) and has_email()


def _send_sms(message: Message, at: datetime) -> None:
    backend = _SMS_BACKENDS.get(settings.SMS_BACKEND)
    if backend is None:
        raise NotConfigured(_("没有配短信"))
    phone = message.recipient.phone if message.recipient else _address(message)
    if not phone or not is_mobile(phone):
        raise Hopeless(_("没有手机号"))
    if wrong := wording.faults(message.text, message.fields):
        raise Hopeless("；".join(wrong))
    backend(phone, message, at)


def _sms_to_console(phone: str, message: Message, at: datetime) -> None:
    print(f"SMS {phone}: {message.text}", flush=True)  # noqa: T201 - this is the whole gateway


def _sms_to_aliyun(phone: str, message: Message, at: datetime) -> None:
    template = wording.gateway_code(message.template)
    if not template:
        raise Hopeless(_("这种消息还没有填阿里云的模板代号，请在“消息模板”里填上"))
    aliyun.send(phone, template, message.fields)


def _sms_to_file(phone: str, message: Message, at: datetime) -> None:
    folder = settings.VAR_DIR / "sms"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sent = {"at": at.isoformat(), "phone": phone, "text": wording.signed(message.text)}
    line = json.dumps(sent, ensure_ascii=False)
    with (folder / f"{at:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def _post_to_webhook(message: Message, at: datetime) -> None:
    """The JSON that the group robots of 企业微信, 政务微信 and 钉钉 all take."""
    if message.webhook is None or not message.webhook.active:
        raise Hopeless(_("群机器人已经停用"))
    if not robots.may_be_spoken_to(message.webhook.url):
        raise Hopeless(_("群机器人的地址不在允许的域名里（WEBHOOK_HOSTS）"))
    body = json.dumps(
        {"msgtype": "text", "text": {"content": message.text}}, ensure_ascii=False
    ).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    # only hosts that the county set, see notify.robots
    request = urllib.request.Request(message.webhook.url, body, headers)  # noqa: S310
    try:
        with _opener.open(request, timeout=WEBHOOK_TIMEOUT) as answer:
            _check_answer(answer)
    except urllib.error.HTTPError as error:
        raise NotSent(_("群机器人回了 %(code)s") % {"code": error.code}) from error
    except urllib.error.URLError as error:  # raised while connecting or sending, never after
        raise NotSent(_("连不上群机器人：%(reason)s") % {"reason": error.reason}) from error


def _check_answer(answer: HTTPResponse) -> None:
    """Robots refuse with status 200 and an `errcode` of their own."""
    try:
        told = json.loads(answer.read(LONGEST_ANSWER))
    except ValueError:
        return
    if isinstance(told, dict) and told.get("errcode"):
        raise NotSent(
            _("群机器人不收：%(why)s") % {"why": str(told.get("errmsg") or told["errcode"])}
        )


def _send_email(message: Message, at: datetime) -> None:
    address = _address(message)
    if not has_email():
        raise NotConfigured(_("没有配发信的邮箱"))
    if not address:
        raise Hopeless(_("没有邮箱"))
    try:
        subject = message.text.partition("\n")[0][:30]
        EmailMessage(subject=subject, body=message.text, to=[address]).send()
    except (
        smtplib.SMTPResponseException,
        smtplib.SMTPRecipientsRefused,
        ConnectionRefusedError,
        socket.gaierror,
    ) as error:
        raise NotSent(str(error)) from error


def _address(message: Message) -> str:
    """A villager's phone or mailbox; unreadable when its key was taken out of FIELD_KEYS."""
    try:
        return message.address
    except InvalidToken as error:
        raise Hopeless(_("地址的密钥不在了，解不开")) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A robot's address is written down once; it does not send us elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)
_SMS_BACKENDS: dict[str, Callable[[str, Message, datetime], None]] = {
    "aliyun": _sms_to_aliyun,
    "console": _sms_to_console,
    "file": _sms_to_file,
}
_DOORS: dict[str, Callable[[Message, datetime], None]] = {
    "sms": _send_sms,
    "webhook": _post_to_webhook,
    "email": _send_email,
}
