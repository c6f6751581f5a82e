"""Swap and cover: offered, and accepted by one person (B22)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from config.errors import Conflict, Refusal
from duty.actions.changes import (
    member_of,
    refused,
    require_open,
    verdict_on,
)
from duty.actions.places import locked_places
from duty.models import Assignment, DutyMember, SwapRequest
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
        swap = read_swap(swap.pk)
        given = swap.assignment
        if who != by and not may_change_roster(by, given.shift.center):
            raise Refusal(_("只有站长和镇里能替别人接班"))
        _check_acceptance(swap, who, at)
        claimed = SwapRequest.objects.filter(pk=swap.pk, status=SwapRequest.Status.OPEN).update(
            status=SwapRequest.Status.ACCEPTED, taker=who, accepted_at=at
        )
        if not claimed:
            raise Conflict(_("这个班刚才已经有人接了"))
        check_rules(given, swap.counter, who, at)
        text = _("%(taker)s接了%(who)s的%(place)s，等您批") % {
            "taker": who.name,
            "who": given.user.name if given.user else "",
            "place": place_words(given),
        }
        told = [leader for leader in leaders_of(given.shift.center, at) if leader != by]
        cause = f"swap:{swap.pk}:accepted"
        tell([given.user, *told], text, center=given.shift.center, cause=cause, at=at)
    return read_swap(swap.pk)


def _check_acceptance(swap: SwapRequest, who: User, at: datetime) -> None:
    if swap.status != SwapRequest.Status.OPEN:
        raise Conflict(_("这个班刚才已经有人接了，或者不换了"))
    if swap.assignment.start <= at or (swap.counter and swap.counter.start <= at):
        raise Refusal(_("这个班已经开始了，换不了了"))
    if swap.assignment.user_id == who.pk:
        raise Refusal(_("这就是您自己的班"))
    if swap.target is not None and swap.target != who:
        raise Refusal(_("这个班是问%(name)s的") % {"name": swap.target.name})


def check_rules(
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


def read_swap(key: int) -> SwapRequest:
    return _whole().get(pk=key)


def locked_swap(swap: SwapRequest) -> SwapRequest:
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
