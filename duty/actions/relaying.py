"""What a change of shifts or of the calendar moves in rosters that exist (B22, B27)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet

from centers.models import Center
from duty.actions.rosters import ordered_templates
from duty.generation import take_turns
from duty.models import Assignment, DutyMember, Roster, Shift, ShiftTemplate
from duty.month_problem import month_problem
from duty.rotation import Planned, plan_shift
from duty.shift_sets import in_force
from regions.workdays import Workdays


@transaction.atomic
def relay(*, center: Center, since: date, at: datetime) -> int:
    """Shifts from that day on that have not begun follow the shifts in force and the calendar (how many days changed).

    Hours move with their people; a new place is open until turns fill it; what is no longer asked
    for is cancelled. Days without a shift are left to the nightly work.
    """
    Center.objects.select_for_update(no_key=True).get(pk=center.pk)
    templates = ordered_templates([center])
    workdays = Workdays.for_county(center.region)
    shifts = Shift.objects.filter(center=center, duty_date__gte=since, start__gt=at)
    days = sorted(set(shifts.values_list("duty_date", flat=True)))
    of_day: dict[date, dict[str, Shift]] = defaultdict(dict)
    for shift in shifts.select_related("template").order_by("cancelled", "pk"):
        of_day[shift.duty_date].setdefault(shift.template.name, shift)
    changed, fresh = 0, set[int]()
    for day in days:
        kind = workdays.day_kind(day)
        wanted = {
            one.name: plan_shift(center.pk, one, day, kind)
            for one in in_force(center, templates, day)
            if one.runs_on(day, kind)
        }
        new = _relay_day(center, wanted, of_day[day], fresh)
        changed += new
    _fill(center, fresh, at)
    return changed


def _relay_day(
    center: Center, wanted: dict[str, Planned], there: dict[str, Shift], fresh: set[int]
) -> bool:
    before = len(fresh)
    moved = False
    for name, shift in there.items():
        if name not in wanted and not shift.cancelled:
            _cancel(Assignment.objects.filter(shift=shift))
            Shift.objects.filter(pk=shift.pk).update(cancelled=True)
            moved = True
    for name, plan in wanted.items():
        shift = there.get(name) or _new_shift(center, plan)
        moved |= _move(shift, plan)
        fresh |= _match_places(shift, plan.template)
    return moved or len(fresh) > before


def _new_shift(center: Center, plan: Planned) -> Shift:
    roster = Roster.objects.get(center=center, month=plan.duty_date.replace(day=1))
    return Shift.objects.create(
        roster=roster,
        center=center,
        template=plan.template,
        duty_date=plan.duty_date,
        start=plan.start,
        end=plan.end,
        day_kind=plan.day_kind,
    )


def _move(shift: Shift, plan: Planned) -> bool:
    """New hours for the shift and for everybody who stood its whole length; parts are cut to them."""
    facts = (plan.template.pk, plan.start, plan.end, plan.day_kind, False)
    if (shift.template_id, shift.start, shift.end, shift.day_kind, shift.cancelled) == facts:
        return False
    active = Assignment.objects.filter(shift=shift, status=Assignment.Status.ACTIVE)
    active.filter(start=shift.start).update(start=plan.start)
    active.filter(end=shift.end).update(end=plan.end)
    shift.template, shift.day_kind, shift.cancelled = plan.template, plan.day_kind, False
    shift.start, shift.end = plan.start, plan.end
    shift.save(update_fields=["template", "day_kind", "cancelled", "start", "end"])
    return True


def _match_places(shift: Shift, template: ShiftTemplate) -> set[int]:
    """As many places of each kind as asked for; those that were made are answered."""
    rows: dict[tuple[str, str], list[Assignment]] = defaultdict(list)
    for row in Assignment.objects.filter(shift=shift, status=Assignment.Status.ACTIVE).order_by(
        F("user").asc(nulls_last=True), "pk"
    ):
        rows[row.category, row.presence].append(row)
    made = set[int]()
    for need in template.requirements.all():
        have = rows.pop((need.category, need.presence), [])
        _cancel(Assignment.objects.filter(pk__in=[row.pk for row in have[need.least :]]))
        for _missing in range(need.least - len(have)):
            place = Assignment.objects.create(
                shift=shift,
                category=need.category,
                presence=need.presence,
                counter=need.counter,
                lead=need.lead,
                start=shift.start,
                end=shift.end,
            )
            made.add(place.pk)
    left = [row.pk for some in rows.values() for row in some]
    _cancel(Assignment.objects.filter(pk__in=left))
    return made


def _cancel(rows: QuerySet[Assignment]) -> None:
    rows.filter(status=Assignment.Status.ACTIVE).update(status=Assignment.Status.CANCELLED)


def _fill(center: Center, fresh: set[int], at: datetime) -> None:
    """By turns, month by month; a place that nobody can take stays open."""
    for roster in Roster.objects.filter(shifts__assignments__in=fresh).distinct():
        asked = month_problem(roster, at)
        fixed = {
            number: taken
            for number, row in enumerate(asked.rows)
            for taken in [_number(asked.members, row)]
            if row.pk not in fresh
        }
        plan = take_turns(replace(asked.problem, fixed=fixed), asked.stood)
        for number, row in enumerate(asked.rows):
            person = plan[number]
            if row.pk in fresh and person is not None:
                member = asked.members[person]
                row.member, row.user = member, member.user
                row.save(update_fields=["member", "user"])


def _number(members: list[DutyMember], row: Assignment) -> int | None:
    return next((n for n, one in enumerate(members) if one.pk == row.member_id), None)
