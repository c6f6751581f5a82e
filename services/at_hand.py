"""Calls to make, the words of 办完了 and the number of unread messages: one query for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import User
from notify.models import Message, PhoneTask
from services.replies import known_to, nearest


@dataclass(frozen=True)
class AtHand:
    calls: bool
    replies: list[str]


def at_hand(user: User) -> AtHand:
    """Also notes on the person how many messages are unread, for the menu of this page."""
    unread = Message.objects.inbox(user).unread().order_by().values("recipient")
    replies = known_to(user).order_by("order", "pk")
    found: dict[str, Any] = (
        User.objects.filter(pk=user.pk)
        .annotate(
            has_calls=Exists(PhoneTask.objects.open().visible_to(user)),
            reply_words=ArraySubquery(replies.values(data=JSONObject(unit="unit_id", text="text"))),
            unread_messages=Coalesce(
                Subquery(unread.annotate(number=Count("pk")).values("number")),
                Value(0),
                output_field=IntegerField(),
            ),
        )
        .values("has_calls", "reply_words", "unread_messages")
        .get()
    )
    user.unread = found["unread_messages"]  # type: ignore[attr-defined]  # a request has the object once
    return AtHand(
        found["has_calls"],
        nearest(user, [(row["unit"], row["text"]) for row in found["reply_words"]]),
    )
