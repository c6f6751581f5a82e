"""Words of the duty log that name a villager go when the villager is erased (B54)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.privacy.persons import Person
from duty.models import DutyLogEntry, DutyMatter

# The database lets exactly these words stand for others.
GONE = "已删除"


def forget(person: Person, linked: Iterable[int] = ()) -> int:
    """Entries, and what was handed from shift to shift, with the person's phone or a number of theirs in the words.

    `linked`: entries from which the person's matters were made.
    """
    named = [words for words in (person.phone, *person.matters) if words]
    theirs = _holding("text", named) | Q(pk__in=list(linked))
    entries = list(DutyLogEntry.objects.filter(theirs).values_list("pk", flat=True))
    matters = DutyMatter.objects.filter(_holding("text", named) | _holding("result", named))
    return matters.update(text=GONE, result="") + blank(entries=entries)


def blank(*, entries: list[int]) -> int:
    """The words of these entries go, and of what was handed on from them; that something was written stays."""
    blanked = DutyMatter.objects.filter(entry__in=entries).update(text=GONE, result="")
    return blanked + DutyLogEntry.objects.filter(pk__in=entries).exclude(text=GONE).update(
        text=GONE
    )


def _holding(field: str, named: list[str]) -> Q:
    found = Q(pk__in=[])
    for words in named:
        found |= Q(**{f"{field}__contains": words})
    return found
