"""Writing to the outbox, in the transaction of the cause; the sweep hands it on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import Unit, User
from config.errors import Conflict
from notify import gateways
from notify.models import Channel, Message, MessageState, PhoneTask
from notify.querysets import MessageQuerySet

TEXT_LIMIT = 500


def tell(
    *,
    person: User,
    text: str,
    cause: str,
    at: datetime,
    about: str = "",
    url: str = "",
    channels: Collection[str] | None = None,
    urgent: bool = False,
) -> None:
    """Tell one of the county's people: in the portal always, outside it by `channels`.

    Without `channels` an urgent message also goes by SMS, where the county has a gateway
    and the person a mobile. The same cause a second time writes nothing.
    """
    _write(_to_person(person, text, cause, at, about, url, channels, urgent))


def tell_all(
    *,
    people: Iterable[User],
    text: str,
    cause: str,
    at: datetime,
    about: str = "",
    url: str = "",
    channels: Collection[str] | None = None,
    urgent: bool = False,
) -> None:
    """`tell` for several people in one statement; each has a cause of their own."""
    rows: list[Message] = []
    for person in people:
        rows += _to_person(person, text, f"{cause}:p{person.pk}", at, about, url, channels, urgent)
    _write(rows)


def tell_unit(
    *,
    unit: Unit,
    text: str,
    cause: str,
    at: datetime,
    about: str = "",
    url: str = "",
    urgent: bool = False,
) -> None:
    """Tell a unit's chat groups. The text names no person and no matter; a phone number is struck out."""
    _write(
        [
            _outside(
                Channel.WEBHOOK,
                _without_phones(text),
                f"{cause}:w{webhook.pk}",
                at,
                about,
                url,
                urgent,
                webhook=webhook,
            )
            for webhook in unit.webhooks.filter(active=True)
        ]
    )


def send_sms(
    *, phone: str, text: str, cause: str, at: datetime, about: str = "", urgent: bool = False
) -> None:
    """Queue an SMS to a villager's phone; without a gateway it lies in the outbox for a person to see."""
    _write([_outside(Channel.SMS, text, cause, at, about, "", urgent, address=phone)])


def send_email(*, address: str, text: str, cause: str, at: datetime, about: str = "") -> None:
    """Queue an answer to somebody who wrote by e-mail."""
    _write([_outside(Channel.EMAIL, text, cause, at, about, "", False, address=address)])


@transaction.atomic
def mark_read(*, user: User, messages: MessageQuerySet, at: datetime) -> int:
    """Note that a person has read messages of theirs.

    1. the messages count as delivered
    2. nobody needs to phone the person about the same things any more
    """
    unread = messages.inbox(user).unread()
    abouts = set(unread.exclude(about="").values_list("about", flat=True))
    count = unread.update(read_at=at)
    if abouts:
        PhoneTask.objects.open().filter(callee=user, about__in=abouts).update(
            done_at=at, done_by=user
        )
    return count


@transaction.atomic
def resend(*, message: Message, by: User, at: datetime) -> Message:
    """Send once more what failed, or what may not have arrived: a person decided so.

    1. the message waits again, with its attempts from nought
    2. an audit entry says who did it and in which state it was
    """
    row = Message.objects.select_for_update().get(pk=message.pk)
    if not row.is_troubled:
        raise Conflict(_("这条消息已经在发了，刷新看一看"))
    before = row.state
    row.state, row.attempts, row.next_try_at, row.last_error = MessageState.WAITING, 0, at, ""
    row.save(update_fields=["state", "attempts", "next_try_at", "last_error"])
    record_audit(
        verb="resend_message", actor=by, at=at, subject=f"message:{row.pk}", data={"state": before}
    )
    return row


def _to_person(
    person: User,
    text: str,
    cause: str,
    at: datetime,
    about: str,
    url: str,
    channels: Collection[str] | None,
    urgent: bool,
) -> list[Message]:
    in_app = Message(
        cause=cause,
        about=about,
        channel=Channel.IN_APP,
        recipient=person,
        text=text[:TEXT_LIMIT],
        url=url,
        urgent=urgent,
        state=MessageState.SENT,
        created_at=at,
        sent_at=at,
    )
    wanted = ({Channel.SMS} if urgent else set()) if channels is None else set(channels)
    if Channel.SMS in wanted and gateways.reaches_by_sms(person):
        return [
            in_app,
            _outside(Channel.SMS, text, f"{cause}:sms", at, about, url, urgent, recipient=person),
        ]
    return [in_app]


def _outside(
    channel: str,
    text: str,
    cause: str,
    at: datetime,
    about: str,
    url: str,
    urgent: bool,
    **target: object,
) -> Message:
    return Message(
        cause=cause,
        about=about,
        channel=channel,
        text=text[:TEXT_LIMIT],
        url=url,
        urgent=urgent,
        created_at=at,
        next_try_at=at,
        **target,
    )


def _write(rows: list[Message]) -> None:
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def _without_phones(text: str) -> str:
    return re.sub(r"(?<!\d)(1\d{10}|0\d{2,3}[- ]?\d{4} ?\d{3,4})(?!\d)", "…", text)
