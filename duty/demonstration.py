"""The demonstration county on duty: every village answerable at every minute (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty import actions
from duty.models import Assignment, DutyCategory, DutyMember, Handover, Leave, Shift
from duty.models.touring import Weekday
from regions.models import Region
from regions.workdays import Workdays

DAYS_BACK, DAYS_AHEAD = 7, 60
VISIT = (time(14, 30), time(17))
LOG_INS = ("cadre", "duty", "neighbor", "township")


def put_on_duty(user: User, at: datetime) -> bool:
    """So that a log-in of the demonstration stands there at its start: in the running place of the own category."""
    members = DutyMember.objects.filter(user=user).select_related("center")
    for member in members:
        running = Assignment.objects.covering(at).filter(shift__center=member.center)
        if running.filter(user=user).exists():
            return True
        place = running.filter(category=member.category).order_by("pk").first()
        if place is not None:
            place.member, place.user = member, user
            place.save(update_fields=["member", "user"])
            return True
    return False


def take_over_past(county: Region, at: datetime, but_for: Iterable[User] = ()) -> int:
    """Every shift that has begun was taken over by somebody of it, but for the one that these stand now."""
    begun = Shift.objects.filter(
        center__unit__region__path__startswith=county.path, start__lte=at, handover=None
    )
    first: dict[int, tuple[int, datetime]] = {}
    rows = Assignment.objects.active().filter(shift__in=begun, user__isnull=False).order_by("-pk")
    for shift, user, start in rows.values_list("shift_id", "user_id", "shift__start"):
        first[shift] = (user, start)
    now = Assignment.objects.covering(at).filter(user__in=but_for)
    waiting = set(now.values_list("shift_id", flat=True))
    taken = Handover.objects.bulk_create(
        Handover(shift_id=shift, taken_by_id=user, taken_at=start)
        for shift, (user, start) in first.items()
        if shift not in waiting
    )
    return len(taken)


def fill(county: Region, at: datetime, rng: Random) -> int:
    """Shifts, members from the posts, rosters from a week ago to two months ahead; how many shifts.

    `rng` is not asked: the rotation is the same for everybody who fills the same county.
    """
    today = timezone.localdate(at)
    first = today - timedelta(days=DAYS_BACK + 1)  # the night before the first day is still running
    centers = list(Center.objects.below(county).select_related("unit__region__parent"))
    actions.load_shift_templates()
    actions.enrol_members(centers=centers, since=first)
    return actions.build_rosters(
        centers=centers, first=first, last=today + timedelta(days=DAYS_AHEAD + 1), at=at
    )


def show(county: Region, at: datetime) -> None:
    """What the log-ins of the shown village and its neighbour find waiting, a little before `at`.

    A touring stop in each, a counter day; in each one place that a township person's leave left
    open, the only holes of the county; a leave and a swap for the station head to decide, an offer
    for whoever takes it.
    """
    people = {user.username: user for user in User.objects.filter(username__in=LOG_INS)}
    centers = {
        member.user.username: member.center
        for member in DutyMember.objects.filter(user__username__in=LOG_INS).select_related(
            "user", "center__unit__region__parent"
        )
    }
    if not {"cadre", "neighbor"} <= centers.keys():
        return
    before = at - timedelta(hours=3)
    visited = [centers["cadre"], centers["neighbor"]]
    _plan_visits(visited, by=people["township"], at=before, workdays=Workdays.for_county(county))
    for number, center in enumerate(visited):
        _leave_open(center, by=people["township"], at=before, since=at + timedelta(9 + 3 * number))
    _wait_for_the_head(centers["cadre"], people["duty"], at=before)


def _plan_visits(centers: list[Center], *, by: User, at: datetime, workdays: Workdays) -> None:
    """The township comes to these villages one after the other, on working days from the day after tomorrow."""
    day = timezone.localdate(at) + timedelta(days=1)
    for center in centers:
        day = _working_day_after(day, workdays)
        actions.plan_stop(
            center=center, date=day, starts_at=VISIT[0], ends_at=VISIT[1],
            service=_("医保缴费、养老认证"), by=by, at=at,
        )  # fmt: skip
    actions.set_counter_day(
        center=centers[0], weekday=Weekday.WEDNESDAY, starts_at=VISIT[0], ends_at=VISIT[1],
        service=_("老年证、残疾证"), by=by, at=at,
    )  # fmt: skip


def _working_day_after(day: date, workdays: Workdays) -> date:
    day += timedelta(days=1)
    while not workdays.is_working_day(day):
        day += timedelta(days=1)
    return day


def _leave_open(center: Center, *, by: User, at: datetime, since: datetime) -> None:
    """A township person is on leave for one of their days there, and nobody was found."""
    place = _places(center, since).filter(category=DutyCategory.TOWNSHIP).first()
    if place is None or place.user is None:
        return
    leave = actions.ask_leave(
        user=place.user, center=center, start=place.start, end=place.end,
        kind=Leave.Kind.TRIP, reason=_("到县里开会"), by=place.user, at=at,
    )  # fmt: skip
    actions.approve_leave(leave=leave, by=by, at=at, accept_holes=True)


def _wait_for_the_head(center: Center, person: User, *, at: datetime) -> None:
    """The person asks for leave and took over somebody's place; another place is still offered."""
    coming = _places(center, at + timedelta(days=5))
    own = coming.filter(user=person).first()
    if own is not None:
        actions.ask_leave(
            user=person, center=center, start=own.start, end=own.end,
            kind=Leave.Kind.AFFAIR, reason=_("孩子学校开家长会"), by=person, at=at,
        )  # fmt: skip
    offered = 0
    for place in coming.filter(category=DutyCategory.VILLAGE).exclude(user=person):
        if place.user is None or offered == 2:
            continue
        try:
            with transaction.atomic():
                swap = actions.offer_swap(
                    assignment=place, by=place.user, at=at, reason=_("家里有事")
                )
                if not offered:
                    actions.accept_swap(swap=swap, by=person, at=at)
        except Refusal:
            continue  # a rule speaks against it: the next place
        offered += 1


def _places(center: Center, since: datetime) -> QuerySet[Assignment]:
    return (
        Assignment.objects.active()
        .published()
        .filter(shift__center=center, start__gte=since)
        .select_related("user")
        .order_by("start", "pk")
    )
