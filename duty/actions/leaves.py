"""Leave: asked by the person or by the leader for them, decided by the leader, true in every centre (B22)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from centers.models import Center
from config.errors import Conflict, Refusal
from duty.actions.changes import record_replacement
from duty.actions.places import changing_places, give_place, lock_people, locked_places
from duty.models import Assignment, DutyMember, Leave, PlannedChange, SwapRequest
from duty.permissions import may_change_roster
from duty.standing_rules import Verdict
from duty.substitutes import Bonds, stint_of
from duty.telling import leaders_of, place_words, tell
from duty.wording import end_words
from regions.wording import moment

OVERLAP = "one_leave_at_a_time"
MOST_HOLES = 5


def ask_leave(
    *,
    user: User,
    center: Center,
    start: datetime,
    end: datetime,
    kind: str,
    by: User,
    at: datetime,
    reason: str = "",
    replacement: User | None = None,
) -> Leave:
    """Ask to be away; the leader may file it for somebody who cannot.

    The centre's leaders are told. Nothing changes on the roster before it is decided.
    Raises Refusal for an end before the start, for a time that is over, for leave that overlaps another.
    """
    _check_asking(user, center, start, end, by, at)
    if replacement == user:
        raise Refusal(_("顶班的要是别人"), field="replacement")
    try:
        with transaction.atomic():
            leave = Leave.objects.create(
                user=user,
                center=center,
                start=start,
                end=end,
                kind=kind,
                reason=reason.strip(),
                replacement=replacement,
                filed_by=by,
                filed_at=at,
            )
            text = _("%(name)s请假%(span)s，等您批") % {
                "name": user.name,
                "span": span_words(leave),
            }
            told = [leader for leader in leaders_of(center, at) if leader != by]
            tell(told, text, center=center, cause=f"leave:{leave.pk}", at=at)
    except IntegrityError as error:
        if OVERLAP not in str(error):
            raise
        raise Refusal(
            _("%(name)s这段时间已经请过假了，先撤回那一次") % {"name": user.name}, field="start"
        ) from error
    return leave


def _check_asking(
    user: User, center: Center, start: datetime, end: datetime, by: User, at: datetime
) -> None:
    if by != user and not may_change_roster(by, center):
        raise Refusal(_("只有本人、站长和镇里能填请假"))
    if not DutyMember.objects.filter(center=center, user=user).exists():
        raise Refusal(_("%(name)s不在这个中心的值班人员里") % {"name": user.name}, field="user")
    if end <= start:
        raise Refusal(_("“到”要比“从”晚，请改一下时间"), field="end")
    if end <= at:
        raise Refusal(_("这段时间已经过了"), field="end")


def approve_leave(
    *, leave: Leave, by: User, at: datetime, accept_holes: bool = False, note: str = ""
) -> Leave:
    """The leader says yes.

    1. Every place of the person in that time, in every centre, is given on for that time only; a
       shift of which half falls into the leave is split there.
    2. The replacement takes what the rules let them take; the rest becomes open places, which the
       leader has to accept by `accept_holes`: without it Refusal names them and nothing is saved.
    3. Swaps of those places that were not decided are off, and so are planned changes that would
       give the person a place in that time.
    4. The person, the replacement, and the leaders of every centre with a hole are told.
    """
    with changing_places():
        leave = _locked(leave)
        _check_decision(leave, by)
        if leave.end <= at:
            raise Refusal(_("这段时间已经过了，不用批了"))
        leave.status, leave.decided_by, leave.decided_at = Leave.Status.APPROVED, by, at
        leave.note = note.strip()
        leave.save(update_fields=["status", "decided_by", "decided_at", "note"])
        holes, taken = give_on(leave, by, at)
        if holes and not accept_holes:
            raise Refusal(_hole_words(leave, holes), field="accept_holes")
        data = {"user": leave.user_id, "holes": len(holes), "taken": len(taken)}
        record_audit(verb="approve_leave", actor=by, at=at, subject=f"leave:{leave.pk}", data=data)
        _tell_decision(leave, holes, taken, at)
    return leave


def give_on(leave: Leave, by: User, at: datetime) -> tuple[list[Assignment], list[Assignment]]:
    """Every place of approved leave to the replacement, or open: the new rows without anybody, and theirs."""
    since = max(leave.start, at)
    keys = (
        Assignment.objects.active()
        .filter(user=leave.user, start__lt=leave.end, end__gt=since)
        .values_list("pk", flat=True)
    )
    places = locked_places(keys)
    lock_people([leave.user_id, leave.replacement_id])
    holes: list[Assignment] = []
    taken: list[Assignment] = []
    for old in places.values():
        member = _substitute(leave, old, since)
        source = Assignment.Source.MANUAL
        new = give_place(old=old, member=member, source=source, since=since, until=leave.end)
        record_replacement(old, new, by, at, str(leave.get_kind_display()))
        (taken if member else holes).append(new)
    PlannedChange.objects.filter(assignment__in=places).delete()
    PlannedChange.objects.filter(
        member__user=leave.user, assignment__start__lt=leave.end, assignment__end__gt=since
    ).delete()
    SwapRequest.objects.pending().filter(assignment__in=places).update(
        status=SwapRequest.Status.EXPIRED, decided_at=at
    )
    return holes, taken


def _substitute(leave: Leave, place: Assignment, since: datetime) -> DutyMember | None:
    """The replacement's membership at that centre, where no rule speaks against it."""
    if leave.replacement is None:
        return None
    member = (
        DutyMember.objects.active_on(place.shift.duty_date)
        .filter(center=place.shift.center, user=leave.replacement)
        .select_related("user")
        .first()
    )
    if member is None:
        return None
    stint = stint_of(place, since)
    verdict: Verdict = Bonds.of([member.user_id], stint.start, stint.end).judge(member, stint)
    return None if verdict.against else member


def _hole_words(leave: Leave, holes: list[Assignment]) -> str:
    named = _("；").join(
        _("%(center)s%(place)s") % {"center": row.shift.center, "place": place_words(row)}
        if row.shift.center_id != leave.center_id
        else place_words(row)
        for row in holes[:MOST_HOLES]
    )
    more = len(holes) - MOST_HOLES
    if more > 0:
        named = _("%(named)s……另外还有%(more)d班") % {"named": named, "more": more}
    return _("批了以后这些班就没人了：%(named)s。请选一个人顶，或者勾上“知道会空着”") % {
        "named": named
    }


def _tell_decision(
    leave: Leave, holes: list[Assignment], taken: list[Assignment], at: datetime
) -> None:
    cause = f"leave:{leave.pk}:approved"
    text = _("您的请假批了：%(span)s") % {"span": span_words(leave)}
    tell([leave.user], text, center=leave.center, cause=cause, at=at)
    for row in taken:
        text = _("%(name)s请假，您顶%(place)s") % {
            "name": leave.user.name,
            "place": place_words(row),
        }
        tell([row.user], text, center=row.shift.center, cause=f"{cause}:{row.pk}", at=at)
    for row in holes:
        text = _("%(place)s没人了：%(name)s请假") % {
            "place": place_words(row),
            "name": leave.user.name,
        }
        center = row.shift.center
        tell(leaders_of(center, at), text, center=center, cause=f"{cause}:{row.pk}", at=at)


def refuse_leave(*, leave: Leave, by: User, at: datetime, note: str) -> Leave:
    """The leader says no, and why; the person is told."""
    with transaction.atomic():
        leave = _locked(leave)
        _check_decision(leave, by)
        if not note.strip():
            raise Refusal(_("请写明为什么不批"), field="note")
        leave.status, leave.decided_by, leave.decided_at = Leave.Status.REFUSED, by, at
        leave.note = note.strip()
        leave.save(update_fields=["status", "decided_by", "decided_at", "note"])
        text = _("您的请假没批（%(span)s）：%(note)s") % {
            "span": span_words(leave),
            "note": leave.note,
        }
        tell([leave.user], text, center=leave.center, cause=f"leave:{leave.pk}:refused", at=at)
    return leave


def withdraw_leave(*, leave: Leave, by: User, at: datetime) -> Leave:
    """Not going after all; of approved leave the places stay with whoever has them, and the leaders are told."""
    with transaction.atomic():
        leave = _locked(leave)
        if by != leave.user and not may_change_roster(by, leave.center):
            raise Refusal(_("只有本人、站长和镇里能撤回"))
        if leave.status not in (Leave.Status.REQUESTED, Leave.Status.APPROVED) or leave.end <= at:
            raise Conflict(_("这次请假已经不能撤回了"))
        was_approved = leave.status == Leave.Status.APPROVED
        leave.status, leave.decided_at = Leave.Status.WITHDRAWN, at
        leave.save(update_fields=["status", "decided_at"])
        if was_approved:
            text = _("%(name)s不请假了（%(span)s），班要不要换回来请您定") % {
                "name": leave.user.name,
                "span": span_words(leave),
            }
            told = [leader for leader in leaders_of(leave.center, at) if leader != by]
            tell(told, text, center=leave.center, cause=f"leave:{leave.pk}:withdrawn", at=at)
    return leave


def span_words(leave: Leave) -> str:
    """11月26日上午8:00到第二天下午5:30"""
    return _("%(from)s到%(to)s") % {
        "from": moment(leave.start),
        "to": end_words(leave.end, leave.start),
    }


def _locked(leave: Leave) -> Leave:
    return (
        Leave.objects.select_for_update(of=("self",))
        .select_related("user", "replacement", "center__unit__region")
        .get(pk=leave.pk)
    )


def _check_decision(leave: Leave, by: User) -> None:
    if not may_decide(leave, by):
        raise Refusal(_("只有站长和镇里能批假；自己的假要上一级批"))
    if leave.status != Leave.Status.REQUESTED:
        raise Conflict(_("这次请假刚才已经有结果了，请重新看一下"))


def may_decide(leave: Leave, by: User) -> bool:
    """A leader of the centre; nobody decides on their own leave."""
    return by != leave.user and may_change_roster(by, leave.center)
