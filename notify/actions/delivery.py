"""Handing the outbox to the gateways, one row at a time, each at most once by itself."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from notify import claims, gateways
from notify.actions.phone_tasks import ask_for_phone_call
from notify.models import Channel, Message, MessageState
from notify.refusals import Hopeless, NotConfigured, NotSent, Tomorrow
from notify.timing import is_quiet, next_morning, next_try, start_of_day

log = logging.getLogger(__name__)

REST_OF_A_SICK_DOOR = timedelta(minutes=2)
ERROR_LIMIT = 500


class Delivery:
    """The outbox in one sweep: how many messages were taken, and which doors are sick.

    A door that failed once is left alone for the rest of the sweep, so that a dead
    robot costs one time-out and not one for each of its messages.
    """

    def __init__(self, *, claim: int) -> None:
        self.claim = claim
        self.sent = 0
        self._sick: set[str] = set()

    def hand_on(self, at: datetime, *, urgent: bool, most: int | None = None) -> int:
        """Hand on what waits, all of it or at most so many; answers how many were tried."""
        tried = 0
        while (most is None or tried < most) and (
            message := _claim_next(urgent=urgent, claim=self.claim, at=at)
        ):
            tried += 1
            door = f"{message.channel}:{message.webhook_id}"
            if door in self._sick:
                _release(message, at + REST_OF_A_SICK_DOOR)
            elif _hand_over(message, at):
                self.sent += 1
            elif message.state != MessageState.FAILED:
                self._sick.add(door)
        return tried


def close_dead_claims(*, at: datetime) -> int:
    """Rows left `sending` by a sweep that died become `unknown`: a person decides about them."""
    closed = 0
    for claim in set(
        Message.objects.filter(state=MessageState.SENDING).values_list("claim", flat=True)
    ):
        with claims.if_dead(claim or 0) as dead:
            if dead:
                closed += _close(claim, at)
    return closed


@transaction.atomic
def _close(claim: int | None, at: datetime) -> int:
    left = list(
        Message.objects.filter(state=MessageState.SENDING, claim=claim)
        .select_related("caller")
        .defer("address")
    )
    for message in left:
        _note(
            message,
            state=MessageState.UNKNOWN,
            last_error=_("发送时程序中断，不知道发没发出"),
        )
        phone_instead(message, at)
    return len(left)


def _claim_next(*, urgent: bool, claim: int, at: datetime) -> Message | None:
    """The next row, committed as `sending`; rows that must wait for the morning are put off on the way."""
    while True:
        with transaction.atomic(durable=True):
            # the address is opened only while handing over: one that no key opens must not stop the others
            waiting = Message.objects.to_send(at).filter(urgent=urgent).defer("address")
            message = (
                waiting.order_by("next_try_at", "pk").select_for_update(skip_locked=True).first()
            )
            if message is None:
                return None
            wait, why = _must_wait(message, at)
            if wait is None:
                message.state, message.claim, message.claimed_at = MessageState.SENDING, claim, at
                message.attempts += 1
                message.save(update_fields=["state", "claim", "claimed_at", "attempts"])
                return message
            message.next_try_at, message.last_error = wait, why
            message.save(update_fields=["next_try_at", "last_error"])


def _must_wait(message: Message, at: datetime) -> tuple[datetime | None, str]:
    """Quiet hours, the county's number of SMS a day and a person's; none holds back what is urgent (B57)."""
    if message.channel != Channel.SMS or message.urgent:
        return None, ""
    if is_quiet(at):
        return next_morning(at), _("夜里不打扰，早上7点再发")
    claims.one_at_a_time_for_sms()
    today = Message.objects.sms_claimed_since(start_of_day(at))
    if today.count() >= settings.SMS_DAILY_LIMIT:
        return next_morning(at), _("今天的短信条数用完了，明天再发")
    if today.to_the_same(message).count() >= settings.SMS_DAILY_LIMIT_PER_PERSON:
        return next_morning(at), _("今天给这个人发得够多了，明天再发")
    return None, ""


def _hand_over(message: Message, at: datetime) -> bool:
    """Call the gateway outside any transaction, then write down what it said."""
    try:
        gateways.hand_over(message, at)
    except NotConfigured as error:
        _note(
            message, state=MessageState.WAITING, next_try_at=None, attempts=0, last_error=str(error)
        )
    except Hopeless as error:
        _note(message, state=MessageState.FAILED, next_try_at=None, last_error=str(error))
    except NotSent as error:
        again = next_try(message.attempts, at)
        if again is not None and isinstance(error, Tomorrow):
            again = next_morning(at)
        _note(
            message,
            state=MessageState.WAITING if again else MessageState.FAILED,
            next_try_at=again,
            last_error=str(error),
        )
    except Exception as error:
        log.exception(
            "gateway_unclear", extra={"message_id": message.pk, "channel": message.channel}
        )
        _note(
            message,
            state=MessageState.UNKNOWN,
            next_try_at=None,
            last_error=f"{type(error).__name__}: {error}",
        )
    else:
        _note(message, state=MessageState.SENT, next_try_at=None, sent_at=at, last_error="")
        return True
    if message.is_troubled:
        phone_instead(message, at)
    return False


def phone_instead(message: Message, at: datetime) -> None:
    """What did not arrive, or may not have, is said by phone: by the unit that the message names."""
    if message.caller is None:
        return
    whom = message.recipient
    if message.channel == Channel.EMAIL:
        said = _("邮件没发到，请打电话或者上门告诉他：%(text)s")
    elif whom:
        said = _("短信没发到，请打电话叫%(name)s：%(text)s")
    else:
        said = _("短信没发到，请打电话告诉他：%(text)s")
    text = said % {"name": whom.name if whom else "", "text": message.text}
    ask_for_phone_call(
        unit=message.caller,
        callee=whom,
        text=text,
        cause=f"{message.cause}:call",
        about=message.about,
        url=message.url,
        at=at,
    )


def _release(message: Message, again: datetime) -> None:
    _note(message, state=MessageState.WAITING, next_try_at=again, attempts=message.attempts - 1)


def _note(message: Message, **outcome: object) -> None:
    if "last_error" in outcome:
        outcome["last_error"] = str(outcome["last_error"])[:ERROR_LIMIT]
    Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(**outcome)
    for name, value in outcome.items():
        setattr(message, name, value)
