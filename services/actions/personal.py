"""Personal data of a matter: the identity number, what a person may take along, erasure, and the end of keeping (B54).

What is counted stays: dates, unit, item, outcome, grade and the sealed events.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.privacy.persons import Person
from config.errors import Refusal
from notify.models import Message
from services import search, workflow
from services.actions.papers import forget_papers
from services.actions.photos import forget_photos
from services.actions.turn import turn
from services.models import (
    CallBack,
    EventText,
    Extension,
    Holding,
    IdempotencyKey,
    LoggedMatter,
    Pause,
    Requester,
    Supplement,
    SupplementItem,
    Ticket,
)
from services.papers import require_nothing_in_hand
from services.privacy import is_id_number
from services.public import public_matter
from services.querysets import TicketQuerySet

BATCH = 500
GONE = "已删除"


def set_id_number(
    *, ticket: Ticket, id_number: str, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Note the villager's identity number, only where the item cannot do without; the event says that, not which."""
    digits = "".join(id_number.split()).upper()
    if digits and not is_id_number(digits):
        raise Refusal(_("身份证号不对，再看看。是18位，最后一位可能是X"), "id_number")
    with turn(ticket=ticket, act="set_id_number", by=by, at=at, seq=seq) as step:
        row = step.ticket
        if row.item is None or not row.item.needs_id_number:
            raise Refusal(_("这件事用不着身份证号，不能记"), "id_number")
        if row.requester is None:
            row.requester = Requester.objects.create()
        row.requester.id_number = digits
        row.requester.save(update_fields=["id_number"])
        step.record("set_id_number", given=bool(digits))
    return ticket


def export(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Everything that the portal keeps of the person's matters, in the villager's own words for each step."""
    rows = Ticket.objects.filter(number__in=person.matters).select_related(
        "requester", "region", "item", "opening"
    )
    return [_exported(row, at) for row in rows.order_by("submitted_at", "pk")]


def _exported(row: Ticket, at: datetime) -> dict[str, Any]:
    requester, matter = row.requester, public_matter(row, at)
    return {
        "number": row.number,
        "village": row.region.name,
        "item": row.item.name if row.item else "",
        "submitted_at": row.submitted_at.isoformat(),
        "state": matter.sentence,
        "name": requester.name if requester else "",
        "phone": requester.phone if requester else "",
        "email": requester.email if requester else "",
        "id_number": requester.id_number if requester else "",
        "place": row.place,
        "on_behalf_of": row.on_behalf_of,
        "text": row.text,
        "steps": [{"at": step.at.isoformat(), "words": step.words} for step in matter.steps],
        "grades": [
            {"at": rating.at.isoformat(), "solved": rating.solved, "grade": rating.grade}
            for rating in row.own_ratings.all()
        ],
    }


def log_entries_of(person: Person) -> list[int]:
    """Lines of the duty log that became matters of this person."""
    linked = LoggedMatter.objects.filter(ticket__number__in=person.matters)
    return list(linked.values_list("entry", flat=True))


@transaction.atomic
def forget(person: Person) -> dict[str, int]:
    """Take the person out of their matters; raises Refusal while one of them is not over.

    Also while originals of theirs are in hand: without a name nobody could give them back.
    1. name, phone, mail, identity number, place, for whom: empty; the code opens nothing
    2. every word that was written with them, and the reasons beside holdings and clocks
    3. pictures with their files, names beside papers, search grams, keys of requests
    Numbers, dates, units, grades and the sealed chain stay: figures and ledger do not change.
    """
    rows = list(
        Ticket.objects.filter(number__in=person.matters)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    still_open = [row for row in rows if row.is_open or row.status == workflow.ANSWERED]
    if still_open:
        raise Refusal(
            _("还有%(count)s件没办完（%(number)s），办完再删")
            % {"count": len(still_open), "number": still_open[0].number}
        )
    require_nothing_in_hand(rows)
    keys = [row.pk for row in rows]
    words = _forget_words(keys)
    photos = forget_photos(tickets=rows)
    forget_papers(tickets=rows)
    search.forget(rows)
    _blank_requesters(Requester.objects.filter(tickets__in=keys))
    IdempotencyKey.objects.filter(ticket__in=keys).delete()
    Ticket.objects.filter(pk__in=keys).update(
        place="", on_behalf_of="", external_number="", referred_to="", code_closed=True
    )
    return {"matters": len(rows), "words": words, "photos": photos}


def _forget_words(keys: Sequence[int]) -> int:
    """Words beside events are deleted, their hash stays in the chain; short reasons are blanked."""
    Ticket.objects.filter(pk__in=keys).update(opening=None)
    words = EventText.objects.filter(event__ticket__in=keys).delete()[0]
    Holding.objects.filter(ticket__in=keys).exclude(returned_reason="").update(returned_reason=GONE)
    Pause.objects.filter(clock__ticket__in=keys).update(reason=GONE)
    Extension.objects.filter(clock__ticket__in=keys).update(reason=GONE)
    Supplement.objects.filter(ticket__in=keys).exclude(reason="").update(reason=GONE)
    SupplementItem.objects.filter(supplement__ticket__in=keys).update(text=GONE)
    CallBack.objects.filter(ticket__in=keys).update(tags=[])
    return words


def _blank_requesters(requesters: QuerySet[Requester]) -> int:
    return requesters.update(
        name="", phone="", phone_index="", phone_tail_index="", email="", id_number=""
    )


def anonymise_ended(*, since: datetime, dry_run: bool = False) -> int:
    """After the county's months, who asked is no longer known; what was asked and done stays.

    A requester goes when all their matters have been over so long. Answers how many.
    """
    ended = _ended_before(since).filter(requester=OuterRef("pk"))
    going_on = Ticket.objects.filter(requester=OuterRef("pk")).exclude(
        pk__in=_ended_before(since).values("pk")
    )
    found = (
        Requester.objects.filter(Exists(ended))
        .exclude(Exists(going_on))
        .annotate(mail=Cast("email", TextField()), identity=Cast("id_number", TextField()))
        .exclude(name="", phone_index="", mail="", identity="")
    )
    if dry_run:
        return found.count()
    count = 0
    while keys := list(found.values_list("pk", flat=True)[:BATCH]):
        count += _anonymise(keys)
    return count


@transaction.atomic
def _anonymise(requesters: Sequence[int]) -> int:
    rows = list(
        Ticket.objects.filter(requester__in=requesters)
        .select_related("opening", "item")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    abouts = [f"ticket:{row.number}" for row in rows]
    Message.objects.filter(about__in=abouts, recipient=None).update(address="", phone_index="")
    for row in rows:
        search.remember_without_name(row)
    Ticket.objects.filter(pk__in=[row.pk for row in rows]).update(place="", on_behalf_of="")
    forget_papers(tickets=rows)
    return _blank_requesters(Requester.objects.filter(pk__in=requesters))


def close_codes(*, since: datetime, dry_run: bool = False) -> int:
    """A query code opens nothing once its matter has been over for the county's months. Answers how many."""
    found = _ended_before(since).filter(code_closed=False)
    if dry_run:
        return found.count()
    count = 0
    while keys := list(found.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        count += Ticket.objects.filter(pk__in=keys).update(code_closed=True)
    return count


def _ended_before(since: datetime) -> TicketQuerySet:
    return Ticket.objects.filter(
        status__in=workflow.ENDED, ended_at__isnull=False, ended_at__lt=since
    )
