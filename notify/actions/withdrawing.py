"""What was told about something that is no longer anybody else's business."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from notify.models import Message, PhoneTask


@transaction.atomic
def withdraw(*, about: str, keep_for: Iterable[User] = ()) -> int:
    """Take back every message and call about it, sent or not, but for those people's. Answers how many.

    The rungs that caused them stay handled, so none is written a second time.
    """
    people = [person.pk for person in keep_for]
    messages, _tables = Message.objects.filter(about=about).exclude(recipient__in=people).delete()
    calls, _tables = PhoneTask.objects.filter(about=about).delete()
    return messages + calls
