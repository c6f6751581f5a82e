"""Questions about alerts, messages and phone tasks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from notify.models import Alert, Message, PhoneTask


class AlertQuerySet(QuerySet["Alert"]):
    def due(self, at: datetime) -> AlertQuerySet:
        return self.filter(state="planned", due_at__lte=at)


class MessageQuerySet(QuerySet["Message"]):
    def inbox(self, user: User) -> MessageQuerySet:
        return self.filter(recipient=user, channel="in_app")

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at=None)

    def to_send(self, at: datetime) -> MessageQuerySet:
        return self.filter(state="waiting", next_try_at__lte=at)

    def troubled(self) -> MessageQuerySet:
        """What a person must look at: given up, or not known to have arrived."""
        return self.filter(state__in=["unknown", "failed"])


class PhoneTaskQuerySet(QuerySet["PhoneTask"]):
    def open(self) -> PhoneTaskQuerySet:
        return self.filter(done_at=None)

    def visible_to(self, user: User) -> PhoneTaskQuerySet:
        from accounts.scope import active_posts

        return self.filter(unit__in={post.unit_id for post in active_posts(user)})
