"""Questions about papers in hand and appointments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.scope import tokens
from config.clock import LOCAL
from services import workflow

if TYPE_CHECKING:
    from accounts.models import User
    from services.models.papers import (  # noqa: F401 - named in strings below
        Appointment,
        Paper,
    )


class PaperQuerySet(QuerySet["Paper"]):
    def out(self) -> PaperQuerySet:
        """Taken in and not given back, copies too."""
        return self.filter(returned_at=None)

    def owed(self) -> PaperQuerySet:
        """Originals that have not come back; for one row: `Paper.is_owed`."""
        return self.out().filter(form="original")

    def in_hands_of(self, user: User, headed: Iterable[int]) -> PaperQuerySet:
        """手上的纸: what the person took in, what lies in the units they head or is on its way there; inside their scope."""
        units = list(headed)
        mine = Q(received_by=user) | Q(unit__in=units) | Q(handed_to__in=units)
        return self.owed().filter(mine, ticket__audience__overlap=tokens(user))


class AppointmentQuerySet(QuerySet["Appointment"]):
    def open(self) -> AppointmentQuerySet:
        return self.filter(ended_at=None, ticket__status__in=workflow.OPEN)

    def due_by(self, at: datetime) -> AppointmentQuerySet:
        """Up to the end of the day, those of earlier days that nobody closed too; for one row: `is_on_or_before`."""
        tomorrow = timezone.localdate(at) + timedelta(days=1)
        return self.open().filter(at__lt=datetime.combine(tomorrow, time(0), LOCAL))

    def accompanied_by(self, user: User) -> AppointmentQuerySet:
        return self.filter(companion=user, ticket__audience__overlap=tokens(user))
