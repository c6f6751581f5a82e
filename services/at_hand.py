"""What the desk needs beside its rows, in one query: calls, words of 办完了, unread messages, the last sweep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import User
from config.health import is_late
from notify.models import Message, PhoneTask, SweepRun
from services.replies import known_to, nearest


@dataclass(frozen=True)
class AtHand:
    calls: list[PhoneTask]
    replies: list[str]
    sweep_stands_still: bool


def at_hand(user: User, at: datetime, *, most_calls: int) -> AtHand:
    """Also notes on the person how many messages are unread, for the menu of this page."""
    calls = PhoneTask.objects.open().visible_to(user).order_by("created_at", "pk")[:most_calls]
    call = JSONObject(
        pk="pk",
        text="text",
        url="url",
        created_at="created_at",
        callee="callee_id",
        name="callee__name",
        phone="callee__phone",
    )
    unread = Message.objects.inbox(user).unread().order_by().values("recipient")
    replies = known_to(user).order_by("order", "pk")
    found: dict[str, Any] = (
        User.objects.filter(pk=user.pk)
        .annotate(
            calls=ArraySubquery(calls.values(data=call)),
            reply_words=ArraySubquery(replies.values(data=JSONObject(unit="unit_id", text="text"))),
            unread_messages=Coalesce(
                Subquery(unread.annotate(number=Count("pk")).values("number")),
                Value(0),
                output_field=IntegerField(),
            ),
            swept_at=Subquery(SweepRun.objects.finished().values("finished_at")[:1]),
        )
        .values("calls", "reply_words", "unread_messages", "swept_at")
        .get()
    )
    user.unread = found["unread_messages"]  # type: ignore[attr-defined]  # a request has the object once
    # nothing is asked for somebody without a post, and the answer is no list
    return AtHand(
        [_call(row) for row in found["calls"] or ()],
        nearest(user, [(row["unit"], row["text"]) for row in found["reply_words"] or ()]),
        is_late(found["swept_at"], at),
    )


def _call(row: dict[str, Any]) -> PhoneTask:
    """A task to phone as its line prints it."""
    callee = User(pk=row["callee"], name=row["name"], phone=row["phone"]) if row["callee"] else None
    since = datetime.fromisoformat(row["created_at"])
    return PhoneTask(
        pk=row["pk"], text=row["text"], url=row["url"], created_at=since, callee=callee
    )
