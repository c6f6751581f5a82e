"""A centre's month made anew under all rules, as a draft beside what is published (B22)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.actions.credits import credit_newcomers
from duty.actions.drafts import plan_month
from duty.actions.places import locked_places
from duty.actions.rosters import build_roster
from duty.findings import finding_words, hole_words, spread
from duty.generation import CHANGES, Plan, faults, generate, holes, precheck, take_turns
from duty.models import Assignment, Roster
from duty.month_problem import MonthProblem, month_problem
from duty.permissions import may_change_roster
from duty.plan import month_span
from regions.workdays import Workdays

# A centre with fewer people goes by turns: everybody can see whose turn it is.
ENOUGH_FOR_BALANCE = 6
AHEAD_MOST = timedelta(days=400)
SHOWN = 60  # sentences kept with the roster


def generate_month(
    *,
    center: Center,
    month: date,
    by: User,
    at: datetime,
    seed: int | None = None,
    changes: int = CHANGES,
) -> Roster:
    """A draft of the month; what is published stays until the draft is published.

    1. Missing days are filled by rotation, so that nobody is without an answerable person meanwhile.
    2. Places that have begun, were chosen by hand, are locked or being swapped stay as they are;
       so do planned changes that a person wrote down (`drop_plan` begins anew).
    3. The others are planned under all rules: by turns below six people, else greedy and annealing
       led by the seed (the same month with the same seed gives the same draft).
    4. The differences stand as planned changes; the roster says how it was made, every place
       that stays open with what speaks against each person, and what the calendar does not know yet.
    Raises Refusal for a month that is over, that somebody published, or without valid shifts.
    """
    first = month.replace(day=1)
    _require_month(center, first, by, at)
    with transaction.atomic():
        build_roster(center=center, month=first, at=at)
        roster = Roster.objects.select_for_update(of=("self",)).get(center=center, month=first)
        if roster.published_by_id is not None:
            raise Refusal(_("这个月的值班表已经有人公布了，不能整月重排。请用换人、换班或改动"))
        credit_newcomers(center=center, at=at)
        asked = month_problem(roster, at)
        if not asked.members:
            raise Refusal(_("这个中心还没有值班人员，请先登记"))
        roster.seed = first.year * 100 + first.month if seed is None else seed
        roster.algorithm, plan = _plan(asked, roster.seed, changes)
        if faults(asked.problem, plan):
            raise RuntimeError("a generated plan breaks a rule")
        wanted = {
            row.pk: None if plan[number] is None else asked.members[plan[number] or 0]
            for number, row in enumerate(asked.rows)
            if number not in asked.problem.fixed
        }
        changed = plan_month(roster=roster, wanted=wanted, by=by, at=at, by_hand=False)
        roster.generated_at = at
        roster.stats = _stats(asked, plan, first) | {"changes": changed}
        roster.save(update_fields=["seed", "algorithm", "generated_at", "stats"])
    return roster


@transaction.atomic
def lock_place(*, assignment: Assignment, locked: bool, by: User, at: datetime) -> Assignment:
    """The next draft leaves the place as it stands or as it is planned, or may change it again."""
    row = locked_places([assignment.pk])[assignment.pk]
    if not may_change_roster(by, row.shift.center):
        raise Refusal(_("只有站长和镇里能排班"))
    if row.start <= at:
        raise Refusal(_("这个班已经开始了，不用锁"))
    row.locked = locked
    row.save(update_fields=["locked"])
    return row


def _require_month(center: Center, first: date, by: User, at: datetime) -> None:
    if not may_change_roster(by, center):
        raise Refusal(_("只有站长和镇里能排班"))
    _begin, end = month_span(first)
    if end <= at:
        raise Refusal(_("%(month)d月已经过去，不能再排") % {"month": first.month})
    if first > timezone.localdate(at) + AHEAD_MOST:
        raise Refusal(_("只能排一年以内的月份"))


def _plan(asked: MonthProblem, seed: int, changes: int) -> tuple[str, Plan]:
    standing = sum(person.share > 0 for person in asked.problem.people)
    if standing < ENOUGH_FOR_BALANCE:
        return Roster.Algorithm.ROTATION, take_turns(asked.problem, asked.stood)
    return Roster.Algorithm.ANNEALING, generate(asked.problem, seed, changes).plan


def _stats(asked: MonthProblem, plan: Plan, first: date) -> dict[str, object]:
    fixed = asked.problem.fixed
    found = [
        hole_words(asked, hole)
        for hole in holes(asked.problem, plan)
        if hole.post not in fixed or asked.rows[hole.post].user_id is None
    ]
    calendar = Workdays.for_county(asked.rows[0].shift.center.region if asked.rows else None)
    people = [
        [asked.members[number].user_id, *map(round, totals)]
        for number, totals in enumerate(spread(asked.problem, plan))
    ]
    return {
        "holes": found[:SHOWN],
        "open": len(found),
        "warnings": [
            one for one in finding_words(asked, precheck(asked.problem)) if one not in found
        ][:SHOWN],
        "provisional": calendar.is_provisional(first),
        "people": people,
    }
