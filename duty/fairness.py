"""What people have stood against what their share would be: what the next draft evens out (B22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Sum

from duty.generation import Tally
from duty.generation.problem import MEASURES
from duty.models import Credit, DutyMember
from duty.querysets import CreditQuerySet

# Shorter leave is caught up within the month: a week's duties even out by themselves.
LONG_LEAVE = timedelta(days=7)


def served_of(members: Iterable[DutyMember]) -> dict[int, Tally]:
    """What each has stood so far, a newcomer's start and corrections among it; one query."""
    return totals(Credit.objects.filter(member__in=list(members)))


def served_in(members: Iterable[DutyMember], year: int) -> dict[int, Tally]:
    """The same, of one year, by the date on which a shift began; one query."""
    return totals(Credit.objects.filter(member__in=list(members), date__year=year))


def totals(rows: CreditQuerySet) -> dict[int, Tally]:
    counted = (
        rows.order_by()
        .values_list("member")
        .annotate(Sum("points"), Sum("nights"), Sum("rest_days"), Sum("statutory_days"))
    )
    return {member: Tally(*map(float, amounts)) for member, *amounts in counted}


def beyond_share(
    members: Sequence[DutyMember], served: dict[int, Tally], together: bool = False
) -> dict[int, Tally]:
    """How far each stands above (below: negative) the share of those of the same category, or of all.

    As `generation.balance` reckons before it gives anything out.
    """
    groups: dict[str, list[DutyMember]] = defaultdict(list)
    for member in members:
        groups["" if together else member.category].append(member)
    return {
        member.pk: Tally(*(_above(member, group, served, measure) for measure in MEASURES))
        for group in groups.values()
        for member in group
    }


def _above(
    member: DutyMember, group: list[DutyMember], served: dict[int, Tally], measure: str
) -> float:
    counted = [getattr(served.get(one.pk, Tally()), measure) for one in group]
    weight = float(sum(one.weight for one in group)) or 1
    own: float = getattr(served.get(member.pk, Tally()), measure)
    return own - sum(counted) * float(member.weight) / weight
