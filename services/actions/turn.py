"""The one writer of tickets: lock, guard, change, event, clocks, alerts, messages, in one transaction.

Lock order everywhere: tickets by key, then clocks, then alerts (DESIGN 4.2).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Post, User
from config.errors import Conflict
from notify import actions as notify
from services import copies, ladder, ledger, search, workflow
from services.actions.holders import Holders
from services.audience import audience_of
from services.choices import ClockKind
from services.models import EventText, Ticket, TicketEvent
from services.office import Office
from services.permissions import acting_post
from services.querysets import TicketQuerySet


class Turn(Holders):
    """One act on one locked ticket. Leave it through `finish`, which writes everything back."""

    def __init__(
        self,
        ticket: Ticket,
        *,
        by: User | None,
        post: Post | None,
        at: datetime,
        office: Office | None = None,
    ) -> None:
        super().__init__(ticket, at=at, office=office or Office.of(ticket.region))
        self.by = by
        self.post = post
        # A ticket without events is new: nobody has held it, no need to look.
        self._new = not ticket.last_seq
        self._holdings = [] if self._new else None
        self._last_at: datetime | None = None

    @classmethod
    def resume_on(
        cls,
        locked: Ticket,
        *,
        by: User | None,
        post: Post | None,
        at: datetime,
        office: Office | None = None,
    ) -> Turn:
        """A turn on a ticket that is already locked: its running clocks are locked after it."""
        step = cls(locked, by=by, post=post, at=at, office=office)
        step._last_at = locked.events.order_by("-seq").values_list("at", flat=True).first()
        step.clocks = list(
            locked.clocks.running()
            .select_for_update(of=("self",))
            .select_related("unit", "unit__superior")
            .order_by("pk")
        )
        return step

    # --- status and events

    def move(self, act: str, to: str | None = None) -> None:
        """Write the status: the only line in the project that does."""
        allowed = workflow.moves(self.ticket.status, act)
        target = to or (allowed[0] if len(allowed) == 1 else None)
        if target not in allowed:
            raise Conflict(_("这件事现在不能这样办，请看看变化再点"))
        self.ticket.status = target
        if not workflow.moves(target, "take"):
            self.withdraw_offer()
        if target not in workflow.ENDED:
            self.ticket.ended_at = None
        elif self.ticket.ended_at is None:
            self.ticket.ended_at = self.at
            self.stop_all()
            self.end_all()

    def withdraw_offer(self) -> None:
        """What is offered and not yet taken is offered no more."""
        offer = self.offer()
        if offer is not None:
            self.stop(ClockKind.TAKE, holding=offer, void=True)
            self.end(offer)

    def record(self, verb: str, *, text: str = "", **data: Any) -> TicketEvent:
        """Append one event; its words go beside it, the event keeps their salted hash."""
        ticket = self.ticket
        salt = secrets.token_hex(16)
        if text:
            data["text"] = ledger.text_hash(salt, text)
        at = max(self.at, self._last_at) if self._last_at else self.at
        seq, prev_hash = ticket.last_seq + 1, ticket.last_hash
        actor, post = self.by.pk if self.by else None, self.post.pk if self.post else None
        sealed = ledger.seal(
            number=ticket.number,
            seq=seq,
            verb=verb,
            actor=actor,
            post=post,
            at=at,
            data=data,
            prev_hash=prev_hash,
        )
        event = TicketEvent.objects.create(
            ticket=ticket,
            seq=seq,
            verb=verb,
            actor_id=actor,
            post_id=post,
            at=at,
            data=data,
            prev_hash=prev_hash,
            hash=sealed,
        )
        if text:
            event.words = EventText.objects.create(event=event, salt=salt, text=text)
            if verb in search.ADDING:
                search.add(ticket, [text])
        ticket.last_seq, ticket.last_hash, self._last_at = seq, sealed, at
        return event

    # --- messages

    def tell(
        self, people: Iterable[User], text: str, *, urgent: bool = False, cause: str = ""
    ) -> None:
        """In-app rows in this transaction; the cause (the step, unless named) is told once."""
        others = [person for person in people if self.by is None or person.pk != self.by.pk]
        if others:
            number = self.ticket.number
            notify.tell_all(
                people=others, text=text, cause=cause or f"ticket:{number}:{self.ticket.last_seq}",
                about=f"ticket:{number}", url=self.url, at=self.at, urgent=urgent,
            )  # fmt: skip

    @property
    def url(self) -> str:
        return reverse("ticket", args=[self.ticket.number])

    def finish(self) -> None:
        """Write clocks, their alerts and the ticket with its copies."""
        for clock in self._touched:
            clock.save()
            ladder.plan_clock(clock, self.office.calendar)
        new = [clock for clock in self._started if clock not in self._touched]
        ladder.plan_new(new, self.office.calendar)
        ticket = self.ticket
        for name, value in copies.of_clocks(self.clocks).items():
            setattr(ticket, name, value)
        ticket.audience = audience_of(ticket, self.holdings)
        ticket.save()
        if self._new:
            search.remember(ticket)


def lockable() -> TicketQuerySet:
    """Tickets with everything that a turn reads, before the lock is laid on the ticket alone."""
    return Ticket.objects.select_related(
        "region__successor",
        "unit__superior",
        "unit__region",
        "holder",
        "first_contact",
        "item",
        "category",
        "requester",
    )


@contextmanager
def turn_by_itself(
    ticket_id: int, *, at: datetime, by: User | None = None, office: Office | None = None
) -> Iterator[Turn | None]:
    """A turn of the portal itself, written back when the body recorded a step or touched a clock.

    None when somebody else has the ticket right now.
    """
    with transaction.atomic():
        ticket = (
            lockable()
            .select_for_update(of=("self",), skip_locked=True)
            .filter(pk=ticket_id)
            .first()
        )
        if ticket is None:
            yield None
            return
        step = Turn.resume_on(ticket, by=by, post=None, at=at, office=office)
        seq = ticket.last_seq
        yield step
        if ticket.last_seq != seq or step.touched:
            step.finish()


@contextmanager
def turn(
    *,
    ticket: Ticket,
    act: str,
    by: User | None,
    at: datetime,
    seq: int | None = None,
    office: Office | None = None,
) -> Iterator[Turn]:
    """Lock the ticket, check that the state and the post allow the act, and finish what the body does.

    Raises Conflict when `seq` is not the last event's, or the state does not allow the act;
    PermissionDenied when the post does not. Without `by` the portal itself acts.
    """
    with transaction.atomic():
        locked = lockable().select_for_update(of=("self",)).get(pk=ticket.pk)
        if seq is not None and seq != locked.last_seq:
            raise Conflict(_("刚才有人先动了这件事，请看看变化再点"))
        if not workflow.moves(locked.status, act):
            raise Conflict(_("这件事现在不能这样办，请看看变化再点"))
        allowed, post = acting_post(by, locked, act) if by is not None else (True, None)
        if not allowed:
            raise PermissionDenied(_("您的岗位不能做这一步"))
        step = Turn.resume_on(locked, by=by, post=post, at=at, office=office)
        yield step
        step.finish()
        ticket.__dict__.update(
            {
                key: value
                for key, value in locked.__dict__.items()
                if key != "_prefetched_objects_cache"
            }
        )
