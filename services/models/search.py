"""What a matter is found by (DESIGN 4.2 Search)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from services.models.ticket import Ticket


class TicketSearch(models.Model):
    """One- and two-character grams of a matter beside who may see it, in one index.

    `added` has the words of notes and of 再说两句 as `services.grams.words_in` reads them: a longer
    word is looked for there too. Whoever sees the matter reads every one of them.

    Written with the matter by `services.search`; the database itself copies a changed
    audience from the ticket, so that no writer can forget it.
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="search")
    grams = ArrayField(models.CharField(max_length=2), default=list)
    added = models.TextField(default="", blank=True)
    audience = ArrayField(models.CharField(max_length=24), default=list)

    class Meta:
        indexes = [GinIndex(fields=["grams", "audience"], name="ticket_search")]

    def __str__(self) -> str:
        return str(self.ticket_id)
