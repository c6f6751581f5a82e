"""Writing to the outbox, in the transaction of the cause; the sweep hands it on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.fields import blind_index
from accounts.models import Unit, User
from config.errors import Conflict
from notify import gateways
from notify.models import LONGEST_TEXT, Channel, Message, MessageState, PhoneTask
from notify.querysets import MessageQuerySet
from notify.wording import Worded

TEXT_LIMIT = 500


def tell(
    *,
    person: User,
    text: str | Worded,
    cause: str,
    at: datetime,
    about: str = "",
    url: str = "",
    channels: Collection[str] | None = None,
    urgent: bool = False,
) -> None:
    """Tell one of the county's people: in the portal always, outside it by `channels`.

    Without `channels` an urgent message also goes by SMS, where the county has a gateway
    and the person a mobile; some gateways carry a `Worded` text only. The same cause a second
    time writes nothing.
    """
    _write(_to_person(person, _worded(text), cause, at, about, url, channels, urgent))


def tell_all(
    *,
    people: Iterable[User],
    text: str | Worded,
    cause: str,
    at: datetime,
    about: str = "",
    url: str = "",
    channels: Collection[str] | None = None,
    urgent: bool = False,
    caller: Unit | None = None,
) -> None:
    """`tell` for several people in one statement; each has a cause of their own.

    Whom an SMS does not reach after all, `caller` is asked to phone.
    """
    said, rows = _worded(text), list[Message]()
    for person in people:
        own = f"{cause}:p{person.pk}"
        rows += _to_person(person, said, own, at, about, url, channels, urgent, caller)
    _write(rows)


def tell_each(
    *, said: Iterable[tuple[User, str, str]], at: datetime, about: str = "", url: str = ""
) -> None:
    """`tell`, in the portal, where everybody reads words of their own: (person, text, cause) in one statement."""
    _write(
        [
            message
            for person, text, cause in said
            for message in _to_person(
                person, _worded(text), cause, at, about, url, frozenset(), urgent=False
            )
        ]
    )


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
                {"text": _without_phones(text)},
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
    *,
    phone: str,
    text: str | Worded,
    cause: str,
    at: datetime,
    about: str = "",
    url: str = "",
    urgent: bool = False,
    caller: Unit | None = None,
) -> None:
    """Queue an SMS to a villager's phone; without a gateway it lies in the outbox for a person to see.

    When it does not arrive, `caller` is asked to phone instead.
    """
    _write(
        [_sms(phone, _worded(text), cause, at, about, url, urgent, address=phone, caller=caller)]
    )


def send_email(
    *,
    address: str,
    text: str,
    cause: str,
    at: datetime,
    about: str = "",
    url: str = "",
    caller: Unit | None = None,
) -> None:
    """Queue a letter to somebody who wrote by e-mail; `caller` as with an SMS, whose lengths do not bind it."""
    said = {"text": text[:LONGEST_TEXT]}
    _write(
        [
            _outside(
                Channel.EMAIL, said, cause, at, about, url, False, address=address, caller=caller
            )
        ]
    )


def mark_read(*, user: User, messages: MessageQuerySet, at: datetime) -> int:
    """Note that a person has read messages of theirs.

    1. the messages count as delivered
    2. nobody needs to phone the person about the same things any more
    """
    unread = messages.inbox(user).unread()
    abouts = set(unread.values_list("about", flat=True))
    if not abouts:
        return 0
    with transaction.atomic():
        PhoneTask.objects.open().filter(callee=user, about__in=abouts - {""}).update(
            done_at=at, done_by=user
        )
        return unread.update(read_at=at)


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


def _worded(text: str | Worded) -> dict[str, object]:
    """What a row keeps of its text."""
    if isinstance(text, str):
        return {"text": text[:TEXT_LIMIT]}
    return {
        "text": text.text[:TEXT_LIMIT],
        "template": text.code,
        "fields": {name: str(value) for name, value in text.fields.items()},
    }


def _to_person(
    person: User,
    said: Mapping[str, object],
    cause: str,
    at: datetime,
    about: str,
    url: str,
    channels: Collection[str] | None,
    urgent: bool,
    caller: Unit | None = None,
) -> list[Message]:
    in_app = Message(
        **said,
        cause=cause,
        about=about,
        channel=Channel.IN_APP,
        recipient=person,
        url=url,
        urgent=urgent,
        state=MessageState.SENT,
        created_at=at,
        sent_at=at,
    )
    wanted = ({Channel.SMS} if urgent else set()) if channels is None else set(channels)
    if Channel.SMS in wanted and gateways.reaches_by_sms(person):
        sms = _sms(
            person.phone or "",
            said,
            f"{cause}:sms",
            at,
            about,
            url,
            urgent,
            recipient=person,
            caller=caller,
        )
        return [in_app, sms]
    return [in_app]


def _sms(
    phone: str,
    said: Mapping[str, object],
    cause: str,
    at: datetime,
    about: str,
    url: str,
    urgent: bool,
    **more: object,
) -> Message:
    """The index finds what this phone got today without opening anybody's address."""
    index = blind_index(phone, "phone")
    return _outside(Channel.SMS, said, cause, at, about, url, urgent, phone_index=index, **more)


def _outside(
    channel: str,
    said: Mapping[str, object],
    cause: str,
    at: datetime,
    about: str,
    url: str,
    urgent: bool,
    **more: object,
) -> Message:
    return Message(
        **said,
        cause=cause,
        about=about,
        channel=channel,
        url=url,
        urgent=urgent,
        created_at=at,
        next_try_at=at,
        **more,
    )


def _write(rows: list[Message]) -> None:
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def _without_phones(text: str) -> str:
    return re.sub(r"(?<!\d)(1\d{10}|0\d{2,3}[- ]?\d{4} ?\d{3,4})(?!\d)", "…", text)
