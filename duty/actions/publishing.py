"""Planned changes become what everybody sees: of one centre's month, of a township's (B22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from config.errors import Conflict, Refusal
from duty.actions.places import changing_places, give_place, lock_people, locked_places
from duty.models import Assignment, Leave, PlannedChange, Roster
from duty.permissions import may_change_roster
from duty.plan import Breaks, breaks_of
from duty.standing_rules import absent_words
from duty.substitutes import stint_of
from duty.telling import place_words, tell, tell_of_several

MOST_BREAKS = 5
MOST_PLACES = 6  # named to one person; more are counted

News = dict[User, str]
"""What each person concerned reads of one roster."""


@dataclass
class Published:
    """Which rosters were published together, and why the others were left as they are."""

    done: list[Roster] = field(default_factory=list)
    left: list[tuple[Roster, str]] = field(default_factory=list)
    told: int = 0


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
        roster = _locked([roster.pk])[0]
        news = _publish(roster, by, at, reason, _require_reason)
        for person, words in news.items():
            text = _("%(month)d月值班表%(what)s") % {"month": roster.month.month, "what": words}
            cause = f"publish:{roster.pk}:{roster.version}"
            tell([person], text, center=roster.center, cause=cause, at=at)
    return roster


def publish_rosters(
    *,
    rosters: Collection[Roster],
    by: User,
    at: datetime,
    reason: str = "",
    step: Callable[[], None] = lambda: None,
) -> Published:
    """The months of several centres, as one act: all of it is saved, or nothing.

    1. Everything concerned is locked at the start, in key order: rosters, places, people.
    2. Each roster is published as `publish_roster` does it. One that is refused is left as it was
       and named with the reason; it is tried again after the others, which may have freed somebody.
    3. The reason covers places without anybody. Hours without a shift and limits of onsite duty
       leave a centre out whatever the reason: they are settled on its own page.
    4. Whoever lost or got a place is told once, of all centres together.
    """
    answer = Published()
    heard: dict[User, dict[Roster, str]] = defaultdict(dict)
    with changing_places():
        waiting = _locked([roster.pk for roster in rosters])
        changes = PlannedChange.objects.filter(assignment__shift__roster__in=waiting)
        places = locked_places(changes.values_list("assignment", flat=True))
        coming = changes.values_list("member__user", flat=True)
        lock_people([*coming, *(row.user_id for row in places.values())])
        while waiting:
            answer.left, news = [], {}
            for roster in waiting:
                try:
                    with changing_places():
                        news[roster] = _publish(roster, by, at, reason, _require_limits)
                except Refusal as refusal:
                    answer.left.append((roster, refusal.message))
                    continue
                answer.done.append(roster)
                step()
            for roster, said in news.items():
                for person, words in said.items():
                    heard[person][roster] = words
            again = {roster.pk for roster, _why in answer.left} if news else set()
            waiting = _locked(again)
        for person, words_of in heard.items():
            _tell_together(person, words_of, by, at)
    answer.told = len(heard)
    return answer


def _locked(keys: Collection[int]) -> list[Roster]:
    return list(
        Roster.objects.filter(pk__in=keys)
        .order_by("pk")
        .select_for_update(of=("self",))
        .select_related("center__unit__region")
    )


def _publish(
    roster: Roster, by: User, at: datetime, reason: str, require: Callable[[Breaks, str], None]
) -> News:
    """One roster that is locked; what those concerned are to be told."""
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
    require(breaks, reason.strip())
    if changes or first:
        roster.version += not first
    roster.status, roster.published_by, roster.published_at = Roster.Status.PUBLISHED, by, at
    roster.exception = reason.strip() if breaks.all else ""
    roster.save()
    record_audit(
        verb="publish_roster",
        actor=by,
        at=at,
        subject=f"roster:{roster.pk}",
        reason=reason.strip(),
        data={"version": roster.version, "changes": len(changes), "breaks": len(breaks.all)},
    )
    return _news_of_all(roster) if first else _news(lost, got)


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


def _require_reason(breaks: Breaks, reason: str) -> None:
    if breaks.all and not reason:
        said = {"what": _some(breaks.all)}
        raise Refusal(
            _("这个月还有不合要求的地方：%(what)s。要照样公布，请写明理由") % said, field="reason"
        )


def _require_limits(breaks: Breaks, reason: str) -> None:
    hard = [*breaks.hours, *breaks.limits]
    if hard:
        raise Refusal(_("%(what)s。请到这个中心自己的值班表上改") % {"what": _some(hard)})
    if breaks.open and not reason:
        raise Refusal(_("%(what)s。要照样公布，请写明理由") % {"what": _some(breaks.open)})


def _some(words: list[str]) -> str:
    said = _("；").join(words[:MOST_BREAKS])
    more = len(words) - MOST_BREAKS
    if more <= 0:
        return said
    return _("%(said)s……另外还有%(more)d处") % {"said": said, "more": more}


def _news(lost: dict[User, list[str]], got: dict[User, list[str]]) -> News:
    news = {}
    for person in sorted({*lost, *got}, key=lambda one: one.pk):
        parts = []
        if got.get(person):
            parts.append(_("您多了%(places)s") % {"places": _named(got[person])})
        if lost.get(person):
            parts.append(_("您不用值%(places)s") % {"places": _named(lost[person])})
        news[person] = _("改了：%(what)s") % {"what": _("；").join(parts)}
    return news


def _named(places: list[str]) -> str:
    said = _("、").join(places[:MOST_PLACES])
    if len(places) <= MOST_PLACES:
        return said
    return _("%(said)s等%(number)d班") % {"said": said, "number": len(places)}


def _news_of_all(roster: Roster) -> News:
    """On a first version each person reads how many places they have."""
    rows = Assignment.objects.active().filter(shift__roster=roster, user__isnull=False)
    counted: dict[User, int] = defaultdict(int)
    for row in rows.select_related("user"):
        if row.user:
            counted[row.user] += 1
    return {
        person: _("公布了，您有%(number)d班") % {"number": number}
        for person, number in counted.items()
    }


def _tell_together(person: User, words_of: dict[Roster, str], by: User, at: datetime) -> None:
    said = _("；").join(
        _("%(place)s%(what)s") % {"place": roster.center.region.short_name, "what": words}
        for roster, words in words_of.items()
    )
    month = next(iter(words_of)).month.month
    text = _("%(month)d月值班表：%(said)s") % {"month": month, "said": said}
    tell_of_several(person, text, cause=f"publish:{by.pk}:{at.isoformat()}", at=at)
