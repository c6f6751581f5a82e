"""How a swap ends: approved or refused by the leader, taken back, too late (B22)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.errors import Conflict, Refusal
from duty.actions.changes import record_replacement
from duty.actions.places import changing_places, give_place, lock_people, locked_places
from duty.actions.swaps import check_rules, locked_swap
from duty.models import Assignment, PlannedChange, SwapRequest
from duty.permissions import may_change_roster
from duty.telling import place_words, tell


def approve_swap(*, swap: SwapRequest, by: User, at: datetime) -> SwapRequest:
    """The leader says yes.

    1. Both places and both people are locked, and every rule is asked once more.
    2. The old rows become `replaced`, new rows say who stands; whoever serves gets the credit.
    3. Both are told, nobody else.
    """
    with changing_places():
        keys = [swap.assignment_id, *([swap.counter_id] if swap.counter_id else [])]
        places = locked_places(keys)  # before the swap, as leave does
        swap = locked_swap(swap)
        if not may_change_roster(by, swap.assignment.shift.center):
            raise Refusal(_("只有站长和镇里能批换班"))
        if swap.status != SwapRequest.Status.ACCEPTED or swap.taker is None:
            raise Conflict(_("这次换班刚才已经变了，请重新看一下"))
        given = places[swap.assignment_id]
        counter = places[swap.counter_id] if swap.counter_id else None
        lock_people([given.user_id, swap.taker_id])
        if given.start <= at or (counter and counter.start <= at):
            raise Refusal(_("这个班已经开始了，换不了了"))
        owner = given.user
        member, back = check_rules(given, counter, swap.taker, at)
        source = Assignment.Source.SWAP
        new = give_place(old=given, member=member, source=source, since=given.start)
        record_replacement(given, new, by, at, swap.reason)
        if counter is not None:
            other = give_place(old=counter, member=back, source=source, since=counter.start)
            record_replacement(counter, other, by, at, swap.reason)
        PlannedChange.objects.filter(assignment__in=keys).delete()
        _decide(swap, SwapRequest.Status.APPROVED, by, at)
        text = _("换班批了：%(place)s由%(name)s值") % {
            "place": place_words(new),
            "name": swap.taker.name,
        }
        cause = f"swap:{swap.pk}:approved"
        tell([owner, swap.taker], text, center=new.shift.center, cause=cause, at=at)
    return swap


def refuse_swap(*, swap: SwapRequest, by: User, at: datetime, note: str) -> SwapRequest:
    """The leader says no, and why; the place stays with its owner, both are told."""
    with transaction.atomic():
        swap = locked_swap(swap)
        center = swap.assignment.shift.center
        if not may_change_roster(by, center):
            raise Refusal(_("只有站长和镇里能批换班"))
        if not swap.is_pending:
            raise Conflict(_("这次换班刚才已经有结果了"))
        if not note.strip():
            raise Refusal(_("请写明为什么不批"), field="note")
        swap.note = note.strip()
        _decide(swap, SwapRequest.Status.REFUSED, by, at)
        text = _("换班没批（%(place)s）：%(note)s") % {
            "place": place_words(swap.assignment),
            "note": swap.note,
        }
        cause = f"swap:{swap.pk}:refused"
        tell([swap.assignment.user, swap.taker], text, center=center, cause=cause, at=at)
    return swap


def withdraw_swap(*, swap: SwapRequest, by: User, at: datetime) -> SwapRequest:
    """Until it is approved the owner, or the leader for them, may take the offer back; a taker is told."""
    with transaction.atomic():
        swap = locked_swap(swap)
        center = swap.assignment.shift.center
        if by.pk != swap.assignment.user_id and not may_change_roster(by, center):
            raise Refusal(_("只有本人、站长和镇里能撤回"))
        if not swap.is_pending:
            raise Conflict(_("这次换班已经有结果了，撤不回来"))
        _decide(swap, SwapRequest.Status.WITHDRAWN, by, at)
        text = _("%(place)s不换了") % {"place": place_words(swap.assignment)}
        cause = f"swap:{swap.pk}:withdrawn"
        tell([swap.taker], text, center=center, cause=cause, at=at)
    return swap


def expire_swaps(*, at: datetime) -> int:
    """What nobody decided before the shift began is off; answers how many."""
    return (
        SwapRequest.objects.pending()
        .filter(assignment__start__lte=at)
        .update(status=SwapRequest.Status.EXPIRED, decided_at=at)
    )


def _decide(swap: SwapRequest, status: str, by: User, at: datetime) -> None:
    swap.status, swap.decided_by, swap.decided_at = status, by, at
    swap.save(update_fields=["status", "decided_by", "decided_at", "note"])
