"""The survey of walls and gates, and what became of them (B5)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers import permissions
from centers.actions.record import allow, lock, record
from centers.models import Center, GateState, Wall, WallState
from config.errors import Refusal

FACTS = ("state", "gate", "reason", "removed_on", "gate_removed_on", "surveyed_on")


@transaction.atomic
def survey_wall(
    *,
    center: Center,
    state: str,
    gate: str,
    by: User,
    at: datetime,
    reason: str = "",
    removed_on: date | None = None,
    gate_removed_on: date | None = None,
) -> Wall:
    """Say how a centre's wall and gate stand; the two are separate facts (应拆尽拆).

    Consequences: the county's totals follow at once; earlier states stay in the centre's history.
    A kept wall and a culture wall need their reason; a removal its day, which is not to come.
    """
    allow(permissions.may_edit_center(by, center))
    today = timezone.localdate(at)
    if state in {WallState.KEPT, WallState.CULTURE} and not reason.strip():
        raise Refusal(_("请写为啥不拆，几个字就行"), "reason")
    _check_day(state == WallState.REMOVED, removed_on, today, "removed_on")
    _check_day(gate == GateState.REMOVED, gate_removed_on, today, "gate_removed_on")
    lock(center)
    wall = Wall.objects.filter(center=center).first()
    before = {field: getattr(wall, field) for field in FACTS} if wall else {}
    wall = wall or Wall(center=center)
    wall.state, wall.gate, wall.reason = state, gate, reason.strip()
    wall.removed_on = removed_on if state == WallState.REMOVED else None
    wall.gate_removed_on = gate_removed_on if gate == GateState.REMOVED else None
    wall.surveyed_on, wall.surveyed_by = today, by
    wall.save()
    record(
        "survey_wall",
        center,
        by,
        at,
        before=before,
        after={field: getattr(wall, field) for field in FACTS},
    )
    return wall


def _check_day(removed: bool, day: date | None, today: date, field: str) -> None:
    if removed and day is None:
        raise Refusal(_("请写哪天拆的"), field)
    if removed and day and day > today:
        raise Refusal(_("拆的日子还没到，拆了再填"), field)
