"""Changes to a roster after it was made: publishing, and somebody else in a place."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from config.errors import Conflict, Refusal
from duty.actions.places import changing_places, give_place, lock_people, locked_places
from duty.models import Assignment, DutyMember, Leave, PlannedChange, Roster
from duty.permissions import may_change_roster
from duty.plan import breaks_of
from duty.standing_rules import ELSEWHERE, Verdict, absent_words
from duty.substitutes import Bonds, stint_of
from duty.telling import place_words, tell
from regions.wording import instant

MOST_BREAKS = 5


def publish_roster(*, roster: Roster, by: User, at: datetime, reason: str = "") -> Roster:
    """The planned changes of a month become what everybody sees.

    1. Every planned change of a place that has not ended takes effect, all of them or none; none
       for somebody who is on leave then or no longer stands duty (Refusal names them).
    2. A month that then breaks a rule (a hole, an hour without a shift, rest and caps) needs a
       reason, which stays on the roster (B22).
    3. The next version, by that person; an audit entry.
    4. Whoever lost or got a place is told once, nobody else; of a first version everybody on it.
    Raises Conflict when there is nothing to publish, or somebody stands elsewhere meanwhile.
    """
    with changing_places():
        roster = (
            Roster.objects.select_for_update(of=("self",))
            .select_related("center__unit__region")
            .get(pk=roster.pk)
        )
        if not may_change_roster(by, roster.center):
            raise Refusal(_("只有站长和镇里能公布值班表"))
        changes = list(
            PlannedChange.objects.of_roster(roster)
            .select_related("member__user", "assignment__shift__template")
            .order_by("pk")
        )
        first = roster.status == Roster.Status.DRAFT
        if not changes and not first and roster.published_by_id is not None:
            raise Conflict(_("这个月的值班表已经公布了，没有新的改动"))
        _require_there(changes, at)
        lost, got = _apply(changes, at)
        breaks = breaks_of(roster, at)
        if breaks and not reason.strip():
            raise Refusal(_in_need_of_a_reason(breaks), field="reason")
        if changes or first:
            roster.version += not first
        roster.status, roster.published_by, roster.published_at = Roster.Status.PUBLISHED, by, at
        roster.exception = reason.strip() if breaks else ""
        roster.save()
        record_audit(
            verb="publish_roster",
            actor=by,
            at=at,
            subject=f"roster:{roster.pk}",
            reason=reason.strip(),
            data={"version": roster.version, "changes": len(changes), "breaks": len(breaks)},
        )
        if first:
            _tell_everybody(roster, at)
        else:
            _tell_changed(roster, lost, got, at)
    return roster


def _apply(
    changes: list[PlannedChange], at: datetime
) -> tuple[dict[User, list[str]], dict[User, list[str]]]:
    """What each person lost and got."""
    places = locked_places(change.assignment_id for change in changes)
    lost: dict[User, list[str]] = defaultdict(list)
    got: dict[User, list[str]] = defaultdict(list)
    members = [change.member for change in changes if change.member]
    lock_people(
        [*(member.user_id for member in members), *(row.user_id for row in places.values())]
    )
    for change in changes:
        old = places[change.assignment_id]
        if old.status == Assignment.Status.ACTIVE and old.end > at:
            since = max(old.start, at)
            new = give_place(
                old=old, member=change.member, source=Assignment.Source.MANUAL, since=since
            )
            if old.user:
                lost[old.user].append(place_words(new))
            if new.user:
                got[new.user].append(place_words(new))
    PlannedChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return lost, got


def _require_there(changes: list[PlannedChange], at: datetime) -> None:
    """Written down earlier, by a person, a file or the portal: leave may have been approved since."""
    coming = [
        (change.assignment, change.member)
        for change in changes
        if change.member and change.assignment.end > at
    ]
    if not coming:
        return
    leaves = defaultdict(list)
    span = min(row.start for row, _member in coming), max(row.end for row, _member in coming)
    users = {member.user_id for _row, member in coming}
    for leave in Leave.objects.away(*span).filter(user__in=users):
        leaves[leave.user_id].append(leave)
    said = [
        _("%(place)s的%(name)s%(why)s")
        % {"place": place_words(row), "name": member.user.name, "why": words}
        for row, member in coming
        for words in absent_words(member, stint_of(row, at), leaves[member.user_id])
    ]
    if said:
        raise Refusal(
            _("有人值不了，请先换人：%(who)s") % {"who": _("；").join(said[:MOST_BREAKS])}
        )


def _in_need_of_a_reason(breaks: list[str]) -> str:
    said = _("；").join(breaks[:MOST_BREAKS])
    more = len(breaks) - MOST_BREAKS
    if more > 0:
        said = _("%(said)s……另外还有%(more)d处") % {"said": said, "more": more}
    return _("这个月还有不合要求的地方：%(said)s。要照样公布，请写明理由") % {"said": said}


def _tell_changed(
    roster: Roster, lost: dict[User, list[str]], got: dict[User, list[str]], at: datetime
) -> None:
    for person in sorted({*lost, *got}, key=lambda one: one.pk):
        parts = []
        if got.get(person):
            parts.append(_("您多了%(places)s") % {"places": _("、").join(got[person])})
        if lost.get(person):
            parts.append(_("您不用值%(places)s") % {"places": _("、").join(lost[person])})
        text = _("%(month)d月值班表改了：%(what)s") % {
            "month": roster.month.month,
            "what": _("；").join(parts),
        }
        cause = f"publish:{roster.pk}:{roster.version}"
        tell([person], text, center=roster.center, cause=cause, at=at)


def _tell_everybody(roster: Roster, at: datetime) -> None:
    """On a first version each person reads how many places they have."""
    rows = Assignment.objects.active().filter(shift__roster=roster, user__isnull=False)
    counted: dict[User, int] = defaultdict(int)
    for row in rows.select_related("user"):
        if row.user:
            counted[row.user] += 1
    for person, number in counted.items():
        text = _("%(month)d月值班表公布了，您有%(number)d班") % {
            "month": roster.month.month,
            "number": number,
        }
        cause = f"publish:{roster.pk}:{roster.version}"
        tell([person], text, center=roster.center, cause=cause, at=at)


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
