"""The one way a place changes hands: the roster keeps saying who stood when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.errors import Conflict
from duty.models import Assignment, DutyMember

EXCLUSIONS = ("one_onsite_duty_at_a_time", "one_place_in_a_shift")


@contextmanager
def changing_places() -> Iterator[None]:
    """A transaction at whose end nobody stands in two places; else Conflict, and nothing is saved.

    The constraints are deferred, so that two people can change places; they are asked before the
    commit, while the answer can still be a sentence. Inside another it is a part that may fail alone.
    """
    names = ", ".join(EXCLUSIONS)
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SET CONSTRAINTS {names} IMMEDIATE; SET CONSTRAINTS {names} DEFERRED"
                )
    except IntegrityError as error:
        if not any(name in str(error) for name in EXCLUSIONS):
            raise
        raise Conflict(_("有人这段时间已经在别的中心值班，换一个人")) from error


def locked_places(keys: Iterable[int]) -> dict[int, Assignment]:
    """The places, locked in key order, with what the rules read of them."""
    rows = (
        Assignment.objects.filter(pk__in=list(keys))
        .order_by("pk")
        .select_for_update(of=("self",))
        .select_related("shift__center__unit__region", "shift__template", "shift__roster", "user")
    )
    return {row.pk: row for row in rows}


def lock_people(users: Iterable[int | None]) -> None:
    """Two places offered to one person at once wait here for each other."""
    keys = sorted({key for key in users if key is not None})
    list(
        User.objects.filter(pk__in=keys)
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk")
    )


def give_place(
    *,
    old: Assignment,
    member: DutyMember | None,
    source: str,
    since: datetime,
    until: datetime | None = None,
) -> Assignment:
    """Somebody, or nobody, stands `old`'s place from `since` (and `until`); answers the new row.

    What lies before and after stays with whoever stood there; a place handed on whole is `replaced`.
    The caller has locked the row and answers for the rules.
    """
    begin, end = max(old.start, since), min(old.end, until) if until else old.end
    if end < old.end:
        _piece_of(old, old.member, end, old.end, old.source, old.locked)
    if old.start < begin:
        old.end = begin
    else:
        old.status = Assignment.Status.REPLACED
    old.save(update_fields=["end", "status"])
    return _piece_of(old, member, begin, end, source)


def _piece_of(
    place: Assignment,
    member: DutyMember | None,
    start: datetime,
    end: datetime,
    source: str,
    locked: bool = False,
) -> Assignment:
    return Assignment.objects.create(
        shift=place.shift,
        member=member,
        user=member.user if member else None,
        category=place.category,
        presence=place.presence,
        counter=place.counter,
        lead=place.lead,
        start=start,
        end=end,
        source=source,
        locked=locked,
    )
