"""Somebody cannot stand, now or in a shift that comes soon, and the leader writes it down for them (B22)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from config.errors import Refusal
from duty.actions.changes import member_of, refused, require_open, verdict_on
from duty.actions.leaves import OVERLAP, give_on, span_words
from duty.actions.places import changing_places, give_place, locked_places
from duty.fairness import LONG_LEAVE
from duty.models import Assignment, Leave
from duty.permissions import may_change_roster
from duty.telling import leaders_of, place_words, tell

SOON = timedelta(days=1)


def mark_away(
    *,
    assignment: Assignment,
    end: datetime,
    by: User,
    at: datetime,
    user: User | None = None,
    never_came: bool = False,
    note: str = "",
) -> Leave:
    """From this minute on the person does not stand; `user` does, the leader themself too, or nobody.

    1. Leave to `end`, filed and approved by the leader in one act.
    2. Of a shift that runs and in which the person was never there, the part that is over becomes
       open: the roster does not say that they stood, and no credit follows.
    3. Whoever stands there from now on is answerable at once and gets the credit of that part; what
       `user` may not take, and the person's places in other centres, is open, and so said to villagers.
    4. The person, whoever stands instead and the leaders of a centre with a hole are told.
    Raises Refusal for somebody of whom a rule speaks absolutely against the place, for leave that
    is asked already, for a week or longer.
    """
    try:
        with changing_places():
            place = locked_places([assignment.pk])[assignment.pk]
            person = _require(place, end, by, at)
            if user is not None:
                member = member_of(place, user)
                verdict = verdict_on(place, member, at)
                if verdict.against:
                    raise refused(member, verdict.against)
            leave = _leave(place, person, end, user, by, at, note)
            if never_came and place.start < at:
                give_place(
                    old=place, member=None, source=Assignment.Source.EMERGENCY,
                    since=place.start, until=at,
                )  # fmt: skip
            holes, taken = give_on(leave, by, at)
            record_audit(
                verb="mark_away", actor=by, at=at, subject=f"leave:{leave.pk}", reason=note.strip(),
                data={"user": leave.user_id, "holes": len(holes), "never_came": never_came},
            )  # fmt: skip
            _tell(leave, holes, taken, by, at)
    except IntegrityError as error:
        if OVERLAP not in str(error):
            raise
        name = assignment.user.name if assignment.user else ""
        raise Refusal(
            _("%(name)s这段时间已经请过假了，请到“请假换班”里批或者撤回") % {"name": name}
        ) from error
    return leave


def _require(place: Assignment, end: datetime, by: User, at: datetime) -> User:
    """Whose place it is."""
    if not may_change_roster(by, place.shift.center):
        raise Refusal(_("只有站长和镇里能记"))
    require_open(place, at)
    if place.user is None:
        raise Refusal(_("这个位置现在没有人"))
    if place.user == by:
        raise Refusal(_("自己值不了，请用“换人”，或者填请假"))
    if place.start > at + SOON:
        raise Refusal(_("这个班还早，请填请假"))
    if end <= max(at, place.start):
        raise Refusal(_("这段时间已经过了"), field="end")
    if end - at >= LONG_LEAVE:
        raise Refusal(_("一周以上的，请填请假"), field="end")
    return place.user


def _leave(
    place: Assignment,
    person: User,
    end: datetime,
    user: User | None,
    by: User,
    at: datetime,
    note: str,
) -> Leave:
    return Leave.objects.create(
        user=person,
        center=place.shift.center,
        start=max(at, place.start),
        end=end,
        kind=Leave.Kind.AWAY,
        reason=note.strip(),
        replacement=user,
        status=Leave.Status.APPROVED,
        filed_by=by,
        filed_at=at,
        decided_by=by,
        decided_at=at,
    )


def _tell(
    leave: Leave, holes: list[Assignment], taken: list[Assignment], by: User, at: datetime
) -> None:
    cause = f"away:{leave.pk}"
    text = _("%(by)s记下您%(span)s值不了，这段时间的班不用管了。记错了请告诉他") % {
        "by": by.name,
        "span": span_words(leave),
    }
    tell([leave.user], text, center=leave.center, cause=cause, at=at)
    for row in taken:
        if row.user != by:
            text = _("%(place)s现在由您值") if row.start <= at else _("%(place)s由您值")
            said = text % {"place": place_words(row)}
            tell([row.user], said, center=row.shift.center, cause=f"{cause}:{row.pk}", at=at)
    for row in holes:
        center = row.shift.center
        told = [leader for leader in leaders_of(center, at) if leader != by]
        text = _("%(place)s没人了：%(name)s临时值不了") % {
            "place": place_words(row),
            "name": leave.user.name,
        }
        tell(told, text, center=center, cause=f"{cause}:{row.pk}", at=at)
