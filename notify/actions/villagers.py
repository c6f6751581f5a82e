"""A villager is written to the way they can read."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit
from notify import gateways
from notify.actions.messages import send_email, send_sms
from notify.actions.phone_tasks import ask_for_phone_call
from notify.wording import Worded


def tell_villager(
    *,
    phone: str,
    text: Worded,
    email: str,
    letter: Worded,
    caller: Unit,
    cause: str,
    at: datetime,
    about: str,
    url: str,
    email_first: bool = False,
) -> bool:
    """Write to a villager the way they can read: `text` by SMS or `letter` by e-mail. Answers whether a message was queued.

    Where the county sends SMS but this phone takes none, the unit is asked to phone instead.
    """
    by_sms = gateways.has_sms() and gateways.is_mobile(phone)
    by_email = gateways.reaches_by_email(email)
    if by_email and (email_first or not by_sms):
        send_email(
            address=email, text=letter.text, cause=cause, at=at, about=about, url=url, caller=caller
        )
        return True
    if by_sms:
        send_sms(phone=phone, text=text, cause=cause, at=at, about=about, url=url, caller=caller)
        return True
    if gateways.has_sms() and phone:
        ask_for_phone_call(
            unit=caller,
            callee=None,
            text=_("他的电话收不了短信，请打电话告诉他：%(text)s") % {"text": text.text},
            cause=f"{cause}:call",
            at=at,
            about=about,
            url=url,
        )
    return False
