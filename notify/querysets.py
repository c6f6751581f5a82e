"""Questions about alerts, messages, phone tasks and sweeps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Min, Q, QuerySet

from accounts.scope import active_posts, house_of
from notify import handlers

if TYPE_CHECKING:
    from accounts.models import User
    from notify.models import Alert, Job, Message, PhoneTask, SweepRun  # noqa: F401 - in the bases' brackets


class AlertQuerySet(QuerySet["Alert"]):
    def of(self, topic: str, subject: int) -> AlertQuerySet:
        return self.filter(topic=topic, subject=subject)

    def unsent(self) -> AlertQuerySet:
        return self.filter(state__in=["planned", "suspended"])

    def due(self, at: datetime) -> AlertQuerySet:
        return self.filter(state="planned", due_at__lte=at)

    def ready(self, at: datetime) -> AlertQuerySet:
        """Due, and not waiting for another try after its handler broke."""
        return self.due(at).filter(Q(retry_at=None) | Q(retry_at__lte=at))

    def urgent(self) -> AlertQuerySet:
        return self.filter(topic__in=handlers.urgent_topics())

    def not_urgent(self) -> AlertQuerySet:
        return self.exclude(topic__in=handlers.urgent_topics())

    def failing(self) -> AlertQuerySet:
        """What the outbox page shows: rungs whose handler broke and that still stand."""
        return self.filter(state="planned", attempts__gt=0).order_by("due_at", "pk")

    def subjects(self) -> list[tuple[str, int]]:
        """Each (topic, subject) once, the one that has waited longest first."""
        grouped = (
            self.values_list("topic", "subject")
            .annotate(first=Min("due_at"))
            .order_by("first", "topic", "subject")
        )
        return [(topic, subject) for topic, subject, _ in grouped]


class MessageQuerySet(QuerySet["Message"]):
    def inbox(self, user: User) -> MessageQuerySet:
        return self.filter(recipient=user, channel="in_app")

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at=None)

    def delivered(self) -> MessageQuerySet:
        """Sent by a channel that rings, or read: the portal alone wakes nobody."""
        return self.filter(
            Q(channel="in_app", read_at__isnull=False) | (~Q(channel="in_app") & Q(state="sent"))
        )

    def to_send(self, at: datetime) -> MessageQuerySet:
        return self.filter(state="waiting", next_try_at__lte=at)

    def troubled(self) -> MessageQuerySet:
        """What a person must look at: given up, not known to have arrived, or without a gateway."""
        from notify.models import TROUBLED

        return self.filter(TROUBLED)

    def outbox_visible_to(self, user: User) -> MessageQuerySet:
        """What leaves the portal, for those who look after it (notify.permissions.may_see_outbox)."""
        from notify.permissions import may_see_outbox

        return self.exclude(channel="in_app") if may_see_outbox(user) else self.none()

    def sms_claimed_since(self, start: datetime) -> MessageQuerySet:
        return self.filter(channel="sms", claimed_at__gte=start)

    def to_the_same(self, message: Message) -> MessageQuerySet:
        """To the phone of that message, whoever it was written to."""
        return self.filter(phone_index=message.phone_index)


class PhoneTaskQuerySet(QuerySet["PhoneTask"]):
    def open(self) -> PhoneTaskQuerySet:
        return self.filter(done_at=None)

    def visible_to(self, user: User) -> PhoneTaskQuerySet:
        return self.filter(
            unit__in={unit for post in active_posts(user) for unit in house_of(post)}
        )

    def instead_of_a_message(self, about: str) -> PhoneTaskQuerySet:
        """Calls that stand in for a message about this which did not arrive (see delivery.phone_instead)."""
        return self.filter(about=about, cause__endswith=":call")


class SweepRunQuerySet(QuerySet["SweepRun"]):
    def finished(self) -> SweepRunQuerySet:
        """The latest first."""
        return self.exclude(finished_at=None).order_by("-finished_at")

    def last_finished(self) -> datetime | None:
        return self.finished().values_list("finished_at", flat=True).first()


class JobQuerySet(QuerySet["Job"]):
    def visible_to(self, user: User) -> JobQuerySet:
        """Nobody but its owner: the file holds what the owner may see."""
        return self.filter(owner=user)

    def unfinished(self) -> JobQuerySet:
        return self.filter(state__in=["waiting", "running"])
