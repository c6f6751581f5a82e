"""Whom a unit's matter concerns: its head, the level above, the county."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Unit, UnitKind, User
from accounts.roles import Role
from duty.coverage import first_contact_candidates
from services import workflow

HEADS = {
    UnitKind.VILLAGE_STATION: (Role.STATION_HEAD,),
    UnitKind.TOWNSHIP_CENTER: (Role.TOWNSHIP_LEAD, Role.TOWNSHIP_CLERK),
    UnitKind.TOWNSHIP_DESK: (
        Role.TOWNSHIP_CLERK,
        Role.TOWNSHIP_OVERSIGHT,
        Role.TOWNSHIP_LEAD,
    ),
    UnitKind.DEPARTMENT: (Role.LIAISON,),
    UnitKind.COUNTY_DESK: (Role.COUNTY_DESK,),
    UnitKind.CONFIDENTIAL_DESK: (Role.COUNTY_CONFIDENTIAL,),
}
OVERSEERS = {
    UnitKind.TOWNSHIP_CENTER: (Role.TOWNSHIP_OVERSIGHT,),
    UnitKind.COUNTY_DESK: (Role.COUNTY_DESK,),
}


def on_post(unit: Unit, roles: Iterable[str], at: datetime) -> list[User]:
    """Who holds one of the roles in the unit or in one of its desks that day."""
    held = Q(unit=unit) | Q(unit__superior=unit, unit__kind=UnitKind.TOWNSHIP_DESK)
    day = timezone.localdate(at)
    posts = unit.posts.model.objects.active_on(day).filter(
        held, role__in=list(roles), user__is_active=True
    )
    return list(User.objects.filter(pk__in=posts.values("user")).order_by("pk"))


def heads_of(unit: Unit, at: datetime) -> list[User]:
    """Of a township's desk everybody who works there; where nobody does, the centre's heads."""
    found = on_post(unit, HEADS[UnitKind(unit.kind)], at)
    if not found and unit.kind == UnitKind.TOWNSHIP_DESK and unit.superior:
        return heads_of(unit.superior, at)
    return found


def overseers_of(unit: Unit, at: datetime) -> list[User]:
    """Who is told one level up: the township's oversight, above it the county desk."""
    above = unit.superior
    if above is None:
        return []
    told = OVERSEERS.get(UnitKind(above.kind), HEADS[UnitKind(above.kind)])
    return on_post(above, told, at) or heads_of(above, at)


def county_people(unit: Unit, at: datetime) -> list[User]:
    desk = Unit.objects.county_desk_of(unit.region)
    return heads_of(desk, at) if desk else []


def lowest_above_both(one: Unit, other: Unit) -> Unit:
    """The lowest unit over both sides, for a matter that came back a third time."""
    above_one = [unit.pk for unit in chain_above(one)]
    for unit in chain_above(other):
        if unit.pk in above_one:
            return unit
    return one.superior or one


def chain_above(unit: Unit) -> list[Unit]:
    chain = []
    above = unit.superior
    while above is not None:
        chain.append(above)
        above = above.superior
    return chain


def choose_first_contact(unit: Unit, at: datetime) -> User | None:
    """Of those answerable at the unit now, the first rank; ties by fewest open matters (B12)."""
    for rank in first_contact_candidates(unit, at):
        if len(rank) == 1:
            return rank[0]
        if rank:
            open_matters = Count(
                "first_contact_tickets", filter=Q(first_contact_tickets__status__in=workflow.OPEN)
            )
            return (
                User.objects.filter(pk__in=[user.pk for user in rank])
                .annotate(load=open_matters)
                .order_by("load", "pk")
                .first()
            )
    return None
