"""Swap, cover and take-over: offered, accepted by one person, approved by the leader (B22)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from config.errors import Conflict, Refusal
from duty.actions.changes import (
    member_of,
    record_replacement,
    refused,
    replace_assignment,
    require_open,
    verdict_on,
)
from duty.actions.places import changing_places, give_place, lock_people, locked_places
from duty.models import Assignment, DutyMember, PlannedChange, SwapRequest
from duty.permissions import may_change_roster
from duty.telling import leaders_of, place_words, tell

ONE_PENDING = "one_pending_swap_per_place"


def offer_swap(
    *,
    assignment: Assignment,
    by: User,
    at: datetime,
    reason: str,
    counter: Assignment | None = None,
    target: User | None = None,
) -> SwapRequest:
    """Give a place away: to one person or to whoever of the centre takes it, for a place of theirs or for nothing.

    The leader may file it for somebody absent. Whoever could take it is told: the target, else
    everybody of the category.
    """
    if not reason.strip():
        raise Refusal(_("请写明为什么换"), field="reason")
    try:
        with transaction.atomic():
            places = locked_places([assignment.pk, *([counter.pk] if counter else [])])
            given = places[assignment.pk]
            _check_offer(given, by, at)
            wanted = places[counter.pk] if counter else None
            if wanted is not None:
                target = _owner_of(wanted, given, at)
            if target is not None and target == given.user:
                raise Refusal(_("不能跟自己换"), field="target")
            swap = SwapRequest.objects.create(
                assignment=given,
                counter=wanted,
                target=target,
                reason=reason.strip(),
                filed_by=by,
                filed_at=at,
            )
            _tell_offer(swap, at)
    except IntegrityError as error:
        if ONE_PENDING not in str(error):
            raise
        raise Conflict(_("这个班已经在换了，先撤回那一次")) from error
    return swap


def _check_offer(given: Assignment, by: User, at: datetime) -> None:
    if given.user_id is None:
        raise Refusal(_("这个位置没有人，让站长直接安排"))
    if by.pk != given.user_id and not may_change_roster(by, given.shift.center):
        raise Refusal(_("只能换自己的班；替别人换，要站长或者镇里来填"))
    require_open(given, at)
    if given.start <= at:
        raise Refusal(_("这个班已经开始了，要换人请点“现在接过来”"))


def _owner_of(wanted: Assignment, given: Assignment, at: datetime) -> User:
    require_open(wanted, at)
    if wanted.user is None or wanted.start <= at:
        raise Refusal(_("想换回的那个班没有人，或者已经开始了"), field="counter")
    if wanted.shift.center_id != given.shift.center_id:
        raise Refusal(_("只能跟同一个中心的人换"), field="counter")
    return wanted.user


def _tell_offer(swap: SwapRequest, at: datetime) -> None:
    given, place = swap.assignment, place_words(swap.assignment)
    who = given.user.name if given.user else ""
    if swap.counter:
        text = _("%(who)s想用%(place)s换您的%(counter)s") % {
            "who": who,
            "place": place,
            "counter": place_words(swap.counter),
        }
    else:
        text = _("%(who)s的%(place)s想请人替") % {"who": who, "place": place}
    told = [swap.target] if swap.target else _who_could(given)
    tell(told, text, center=given.shift.center, cause=f"swap:{swap.pk}", at=at)


def _who_could(given: Assignment) -> list[User]:
    members = DutyMember.objects.standing(given.shift.duty_date).filter(center=given.shift.center)
    if given.category:
        members = members.filter(category=given.category)
    return [
        member.user for member in members.select_related("user") if member.user_id != given.user_id
    ]


def accept_swap(
    *, swap: SwapRequest, by: User, at: datetime, taker: User | None = None
) -> SwapRequest:
    """Say yes to an offer: of two people at once exactly one gets it (one conditional update).

    The leader may say yes for somebody absent (`taker`). The rules are asked already, so that
    nobody waits for an approval that cannot come; the leaders are told.
    """
    who = taker or by
    with transaction.atomic():
        swap = _read(swap.pk)
        given = swap.assignment
        if who != by and not may_change_roster(by, given.shift.center):
            raise Refusal(_("只有站长和镇里能替别人接班"))
        _check_acceptance(swap, who, at)
        claimed = SwapRequest.objects.filter(pk=swap.pk, status=SwapRequest.Status.OPEN).update(
            status=SwapRequest.Status.ACCEPTED, taker=who, accepted_at=at
        )
        if not claimed:
            raise Conflict(_("这个班刚才已经有人接了"))
        _check_rules(given, swap.counter, who, at)
        text = _("%(taker)s接了%(who)s的%(place)s，等您批") % {
            "taker": who.name,
            "who": given.user.name if given.user else "",
            "place": place_words(given),
        }
        told = [leader for leader in leaders_of(given.shift.center, at) if leader != by]
        cause = f"swap:{swap.pk}:accepted"
        tell([given.user, *told], text, center=given.shift.center, cause=cause, at=at)
    return _read(swap.pk)


def _check_acceptance(swap: SwapRequest, who: User, at: datetime) -> None:
    if swap.status != SwapRequest.Status.OPEN:
        raise Conflict(_("这个班刚才已经有人接了，或者不换了"))
    if swap.assignment.start <= at or (swap.counter and swap.counter.start <= at):
        raise Refusal(_("这个班已经开始了，换不了了"))
    if swap.assignment.user_id == who.pk:
        raise Refusal(_("这就是您自己的班"))
    if swap.target is not None and swap.target != who:
        raise Refusal(_("这个班是问%(name)s的") % {"name": swap.target.name})


def _check_rules(
    given: Assignment, counter: Assignment | None, who: User, at: datetime
) -> tuple[DutyMember, DutyMember | None]:
    """Both people against every rule, each without the place that they give away."""
    require_open(given, at)
    away = (given.pk, *([counter.pk] if counter else []))
    member = member_of(given, who)
    verdict = verdict_on(given, member, at, away)
    if not verdict.is_legal:
        raise refused(member, (*verdict.against, *verdict.beyond))
    if counter is None or given.user is None:
        return member, None
    require_open(counter, at)
    if counter.user_id != who.pk:
        raise Conflict(_("想换回的那个班已经不是他的了"))
    back = member_of(counter, given.user)
    verdict = verdict_on(counter, back, at, away)
    if not verdict.is_legal:
        raise refused(back, (*verdict.against, *verdict.beyond))
    return member, back


def approve_swap(*, swap: SwapRequest, by: User, at: datetime) -> SwapRequest:
    """The leader says yes.

    1. Both places and both people are locked, and every rule is asked once more.
    2. The old rows become `replaced`, new rows say who stands; whoever serves gets the credit.
    3. Both are told, nobody else.
    """
    with changing_places():
        keys = [swap.assignment_id, *([swap.counter_id] if swap.counter_id else [])]
        places = locked_places(keys)  # before the swap, as leave does
        swap = _locked(swap)
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
        member, back = _check_rules(given, counter, swap.taker, at)
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
        swap = _locked(swap)
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
        swap = _locked(swap)
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


def take_shift_now(
    *, assignment: Assignment, by: User, at: datetime, reason: str, user: User | None = None
) -> Assignment:
    """A running shift goes to somebody else from this minute on: it is split at `at`.

    The leader says who; into a place without anybody a person of the centre may step alone.
    """
    if not assignment.start <= at < assignment.end:
        raise Refusal(_("这个班现在没在值，用换班"))
    return replace_assignment(
        assignment=assignment,
        user=user or by,
        source=Assignment.Source.EMERGENCY,
        by=by,
        at=at,
        reason=reason,
    )


def _decide(swap: SwapRequest, status: str, by: User, at: datetime) -> None:
    swap.status, swap.decided_by, swap.decided_at = status, by, at
    swap.save(update_fields=["status", "decided_by", "decided_at", "note"])


def _read(key: int) -> SwapRequest:
    return _whole().get(pk=key)


def _locked(swap: SwapRequest) -> SwapRequest:
    return _whole().select_for_update(of=("self",)).get(pk=swap.pk)


def _whole() -> QuerySet[SwapRequest]:
    return SwapRequest.objects.select_related(
        "assignment__shift__center__unit__region",
        "assignment__shift__template",
        "assignment__user",
        "counter__shift__template",
        "counter__shift__center",
        "counter__user",
        "target",
        "taker",
    )
