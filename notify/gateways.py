"""The doors to the outside: SMS, group robots, e-mail. A door is called outside any transaction.

A door answers by returning when the message was taken, and by raising NotSent when it
certainly was not. Anything else that is raised (a time-out, a torn connection) leaves it
unknown, and unknown is never sent again by itself.
"""

from __future__ import annotations

import json
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

if TYPE_CHECKING:
    from accounts.models import User
    from notify.models import Message

WEBHOOK_TIMEOUT = 5
LONGEST_ANSWER = 64 * 1024


class NotSent(Exception):
    """The message was certainly not taken; trying again later cannot send it twice."""


class Hopeless(NotSent):
    """Not taken, and trying again is of no use: there is no number, no address, no robot."""


class NotConfigured(NotSent):
    """There is no such door here; the message stays in the outbox until a person sends it."""


def hand_over(message: Message, at: datetime) -> None:
    """Give one message to the door of its channel."""
    _DOORS[message.channel](message, at)


def has_sms() -> bool:
    """Whether an SMS would leave the house at all."""
    return settings.SMS_BACKEND in _SMS_BACKENDS


def reaches_by_sms(person: User) -> bool:
    return has_sms() and bool(person.phone)


def _send_sms(message: Message, at: datetime) -> None:
    backend = _SMS_BACKENDS.get(settings.SMS_BACKEND)
    if backend is None:
        raise NotConfigured(_("没有配短信"))
    phone = message.recipient.phone if message.recipient else _address(message)
    if not phone:
        raise Hopeless(_("没有手机号"))
    backend(phone, message.text, at)


def _sms_to_console(phone: str, text: str, at: datetime) -> None:
    print(f"SMS {phone}: {text}", flush=True)  # noqa: T201 - this is the whole gateway


def _sms_to_file(phone: str, text: str, at: datetime) -> None:
    folder = settings.VAR_DIR / "sms"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"at": at.isoformat(), "phone": phone, "text": text}, ensure_ascii=False)
    with (folder / f"{at:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def _post_to_webhook(message: Message, at: datetime) -> None:
    """The JSON that the group robots of 企业微信, 政务微信 and 钉钉 all take."""
    if message.webhook is None or not message.webhook.active:
        raise Hopeless(_("群机器人已经停用"))
    body = json.dumps(
        {"msgtype": "text", "text": {"content": message.text}}, ensure_ascii=False
    ).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    # Webhook.url takes http and https only
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
    if not address:
        raise Hopeless(_("没有邮箱"))
    try:
        EmailMessage(subject=message.text[:30], body=message.text, to=[address]).send()
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
_SMS_BACKENDS: dict[str, Callable[[str, str, datetime], None]] = {
    "console": _sms_to_console,
    "file": _sms_to_file,
}
_DOORS: dict[str, Callable[[Message, datetime], None]] = {
    "sms": _send_sms,
    "webhook": _post_to_webhook,
    "email": _send_email,
}
