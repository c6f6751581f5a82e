"""The evening before: everybody who stands duty tomorrow reads where and when, once (B22).

Registered with notify by DutyConfig.ready; planned by `actions.plan_warnings`. Who stands is read
when it is told: after a swap the new person hears of it and the old one does not, and hours that
were moved are the moved ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from duty.models import Assignment
from duty.warnings import settle_alerts
from duty.wording import end_words
from notify import actions as notify
from notify import handlers
from notify.models import Alert, AlertState
from regions.wording import clock_time, day

EVENING_BEFORE = "duty_evening"
EVENING = time(18)


def register() -> None:
    handlers.register_together(EVENING_BEFORE, settle_evenings)


def evening_rung(duty_date: date) -> tuple[str, datetime]:
    """18:00 of the day before; the rung is the day of duty."""
    evening = datetime.combine(duty_date - timedelta(days=1), EVENING)
    return duty_date.isoformat(), timezone.make_aware(evening)


def settle_evenings(user_ids: Sequence[int], at: datetime) -> int:
    """One message a person for all places of the day that have not begun; none is left: nobody is told.

    Whom another sweep has in hand is left to it. The number of queries does not grow with the people.
    """
    with transaction.atomic():
        free = User.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        people = {person.pk: person for person in free.filter(pk__in=user_ids).order_by("pk")}
        due = Alert.objects.filter(topic=EVENING_BEFORE, subject__in=people).ready(at)
        alerts = list(due.select_for_update().order_by("pk"))
        places = _places(people.values(), {date.fromisoformat(alert.rung) for alert in alerts}, at)
        told = [alert for alert in alerts if (alert.subject, alert.rung) in places]
        left = [alert for alert in alerts if (alert.subject, alert.rung) not in places]
        said = [
            (
                people[alert.subject],
                _words(places[alert.subject, alert.rung]),
                f"duty:evening:{alert.subject}:{alert.rung}",
            )
            for alert in told
        ]
        notify.tell_each(said=said, about="duty", url=reverse("duty-mine"), at=at)
        settled = settle_alerts(told, AlertState.DONE, at)
        return settled + settle_alerts(left, AlertState.CANCELLED, at)


def _places(
    people: Iterable[User], days: Collection[date], at: datetime
) -> dict[tuple[int | None, str], list[Assignment]]:
    """By person and day of duty."""
    active = [person.pk for person in people if person.is_active]
    rows = Assignment.objects.active().published().filter(user__in=active, start__gt=at)
    found: dict[tuple[int | None, str], list[Assignment]] = defaultdict(list)
    for row in (
        rows.filter(shift__duty_date__in=days)
        .select_related("shift__template", "shift__center__unit__region")
        .order_by("start", "shift__center", "pk")
    ):
        found[row.user_id, row.shift.duty_date.isoformat()].append(row)
    return dict(found)


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
