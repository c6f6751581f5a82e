"""What people on a roster are told, and who leads a centre. Nobody else hears of a change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Role
from centers.models import Center
from duty.models import Assignment
from duty.wording import end_words
from notify import actions as notify
from regions.wording import day, moment


def leaders_of(center: Center, at: datetime) -> list[User]:
    """The station head; where there is none, and of a township's centre, the township's lead."""
    unit: Unit = center.unit
    role = Role.STATION_HEAD if unit.kind == UnitKind.VILLAGE_STATION else Role.TOWNSHIP_LEAD
    posts = Post.objects.active_on(timezone.localdate(at)).filter(user__is_active=True)
    above = posts.filter(unit=unit.superior_id, role=Role.TOWNSHIP_LEAD)
    own = posts.filter(Q(unit=unit, role=role))
    return list(User.objects.filter(pk__in=(own if own.exists() else above).values("user")))


def place_words(row: Assignment) -> str:
    """11月26日（星期四）白班, and the hours where it is a part of the shift."""
    whole = (row.start, row.end) == (row.shift.start, row.shift.end)
    words = _("%(day)s%(shift)s") % {"day": day(row.shift.duty_date), "shift": row.shift.template}
    if whole:
        return words
    return _("%(words)s（%(from)s到%(to)s）") % {
        "words": words,
        "from": moment(row.start),
        "to": end_words(row.end, row.start),
    }


def tell(
    people: Iterable[User | None], text: str, *, center: Center, cause: str, at: datetime
) -> None:
    """A line in each one's messages, once for the cause, leading to the month."""
    month = reverse("duty-month", args=[center.region.code])
    once = {person.pk: person for person in people if person is not None}
    notify.tell_all(
        people=once.values(),
        text=_("%(center)s：%(text)s") % {"center": center.name, "text": text},
        cause=f"duty:{cause}",
        about=f"duty:{center.pk}",
        url=month,
        at=at,
    )


def tell_of_several(person: User, text: str, *, cause: str, at: datetime) -> None:
    """A line about several centres at once, leading to the own shifts."""
    url = reverse("duty-mine")
    notify.tell(person=person, text=text, cause=f"duty:{cause}:{person.pk}", url=url, at=at)
