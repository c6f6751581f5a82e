"""Changes of a month that are written down first and published together (B22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.errors import Refusal
from duty.actions.changes import member_of, refused, require_open, verdict_on
from duty.actions.places import locked_places
from duty.models import Assignment, DutyMember, PlannedChange, Roster
from duty.permissions import may_change_roster


@transaction.atomic
def plan_change(
    *, assignment: Assignment, user: User | None, by: User, at: datetime
) -> PlannedChange | None:
    """Who is to stand there from the next version on, chosen by a person: the next draft keeps it.

    Back to who stands there now takes the planned change away and locks the place, so that the
    draft does not bring it again. Nobody is told and nothing changes for villagers before it is
    published.
    """
    place = locked_places([assignment.pk])[assignment.pk]
    if not may_change_roster(by, place.shift.center):
        raise Refusal(_("只有站长和镇里能排班"))
    require_open(place, at)
    had_one = PlannedChange.objects.filter(assignment=place).delete()[0]
    if (user.pk if user else None) == place.user_id:
        if had_one:
            _lock([place.pk])
        return None
    member = None
    if user is not None:
        member = member_of(place, user)
        verdict = verdict_on(place, member, at)
        if verdict.against:
            raise refused(member, verdict.against)
    return PlannedChange.objects.create(assignment=place, member=member, by=by, at=at, by_hand=True)


@transaction.atomic
def plan_month(
    *,
    roster: Roster,
    wanted: Mapping[int, DutyMember | None],
    by: User,
    at: datetime,
    by_hand: bool = True,
) -> int:
    """The whole plan of a month at once, as a file names it: place -> who. Answers how many changes.

    Earlier planned changes of these places are forgotten. What a file names otherwise than the
    plan did is a person's choice (`by_hand`), as `plan_change` makes it. The rules are asked when
    it is published.
    """
    roster = (
        Roster.objects.select_for_update(of=("self",))
        .select_related("center__unit__region")
        .get(pk=roster.pk)
    )
    if not may_change_roster(by, roster.center):
        raise Refusal(_("只有站长和镇里能排班"))
    places = locked_places(wanted)
    planned = PlannedChange.objects.filter(assignment__in=places)
    before = {one.assignment_id: one for one in planned.select_related("member")}
    planned.delete()
    open_ones = [
        place
        for place in places.values()
        if place.status == Assignment.Status.ACTIVE and place.end > at
    ]
    changes = [
        PlannedChange(
            assignment=place,
            member=wanted[place.pk],
            by=by,
            at=at,
            by_hand=by_hand and _is_chosen(before.get(place.pk), wanted[place.pk]),
        )
        for place in open_ones
        if _user_of(wanted[place.pk]) != place.user_id
    ]
    PlannedChange.objects.bulk_create(changes)
    if by_hand:
        set_back = set(before) - {change.assignment_id for change in changes}
        _lock(place.pk for place in open_ones if place.pk in set_back)
    return len(changes)


def _is_chosen(before: PlannedChange | None, member: DutyMember | None) -> bool:
    """A draft that came back from a file unchanged stays a draft."""
    return before is None or before.by_hand or _user_of(before.member) != _user_of(member)


def _lock(places: Iterable[int]) -> None:
    Assignment.objects.filter(pk__in=list(places)).update(locked=True)


@transaction.atomic
def drop_plan(*, roster: Roster, by: User) -> int:
    """Forget every change that was not published; answers how many."""
    roster = Roster.objects.select_related("center__unit__region").get(pk=roster.pk)
    if not may_change_roster(by, roster.center):
        raise Refusal(_("只有站长和镇里能排班"))
    return PlannedChange.objects.of_roster(roster).delete()[0]


def _user_of(member: DutyMember | None) -> int | None:
    return member.user_id if member else None
