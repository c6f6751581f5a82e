"""Changes of a month that are written down first and published together (B22)."""

from __future__ import annotations

from collections.abc import Mapping
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
    """Who is to stand there from the next version on; back to who stands there now: no change.

    Nobody is told and nothing changes for villagers before it is published.
    """
    place = locked_places([assignment.pk])[assignment.pk]
    if not may_change_roster(by, place.shift.center):
        raise Refusal(_("只有站长和镇里能排班"))
    require_open(place, at)
    PlannedChange.objects.filter(assignment=place).delete()
    if (user.pk if user else None) == place.user_id:
        return None
    member = None
    if user is not None:
        member = member_of(place, user)
        verdict = verdict_on(place, member, at)
        if verdict.against:
            raise refused(member, verdict.against)
    return PlannedChange.objects.create(assignment=place, member=member, by=by, at=at)


@transaction.atomic
def plan_month(
    *, roster: Roster, wanted: Mapping[int, DutyMember | None], by: User, at: datetime
) -> int:
    """The whole plan of a month at once, as a file names it: place -> who. Answers how many changes.

    Earlier planned changes of these places are forgotten. The rules are asked when it is published.
    """
    roster = (
        Roster.objects.select_for_update(of=("self",))
        .select_related("center__unit__region")
        .get(pk=roster.pk)
    )
    if not may_change_roster(by, roster.center):
        raise Refusal(_("只有站长和镇里能排班"))
    places = locked_places(wanted)
    PlannedChange.objects.filter(assignment__in=places).delete()
    changes = [
        PlannedChange(assignment=place, member=wanted[key], by=by, at=at)
        for key, place in places.items()
        if place.status == Assignment.Status.ACTIVE
        and place.end > at
        and _user_of(wanted[key]) != place.user_id
    ]
    PlannedChange.objects.bulk_create(changes)
    return len(changes)


@transaction.atomic
def drop_plan(*, roster: Roster, by: User) -> int:
    """Forget every change that was not published; answers how many."""
    roster = Roster.objects.select_related("center__unit__region").get(pk=roster.pk)
    if not may_change_roster(by, roster.center):
        raise Refusal(_("只有站长和镇里能排班"))
    return PlannedChange.objects.of_roster(roster).delete()[0]


def _user_of(member: DutyMember | None) -> int | None:
    return member.user_id if member else None
