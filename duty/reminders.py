"""The evening before: everybody who stands duty tomorrow reads where and when, once (B22).

Registered with notify by DutyConfig.ready; planned by `actions.plan_warnings`. Who stands is read
when it is told: after a swap the new person hears of it and the old one does not, and hours that
were moved are the moved ones.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from duty.models import Assignment
from duty.warnings import due_alerts, settle_alerts
from duty.wording import end_words
from notify import actions as notify
from notify import handlers
from notify.models import AlertState
from regions.wording import clock_time, day

EVENING_BEFORE = "duty_evening"
EVENING = time(18)


def register() -> None:
    handlers.register(EVENING_BEFORE, settle_evening)


def evening_rung(duty_date: date) -> tuple[str, datetime]:
    """18:00 of the day before; the rung is the day of duty."""
    evening = datetime.combine(duty_date - timedelta(days=1), EVENING)
    return duty_date.isoformat(), timezone.make_aware(evening)


def settle_evening(user_id: int, at: datetime) -> int:
    """One message for all places of the day that have not begun; none is left: nobody is told."""
    with transaction.atomic():
        person = (
            User.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
            .filter(pk=user_id)
            .first()
        )
        if person is None:
            return 0  # another sweep has them
        settled = 0
        for alert in due_alerts(EVENING_BEFORE, user_id, at):
            places = _places(person, date.fromisoformat(alert.rung), at)
            if places:
                notify.tell(
                    person=person,
                    text=_words(places),
                    cause=f"duty:evening:{person.pk}:{alert.rung}",
                    about="duty",
                    url=reverse("duty-mine"),
                    at=at,
                )
            state = AlertState.DONE if places else AlertState.CANCELLED
            settled += settle_alerts([alert], state, at)
    return settled


def _places(person: User, duty_date: date, at: datetime) -> list[Assignment]:
    if not person.is_active:
        return []
    rows = Assignment.objects.active().published().filter(user=person, start__gt=at)
    return list(
        rows.filter(shift__duty_date=duty_date)
        .select_related("shift__template", "shift__center__unit__region")
        .order_by("start", "shift__center", "pk")
    )


def _words(places: list[Assignment]) -> str:
    """Villages with the same hours share them: one phone may answer for five."""
    together: dict[tuple[str, datetime, datetime], list[str]] = defaultdict(list)
    for row in places:
        shift = str(row.shift.template), row.start, row.end
        together[shift].append(row.shift.center.region.short_name)
    said = [
        _("%(where)s%(shift)s，%(from)s到%(to)s")
        % {
            "where": _("、").join(dict.fromkeys(where)),
            "shift": name,
            "from": clock_time(start),
            "to": end_words(end, start),
        }
        for (name, start, end), where in together.items()
    ]
    return _("%(day)s您值班：%(places)s") % {
        "day": day(places[0].shift.duty_date),
        "places": _("；").join(said),
    }
