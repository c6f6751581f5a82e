"""What a centre has of a standard."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers import permissions
from centers.actions.record import allow, lock_in_use
from centers.models import Assessment, Center, Presence, StandardItem
from config.errors import Refusal


@transaction.atomic
def assess(
    *,
    center: Center,
    item: StandardItem,
    presence: str,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    evidence: str = "",
    promised_on: date | None = None,
    checked_on: date | None = None,
) -> Assessment:
    """Say what a centre has of one item (B4).

    Consequences: the row in force becomes history and the new one takes its place; the public
    sentence and the county's count follow at once. Saying the same again writes nothing.
    A promised date stands only beside something that is not there; a day of checking is not to come.
    """
    allow(permissions.may_edit_center(by, center))
    if not item.applies_to(center.kind):
        raise Refusal(_("这一条不适用于这个中心"))
    if presence == Presence.NEARBY and not item.nearby_counts:
        raise Refusal(_("%s要在中心里才算，附近的不算") % item.name, "presence")
    if item.is_measured and presence != Presence.LACK and amount is None:
        raise Refusal(_("请填%s有多少") % item.name, "amount")
    if item.asks_day and presence != Presence.LACK and checked_on is None:
        raise Refusal(_("请写%s是哪天检查的") % item.name, "checked_on")
    if checked_on and checked_on > timezone.localdate(at):
        raise Refusal(_("检查的日子还没到"), "checked_on")
    if presence != Presence.LACK and item.is_met_by(presence, amount):
        promised_on = None
    elif promised_on and promised_on < timezone.localdate(at):
        raise Refusal(_("补上的日子已经过去了"), "promised_on")
    lock_in_use(center)
    said = {
        "presence": presence,
        "amount": amount,
        "evidence": evidence,
        "promised_on": promised_on,
        "checked_on": checked_on,
    }
    current = center.assessments.current().filter(item=item).first()
    if current:
        if all(getattr(current, field) == value for field, value in said.items()):
            return current
        current.current = False
        current.save(update_fields=["current"])
    return Assessment.objects.create(center=center, item=item, by=by, at=at, **said)
