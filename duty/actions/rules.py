"""A centre's own shifts in place of those from above (B22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.actions.places import changing_places
from duty.actions.relaying import relay
from duty.actions.rosters import ordered_templates
from duty.models import ShiftRequirement, ShiftTemplate
from duty.permissions import may_change_roster
from duty.shift_sets import above, in_force
from duty.tightening import looser_than

Need = tuple[str, str]  # category, presence
COPIED = (
    "center",
    "township",
    "name",
    "starts_at",
    "ends_at",
    "day_kinds",
    "months",
    "center_kinds",
    "points",
    "valid_until",
)


@dataclass(frozen=True)
class Hours:
    """As a form names them: an end on the next day is said, not guessed."""

    starts_at: time
    ends_at: time
    next_day: bool = False


def change_shift(
    *,
    center: Center,
    template: ShiftTemplate,
    since: date,
    hours: Hours,
    needs: Mapping[Need, int],
    by: User,
    at: datetime,
) -> ShiftTemplate:
    """From a day on the centre's shift has these hours and people.

    1. A centre that took its shifts from above gets the whole set as its own.
    2. The shift of before ends on that day; both versions stand in one month.
    3. Shifts of that name that have not begun move, with their people, swaps and planned changes;
       new places are filled by turns, places that are no longer asked for are cancelled.
    Raises Refusal where the hours make no shift or ask for less than the county or township does.
    """
    _require(center, since, by, at)
    require_hours(hours)
    if not any(needs.values()):
        raise Refusal(_("一个班至少要一个人"))
    with changing_places():
        own = _adopt(center, since)
        changed = new_version(own[template.name], since, hours, needs)
        _finish(center, since, by, at, f"change {template.name}")
    return changed


def take_from_above(*, center: Center, since: date, by: User, at: datetime) -> None:
    """From a day on the centre takes the township's or the county's shifts again."""
    _require(center, since, by, at)
    own = ShiftTemplate.objects.filter(center=center).exclude(valid_until__lte=since)
    if own.filter(valid_from__gte=since).exists():
        raise Refusal(_("本中心的班次那天才开始用，请选它后面的日子"), field="since")
    with changing_places():
        own.update(valid_until=since)
        _finish(center, since, by, at, "take from above")


def _require(center: Center, since: date, by: User, at: datetime) -> None:
    if not may_change_roster(by, center):
        raise Refusal(_("只有站长和镇里能改班次"))
    if since <= timezone.localdate(at):
        raise Refusal(_("从明天起才能改，今天的班已经在值"), field="since")


def require_hours(hours: Hours) -> None:
    if hours.next_day and hours.ends_at > hours.starts_at:
        raise Refusal(_("一个班最长24小时，请分成两个班"), field="ends_at")
    if not hours.next_day and hours.ends_at <= hours.starts_at:
        raise Refusal(_("结束比开始早。过夜的班请勾上“到第二天”"), field="ends_at")


def _adopt(center: Center, since: date) -> dict[str, ShiftTemplate]:
    """The centre's own shifts from that day on, by name, copied from above where there are none."""
    taken = in_force(center, ordered_templates([center]), since)
    return {
        one.name: one if one.center_id == center.pk else _copy(one, center, since) for one in taken
    }


def _copy(template: ShiftTemplate, center: Center, since: date) -> ShiftTemplate:
    needs = list(template.requirements.all())
    return copy_of(template, needs, center=center, township=None, valid_from=since)


def new_version(
    template: ShiftTemplate, since: date, hours: Hours, needs: Mapping[Need, int]
) -> ShiftTemplate:
    known = {(need.category, need.presence): need for need in template.requirements.all()}
    wanted = [_need(known.get(key), key, number) for key, number in needs.items() if number]
    clocks = {"starts_at": hours.starts_at, "ends_at": hours.ends_at}
    if template.valid_from < since:
        ShiftTemplate.objects.filter(pk=template.pk).update(valid_until=since)
        return copy_of(template, wanted, valid_from=since, **clocks)
    ShiftTemplate.objects.filter(pk=template.pk).update(**clocks)
    template.requirements.all().delete()
    _write_needs(template, wanted)
    template.refresh_from_db()
    return template


def _need(known: ShiftRequirement | None, key: Need, number: int) -> ShiftRequirement:
    """Counter and lead stay where they were."""
    return ShiftRequirement(
        category=key[0],
        presence=key[1],
        least=number,
        counter=bool(known and known.counter),
        lead=bool(known and known.lead),
    )


def copy_of(
    template: ShiftTemplate, needs: Iterable[ShiftRequirement], **fields: Any
) -> ShiftTemplate:
    facts = {name: getattr(template, name) for name in COPIED} | fields
    made = ShiftTemplate.objects.create(**facts)
    _write_needs(made, needs)
    return made


def _write_needs(template: ShiftTemplate, needs: Iterable[ShiftRequirement]) -> None:
    ShiftRequirement.objects.bulk_create(
        ShiftRequirement(
            template=template,
            category=need.category,
            presence=need.presence,
            least=need.least,
            counter=need.counter,
            lead=need.lead,
        )
        for need in needs
    )


def _finish(center: Center, since: date, by: User, at: datetime, what: str) -> None:
    _require_not_looser(center, since)
    relay(center=center, since=since, at=at)
    record_audit(verb="change_shifts", actor=by, at=at, subject=f"center:{center.pk}", reason=what)


def _require_not_looser(center: Center, since: date) -> None:
    templates = ordered_templates([center])
    for day in sorted({since} | {one.valid_from for one in templates if one.valid_from > since}):
        missing = looser_than(in_force(center, templates, day), above(center, templates, day))
        if missing:
            raise Refusal(_("可以比上级要求多，不能少：%(missing)s") % {"missing": missing})
