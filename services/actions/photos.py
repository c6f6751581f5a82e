"""Pictures beside a matter: the villager's own, and what staff add; never required (domain.md C5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Upload, User
from accounts.uploads import actions as uploads
from accounts.uploads.documents import Document
from accounts.uploads.pictures import Picture
from config.errors import Refusal
from services.actions.attending import _concerned
from services.actions.turn import turn
from services.models import Ticket, TicketPhoto

MOST_OF_A_MATTER = 30


def add_photos(
    *,
    ticket: Ticket,
    pictures: Sequence[Picture | Document],
    at: datetime,
    by: User | None = None,
    seq: int | None = None,
    public: bool = True,
) -> Ticket:
    """Keep pictures with the matter; the event holds the mark of each, so none is exchanged unseen.

    Without `by` they are the villager's own, and who is at it is told, as of words that were
    added. What staff add the villager sees when it is public.
    """
    if not pictures:
        raise Refusal(_("还没选照片"), "photos")
    with turn(ticket=ticket, act="add_photos", by=by, at=at, seq=seq) as step:
        if step.ticket.photos.count() + len(pictures) > MOST_OF_A_MATTER:
            raise Refusal(
                _("这件事的照片已经够多了，最多%(most)s张") % {"most": MOST_OF_A_MATTER}, "photos"
            )
        later = step.ticket.last_seq > 1
        event = step.record(
            "add_photos",
            count=len(pictures),
            pdfs=sum(picture.kind == "pdf" for picture in pictures),
            public=public,
            villager=by is None,
            marks=[picture.sha256 for picture in pictures],
        )
        TicketPhoto.objects.bulk_create(
            TicketPhoto(
                ticket=step.ticket,
                upload=uploads.store(picture=picture, by=by, at=at),
                event=event,
                public=public,
            )
            for picture in pictures
        )
        if by is None and later:
            text = _("群众又传了照片：%(number)s") % {"number": step.ticket.number}
            step.tell(_concerned(step), text)
    return ticket


def forget_photos(*, tickets: Iterable[Ticket]) -> int:
    """Delete every picture of these matters with its file; the events keep their marks."""
    keys = [ticket.pk for ticket in tickets]
    return uploads.forget(uploads=Upload.objects.filter(photo__ticket__in=keys))
