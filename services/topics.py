"""同一件事三个人以上说: one village, thirty days, three people about one item, or merged as one matter (B60).

Written once: the count, the list and the line of topics all ask `lately` and `of_topics`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from services.models import Ticket
from services.querysets import TicketQuerySet

LATELY = timedelta(days=30)
MANY = 3
# Keys of items stay below; thousands of rows are sorted by the sum, so it is a number and no text.
ITEMS = 2**32


def lately(at: datetime) -> TicketQuerySet:
    """What came in within thirty days, each with the `thing` it is about; reports on cadres left out."""
    since = Ticket.objects.filter(
        confidential=False, submitted_at__gt=at - LATELY, submitted_at__lte=at
    )
    return since.annotate(thing=_thing())


def of_topics(at: datetime) -> Q:
    """Rows of `lately` that belong to a topic."""
    return Q(thing__in=_things_of_many(at)) | Q(pk__in=_leads(at)) | Q(merged_into__in=_leads(at))


def _thing() -> ExpressionWrapper:
    """Village and item as one number; nothing where no item is known."""
    return ExpressionWrapper(
        F("region_id") * Value(ITEMS) + F("item_id"), output_field=BigIntegerField()
    )


def _things_of_many(at: datetime) -> QuerySet[Ticket, Any]:
    """A phone that asks three times is one person; whoever left no phone is somebody else each time."""
    person = Coalesce(NullIf("requester__phone_index", Value("")), Cast("pk", CharField()))
    return (
        lately(at)
        .filter(item__isnull=False)
        .order_by()
        .values(what=_thing())
        .annotate(people=Count(person, distinct=True))
        .filter(people__gte=MANY)
        .values("what")
    )


def _leads(at: datetime) -> QuerySet[Ticket, Any]:
    """Matters into which at least two others of these days were merged."""
    return (
        lately(at)
        .filter(merged_into__isnull=False)
        .order_by()
        .values(lead=F("merged_into"))
        .annotate(others=Count("pk"))
        .filter(others__gte=MANY - 1)
        .values("lead")
    )
