"""Questions about shifts, assignments and the duty log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.models import Unit
from accounts.scope import regions_visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from centers.models import Center
    from duty.models import (  # noqa: F401 - named in the strings below
        Assignment,
        CounterDay,
        Credit,
        DutyLogEntry,
        DutyMatter,
        DutyMember,
        FeedToken,
        Handover,
        Leave,
        PlannedChange,
        Roster,
        Shift,
        ShiftTemplate,
        SpotCheck,
        SwapRequest,
        TourStop,
    )

# No shift is longer: the question "who is on duty now" looks back no further.
LONGEST_SHIFT = timedelta(hours=24)

# So long after its beginning a shift is said to be taken over by nobody.
GRACE = timedelta(minutes=30)


class DutyMemberQuerySet(QuerySet["DutyMember"]):
    def standing(self, day: date) -> DutyMemberQuerySet:
        """Who may be picked that day; as a predicate: `DutyMember.may_stand`."""
        return self.active_on(day).filter(user__is_active=True, weight__gt=0)

    def visible_to(self, user: User) -> DutyMemberQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))

    def active_on(self, day: date) -> DutyMemberQuerySet:
        return self.filter(active_from__lte=day).filter(
            Q(active_until=None) | Q(active_until__gt=day)
        )


class ShiftTemplateQuerySet(QuerySet["ShiftTemplate"]):
    def of_centers(self, center_ids: Iterable[int]) -> ShiftTemplateQuerySet:
        """The centres' own, and every township's and the county's."""
        return self.filter(Q(center=None) | Q(center__in=center_ids))


class RosterQuerySet(QuerySet["Roster"]):
    def visible_to(self, user: User) -> RosterQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))


class ShiftQuerySet(QuerySet["Shift"]):
    def visible_to(self, user: User) -> ShiftQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))

    def running(self, at: datetime) -> ShiftQuerySet:
        return self.filter(
            cancelled=False, start__gte=at - LONGEST_SHIFT, start__lte=at, end__gt=at
        )

    def not_taken_over(self, since: datetime, at: datetime) -> ShiftQuerySet:
        """Begun a while ago with somebody on it, and nobody tapped 接班 (B24)."""
        return self.filter(
            assignments__status="active",
            assignments__user__isnull=False,
            roster__status="published",
            cancelled=False,
            handover=None,
            start__gte=since,
            start__lte=at - GRACE,
        ).distinct()


class AssignmentQuerySet(QuerySet["Assignment"]):
    def active(self) -> AssignmentQuerySet:
        return self.filter(status="active", shift__cancelled=False)

    def covering(self, at: datetime) -> AssignmentQuerySet:
        """Half open, and only of somebody in use; the look back of a day lets the index serve it."""
        return self.filter(
            status="active",
            user__is_active=True,
            start__gte=at - LONGEST_SHIFT,
            start__lte=at,
            end__gt=at,
        )

    def published(self) -> AssignmentQuerySet:
        return self.filter(shift__roster__status="published", shift__cancelled=False)

    def open_places(self) -> AssignmentQuerySet:
        return self.active().filter(user=None)

    def of_month(self, first_day: date, last_day: date) -> AssignmentQuerySet:
        return self.filter(shift__duty_date__range=(first_day, last_day))

    def at_unit(self, unit: Unit) -> AssignmentQuerySet:
        return self.filter(shift__center__unit=unit)

    def visible_to(self, user: User) -> AssignmentQuerySet:
        return self.filter(shift__center__unit__region__in=regions_visible_to(user))


class DutyLogQuerySet(QuerySet["DutyLogEntry"]):
    def visible_to(self, user: User) -> DutyLogQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))

    def current(self, at: datetime) -> DutyLogQuerySet:
        """Of the shifts that run, and whatever was written in the last day outside a shift."""
        running = Q(shift__start__lte=at, shift__end__gt=at)
        return self.filter(running | Q(shift=None, at__gt=at - LONGEST_SHIFT, at__lte=at))


class LeaveQuerySet(QuerySet["Leave"]):
    def away(self, start: datetime, end: datetime) -> LeaveQuerySet:
        """Approved, and in the way of any of that time; as a predicate: `Leave.is_away`."""
        return self.filter(status="approved", start__lt=end, end__gt=start)

    def waiting(self, at: datetime) -> LeaveQuerySet:
        """Asked, and there is still something to decide; as a predicate: `Leave.is_waiting`."""
        return self.filter(status="requested", end__gt=at)

    def missed(self, at: datetime) -> LeaveQuerySet:
        """Asked, and its time went by without a word: whoever was on the roster stood for it."""
        return self.filter(status="requested", end__lte=at)

    def visible_to(self, user: User) -> LeaveQuerySet:
        """One's own, and those asked at the centres below one's regions."""
        return self.filter(Q(user=user) | Q(center__unit__region__in=regions_visible_to(user)))


class SwapRequestQuerySet(QuerySet["SwapRequest"]):
    def pending(self) -> SwapRequestQuerySet:
        """As a predicate: `SwapRequest.is_pending`."""
        return self.filter(status__in=["open", "accepted"])

    def at_center(self, center: Center) -> SwapRequestQuerySet:
        return self.filter(assignment__shift__center=center)

    def visible_to(self, user: User) -> SwapRequestQuerySet:
        return self.filter(assignment__shift__center__unit__region__in=regions_visible_to(user))


class DutyMatterQuerySet(QuerySet["DutyMatter"]):
    def open(self) -> DutyMatterQuerySet:
        """As a predicate: `DutyMatter.is_open`."""
        return self.filter(closed_at=None)

    def visible_to(self, user: User) -> DutyMatterQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))


class HandoverQuerySet(QuerySet["Handover"]):
    def visible_to(self, user: User) -> HandoverQuerySet:
        return self.filter(shift__center__unit__region__in=regions_visible_to(user))


class SpotCheckQuerySet(QuerySet["SpotCheck"]):
    def visible_to(self, user: User) -> SpotCheckQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))


class PlannedChangeQuerySet(QuerySet["PlannedChange"]):
    def of_roster(self, roster: Roster) -> PlannedChangeQuerySet:
        return self.filter(assignment__shift__roster=roster)

    def by_hand(self) -> PlannedChangeQuerySet:
        """What a person chose; the next draft leaves it as it is."""
        return self.filter(by_hand=True)


class FeedTokenQuerySet(QuerySet["FeedToken"]):
    def live(self) -> FeedTokenQuerySet:
        return self.filter(revoked_at=None)


class CreditQuerySet(QuerySet["Credit"]):
    def visible_to(self, user: User) -> CreditQuerySet:
        return self.filter(member__center__unit__region__in=regions_visible_to(user))


class CounterDayQuerySet(QuerySet["CounterDay"]):
    def visible_to(self, user: User) -> CounterDayQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))

    def valid_on(self, day: date) -> CounterDayQuerySet:
        return self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gt=day))


class TourStopQuerySet(QuerySet["TourStop"]):
    def visible_to(self, user: User) -> TourStopQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))

    def coming(self, day: date) -> TourStopQuerySet:
        return self.filter(cancelled=False, date__gte=day)
