"""What is told ahead of time: holes, a month that nobody published, a year without a calendar, a
person on duty without a phone (B22, B27). Each once; each fact is asked again under its lock.

Registered with notify by DutyConfig.ready; planned nightly by `actions.plan_warnings`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Unit, User
from accounts.roles import Role
from centers.models import Center
from duty.models import Assignment, DutyCategory, PlannedChange, Roster, Shift
from duty.telling import leaders_of, tell
from notify import actions as notify
from notify import handlers
from notify.models import Alert, AlertState
from regions.models import Region
from regions.wording import day
from regions.workdays import Workdays

HOLES, NEXT_MONTH, CALENDAR, NO_PHONE = "duty_hole", "duty_month", "duty_calendar", "duty_no_phone"
DAYS_BEFORE = (7, 3, 1)
MORNING = time(8)
PUBLISHED_BY, DECEMBER = 25, 12


def register() -> None:
    handlers.register(HOLES, settle_hole)
    handlers.register(NEXT_MONTH, settle_month)
    handlers.register(CALENDAR, settle_calendar)
    handlers.register(NO_PHONE, settle_no_phone)


def hole_rungs(shift: Shift) -> list[tuple[str, datetime]]:
    """8 in the morning, 7, 3 and 1 days before the shift's day."""
    return [(f"{days}", _morning(shift.duty_date - timedelta(days=days))) for days in DAYS_BEFORE]


def month_rung(today: date) -> tuple[str, datetime]:
    """On the 25th: the month after it."""
    following = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return f"{following:%Y-%m}", _morning(today.replace(day=PUBLISHED_BY))


def calendar_rung(today: date) -> tuple[str, datetime]:
    """On December 1: the year after it."""
    return f"{today.year + 1}", _morning(date(today.year, DECEMBER, 1))


def _morning(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, MORNING))


def settle_hole(shift_id: int, at: datetime) -> int:
    """A place still without anybody; of several rungs that are due at once, the nearest speaks."""
    with transaction.atomic():
        shift = (
            Shift.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("center__unit__region", "template", "roster")
            .filter(pk=shift_id)
            .first()
        )
        if shift is None and Shift.objects.filter(pk=shift_id).exists():
            return 0  # another sweep has it
        due = due_alerts(HOLES, shift_id, at)
        if shift is None:
            return settle_alerts(due, AlertState.CANCELLED, at)
        missing = Assignment.objects.open_places().filter(shift=shift)
        if shift.cancelled or shift.start <= at or not missing.exists():
            return settle_alerts(due, AlertState.CANCELLED, at)
        nearest = min(due, key=lambda alert: int(alert.rung), default=None)
        if nearest is None:
            return 0
        kinds = _("、").join(
            str(DutyCategory(row.category).label if row.category else _("值班人员"))
            for row in missing
        )
        text = _("%(day)s%(shift)s还缺%(kinds)s") % {
            "day": day(shift.duty_date),
            "shift": shift.template,
            "kinds": kinds,
        }
        cause = f"hole:{shift.pk}:{nearest.rung}"
        tell(leaders_of(shift.center, at), text, center=shift.center, cause=cause, at=at)
        return settle_alerts(due, AlertState.DONE, at)


def settle_month(center_id: int, at: datetime) -> int:
    """Next month has no roster, or changes that nobody published."""
    with transaction.atomic():
        center = _locked_center(center_id)
        if center is None:
            return 0
        due = due_alerts(NEXT_MONTH, center_id, at)
        for alert in due:
            month = date.fromisoformat(f"{alert.rung}-01")
            if month > timezone.localdate(at) and not is_published(center, month):
                text = _("%(month)d月的值班表还没公布") % {"month": month.month}
                cause = f"month:{center.pk}:{alert.rung}"
                tell(leaders_of(center, at), text, center=center, cause=cause, at=at)
        return settle_alerts(due, AlertState.DONE, at)


def is_published(center: Center, month: date) -> bool:
    roster = Roster.objects.filter(center=center, month=month).first()
    if roster is None or roster.status != Roster.Status.PUBLISHED:
        return False
    return not PlannedChange.objects.of_roster(roster).exists()


def settle_calendar(region_id: int, at: datetime) -> int:
    """Next year's days off are still not imported: the county desk and the administrators hear of it."""
    with transaction.atomic():
        county = (
            Region.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(pk=region_id)
            .first()
        )
        if county is None:
            return 0
        due = due_alerts(CALENDAR, region_id, at)
        for alert in due:
            if Workdays.for_county(county).is_provisional(date(int(alert.rung), 1, 1)):
                text = _("%(year)s年的节假日安排还没导入，值班表和期限先按暂定的算") % {
                    "year": alert.rung
                }
                cause = f"duty:calendar:{county.pk}:{alert.rung}"
                notify.tell_all(people=_county_people(county, at), text=text, cause=cause, at=at)
        return settle_alerts(due, AlertState.DONE, at)


def settle_no_phone(user_id: int, at: datetime) -> int:
    """Somebody is to stand duty and cannot be phoned: the leaders where they stand hear of it."""
    with transaction.atomic():
        person = (
            User.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
            .filter(pk=user_id)
            .first()
        )
        if person is None:
            return 0
        due = due_alerts(NO_PHONE, user_id, at)
        if not person.phone:
            for center in _centers_ahead(person, at):
                text = _("%(name)s往后有班，没有留电话，值班时找不到人") % {"name": person.name}
                cause = f"no-phone:{person.pk}:{center.pk}"
                tell(leaders_of(center, at), text, center=center, cause=cause, at=at)
        return settle_alerts(due, AlertState.DONE, at)


def _centers_ahead(person: User, at: datetime) -> list[Center]:
    rows = Assignment.objects.active().filter(user=person, start__gt=at)
    found = Center.objects.filter(pk__in=rows.values("shift__center"))
    return list(found.select_related("unit__region"))


def _county_people(county: Region, at: datetime) -> Iterable[User]:
    posts = Post.objects.active_on(timezone.localdate(at)).filter(
        role__in=(Role.COUNTY_DESK, Role.SYSTEM_ADMIN),
        unit__in=Unit.objects.filter(region=county),
        user__is_active=True,
    )
    return User.objects.filter(pk__in=posts.values("user"))


def _locked_center(key: int) -> Center | None:
    return (
        Center.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("unit__region")
        .filter(pk=key)
        .first()
    )


def due_alerts(topic: str, subject: int, at: datetime) -> list[Alert]:
    return list(Alert.objects.of(topic, subject).ready(at).select_for_update().order_by("pk"))


def settle_alerts(due: Iterable[Alert], state: str, at: datetime) -> int:
    return notify.settle(alert_ids=[alert.pk for alert in due], state=state, at=at)
