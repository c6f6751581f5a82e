"""Somebody leaves a post: what they had in hand there goes to the successor (B32)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, User
from accounts.scope import house_of
from config.errors import Refusal
from services import workflow
from services.actions.turn import Turn, lockable
from services.audience import must_keep_away
from services.models import Ticket
from services.querysets import TicketQuerySet

# Work, or another round when the villager says no.
IN_HAND = workflow.OPEN | {workflow.ANSWERED}


def in_hand(post: Post, at: datetime) -> TicketQuerySet:
    """Matters that the person holds for the post's unit, or was asked in it; none while another post there stands."""
    others = post.user.posts.active_on(timezone.localdate(at)).exclude(pk=post.pk)
    if others.filter(unit=post.unit).exists():
        return Ticket.objects.none()
    units = house_of(post)
    held = Q(holder=post.user, unit__in=units)
    asked = Q(first_contact=post.user)
    if others.exists():
        asked &= Q(unit__in=units) | Q(region=post.unit.region_id)
    return Ticket.objects.filter(held | asked, status__in=IN_HAND)


@transaction.atomic
def hand_on(*, post: Post, successor: User, at: datetime, by: User | None = None) -> int:
    """Give everything of the post to the successor; answers how many matters.

    1. what the person held for the unit the successor holds, with dates and clocks as they run
    2. where the person was the first contact the successor is (B12: nobody is left without)
    3. both stand in the matter's history; the successor is told of each
    Tickets are locked by key. Refused where the successor must keep away from one of them.
    """
    if successor == post.user:
        raise Refusal(_("要交给另一个人"), "successor")
    keys = list(in_hand(post, at).order_by("pk").values_list("pk", flat=True))
    rows = lockable().filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    for ticket in rows:
        if must_keep_away(successor, ticket):
            raise Refusal(
                _("有一件%(name)s要回避，请换一个人") % {"name": successor.name}, "successor"
            )
        _hand_over(Turn.resume_on(ticket, by=by, post=None, at=at), post.user, successor)
    return len(keys)


def _hand_over(step: Turn, leaver: User, successor: User) -> None:
    row = step.ticket
    if row.holder_id == leaver.pk:
        step.record("hand_on", user=successor.pk, before=leaver.pk)
        step.hold(row.unit, successor)
    if row.first_contact_id == leaver.pk:
        row.first_contact = successor
        step.record("change_first_contact", text=_("岗位交接"), user=successor.pk, before=leaver.pk)
    step.tell([successor], _("岗位交接给您：%(number)s") % {"number": row.number})
    step.finish()
