"""A month's planned changes become what everybody sees (B22)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from config.errors import Conflict, Refusal
from duty.actions.places import changing_places, give_place, lock_people, locked_places
from duty.models import Assignment, Leave, PlannedChange, Roster
from duty.permissions import may_change_roster
from duty.plan import breaks_of
from duty.standing_rules import absent_words
from duty.substitutes import stint_of
from duty.telling import place_words, tell

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
