"""Somebody else in a place of a roster, and what the rules say of it (B22)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from config.errors import Conflict, Refusal
from duty.actions.places import changing_places, give_place, lock_people, locked_places
from duty.models import Assignment, DutyMember, PlannedChange
from duty.permissions import may_change_roster
from duty.standing_rules import ELSEWHERE, Verdict
from duty.substitutes import Bonds, stint_of
from duty.telling import place_words, tell
from regions.wording import instant


def replace_assignment(
    *, assignment: Assignment, user: User, source: str, by: User, at: datetime, reason: str
) -> Assignment:
    """Somebody else stands the rest of a shift.

    1. Before the shift the old row becomes `replaced`; while it runs the old row ends at `at`,
       so that the roster keeps saying who stood when.
    2. A new row, from then on, for `user`.
    3. An audit entry with the reason; the two people are told, nobody else.
    A limit of rest or number may be passed, that is what the reason is for; no other rule.
    Raises Conflict when the row changed meanwhile or `user` stands elsewhere at that time.
    """
    with changing_places():
        old = locked_places([assignment.pk])[assignment.pk]
        lock_people([user.pk])
        _check_place(old, user, by, at, reason)
        before = old.user
        member = _member_for(old, user, at)
        new = give_place(old=old, member=member, source=source, since=at)
        PlannedChange.objects.filter(assignment=old).delete()
        record_replacement(old, new, by, at, reason)
        text = _("%(place)s换成%(name)s值") % {"place": place_words(new), "name": user.name}
        cause = f"replace:{new.pk}"
        told = [person for person in (before, user) if person != by]
        tell(told, text, center=new.shift.center, cause=cause, at=at)
    return new


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


def record_replacement(
    old: Assignment, new: Assignment, by: User, at: datetime, reason: str
) -> None:
    names = {"from": old.user_id, "to": new.user_id, "source": new.source, "replaced": old.pk}
    record_audit(
        verb="replace_assignment",
        actor=by,
        at=at,
        subject=f"assignment:{new.pk}",
        reason=reason,
        data=names,
    )


def _check_place(old: Assignment, user: User, by: User, at: datetime, reason: str) -> None:
    fills_a_hole = old.user_id is None and user == by
    if not fills_a_hole and not may_change_roster(by, old.shift.center):
        raise Refusal(_("只有站长和镇里能换人"))
    if not reason.strip():
        raise Refusal(_("请写明为什么换人"), field="reason")
    require_open(old, at)


def require_open(place: Assignment, at: datetime) -> None:
    """Raises where the place is no longer there to be given."""
    if place.status != Assignment.Status.ACTIVE or place.shift.cancelled:
        raise Conflict(_("这个班刚才已经换过人了，请重新看一下"))
    if place.end <= at:
        raise Refusal(_("这个班%(until)s已经结束，不能再换人") % {"until": instant(place.end)})


def _member_for(old: Assignment, user: User, at: datetime) -> DutyMember:
    """The membership under which `user` may take the place; a limit of rest is the leader's affair."""
    member = member_of(old, user)
    if old.user_id == user.pk:
        raise Refusal(_("%(name)s已经在这个班上") % {"name": user.name}, field="user")
    verdict = verdict_on(old, member, at)
    if verdict.against:
        raise refused(member, verdict.against)
    return member


def member_of(place: Assignment, user: User) -> DutyMember:
    member = (
        DutyMember.objects.active_on(place.shift.duty_date)
        .select_related("user")
        .filter(center=place.shift.center, user=user)
        .first()
    )
    if member is None:
        raise Refusal(_("%(name)s不在这个中心的值班人员里") % {"name": user.name}, field="user")
    return member


def verdict_on(
    place: Assignment, member: DutyMember, at: datetime, without: tuple[int, ...] = ()
) -> Verdict:
    """The rules on one person in one place, asked under the caller's locks."""
    stint = stint_of(place, at)
    return Bonds.of([member.user_id], stint.start, stint.end).judge(member, stint, without)


def refused(member: DutyMember, words: tuple[str, ...]) -> Refusal:
    said = {"name": member.user.name, "why": _("；").join(words)}
    kind = Conflict if str(ELSEWHERE) in words else Refusal
    return kind(_("%(name)s%(why)s") % said, field="user")
