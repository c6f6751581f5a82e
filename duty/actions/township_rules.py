"""A township's shifts for all its centres in place of the county's (B22)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.actions.rosters import ordered_templates
from duty.actions.rules import Hours, Need, copy_of, new_version, require_hours
from duty.looser import looser_sets
from duty.models import ShiftTemplate
from duty.permissions import may_change_township
from regions.models import Region


def township_shifts(township: Region, day: date) -> list[ShiftTemplate]:
    """The township's own that day, else the county's, of every kind of centre."""
    valid = [one for one in ordered_templates([]) if one.is_valid(day)]
    own = [one for one in valid if one.township_id == township.pk]
    return own or [one for one in valid if one.township_id is None]


@transaction.atomic
def change_township_shift(
    *,
    township: Region,
    template: ShiftTemplate,
    since: date,
    hours: Hours,
    needs: Mapping[Need, int],
    by: User,
    at: datetime,
) -> ShiftTemplate:
    """From a day on the township's shift has these hours and people.

    1. A township that took the county's shifts gets the whole set as its own.
    2. Centres with shifts of their own keep them; where those are looser now, a list says so.
    3. Shifts that are planned already are moved by `follow_shifts` in the worker, centre by centre.
    Raises Refusal where the hours make no shift or ask for less than the county does.
    """
    _require(township, since, by, at)
    require_hours(hours)
    if not any(needs.values()):
        raise Refusal(_("一个班至少要一个人"))
    list(Region.objects.select_for_update(no_key=True).filter(pk=township.pk).values_list("pk"))
    own = {
        one.name: one
        if one.township_id == township.pk
        else copy_of(one, one.requirements.all(), center=None, township=township, valid_from=since)
        for one in township_shifts(township, since)
    }
    changed = new_version(own[template.name], since, hours, needs)
    _require_not_looser(township, since)
    record_audit(
        verb="change_shifts",
        actor=by,
        at=at,
        subject=f"region:{township.pk}",
        reason=f"change {template.name}",
    )
    return changed


def _require(township: Region, since: date, by: User, at: datetime) -> None:
    if not may_change_township(by, township):
        raise Refusal(_("只有镇里和县里能改全镇的班次"))
    if since <= timezone.localdate(at):
        raise Refusal(_("从明天起才能改，今天的班已经在值"), field="since")


def _require_not_looser(township: Region, since: date) -> None:
    centers = Center.objects.filter(unit__region__path__startswith=township.path)
    found = looser_sets(
        centers.select_related("unit__region__parent"), ordered_templates([]), since
    )
    if found:
        raise Refusal(_("可以比上级要求多，不能少：%(missing)s") % {"missing": found[0].words})
