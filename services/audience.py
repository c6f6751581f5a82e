"""Who sees a matter: the tokens written beside it, and the same rule in plain words (DESIGN 4.1 Scope)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from accounts.fields import blind_index
from accounts.models import Unit, UnitKind, User
from accounts.roles import SCOPED_BY_REGION, SCOPED_BY_UNIT
from accounts.scope import active_posts, region_of, units_of

if TYPE_CHECKING:
    from regions.models import Region
    from services.models import Holding, Ticket

_TOWNSHIP_HOUSE = frozenset({UnitKind.TOWNSHIP_CENTER, UnitKind.TOWNSHIP_DESK})


def audience_of(ticket: Ticket, holdings: Iterable[Holding]) -> list[str]:
    """Every ancestor region, every past and present holder with the level above it, first contact and co-handlers.

    A merged village's matters carry the regions of its successor too. A confidential report has the
    confidential desk alone; a complaint about a house's own service leaves that house out (回避).
    """
    if ticket.confidential:
        return [f"u:{ticket.unit_id}"]
    places = ticket.region.lineage
    regions = {pk for place in places for pk in place.ancestor_ids}
    if ticket.avoided:
        regions -= {place.pk for place in places}
    tokens = {f"r:{pk}" for pk in regions} | {f"u:{ticket.unit_id}", f"p:{ticket.first_contact_id}"}
    above = {ticket.unit.superior}
    for holding in holdings:
        if is_avoided_by(holding.unit, ticket):
            continue
        tokens.add(f"u:{holding.unit_id}")
        above.add(holding.unit.superior)
        if holding.user_id:
            tokens.add(f"p:{holding.user_id}")
    # whoever is urged when the unit is late; most see it by its region already
    tokens |= {f"u:{unit.pk}" for unit in above if unit and unit.region_id not in regions}
    return sorted(tokens)


def sees(user: User, ticket: Ticket) -> bool:
    """The rule without tokens: what `Ticket.objects.visible_to` must agree with."""
    posts = active_posts(user)
    if ticket.confidential:
        return any(post.role in SCOPED_BY_UNIT and post.unit_id == ticket.unit_id for post in posts)
    holdings = [row for row in ticket.holdings.all() if not is_avoided_by(row.unit, ticket)]
    had = [ticket.unit, *(holding.unit for holding in holdings)]
    units = {pk for unit in had for pk in (unit.pk, unit.superior_id)}
    if user.pk in {ticket.first_contact_id} | {holding.user_id for holding in holdings}:
        return True
    return any(
        (post.role in SCOPED_BY_REGION and _lies_in(ticket, region_of(post)))
        or bool(units_of(post) & units)
        for post in posts
    )


def _lies_in(ticket: Ticket, region: Region) -> bool:
    """Whether the matter's village, or one it was merged into, is the region or below it."""
    return any(
        place.is_below(region) and not (ticket.avoided and place.pk == region.pk)
        for place in ticket.region.lineage
    )


def is_avoided_by(unit: Unit, ticket: Ticket) -> bool:
    """Whether the complaint is about this unit's own service or that of the level above it (回避).

    It gets the matter by no way: who is complained about would see it, or be told when it is late.
    """
    return ticket.avoided and (
        is_house_of(unit, ticket.region)
        or (unit.superior is not None and is_house_of(unit.superior, ticket.region))
    )


def is_house_of(unit: Unit, place: Region) -> bool:
    """The village's station or the one of a neighbour that serves it; the township's centre and its desks."""
    places = {place.pk for place in place.lineage}
    if unit.kind == UnitKind.VILLAGE_STATION:
        return unit.region_id in places or unit.serves.filter(pk__in=places).exists()
    return unit.kind in _TOWNSHIP_HOUSE and unit.region_id in places


def spared(unit: Unit, ticket: Ticket) -> Unit:
    """The unit itself, or the first above it that need not keep away from the matter."""
    while unit.superior is not None and is_avoided_by(unit, ticket):
        unit = unit.superior
    return unit


def must_keep_away(user: User, ticket: Ticket) -> bool:
    """Whether the person may be made nothing of a matter: of a report everybody but its desk,
    of a complaint about a house's service whoever works there."""
    posts = active_posts(user)
    if ticket.confidential:
        return not any(
            post.role in SCOPED_BY_UNIT and post.unit_id == ticket.unit_id for post in posts
        )
    return ticket.avoided and works_in_house(user, ticket.region)


def works_in_house(user: User, place: Region) -> bool:
    return any(is_house_of(post.unit, place) for post in active_posts(user))


def mark_of(ticket: Ticket) -> str:
    """How the audit names a matter; a report by the same mark each time, with no way back to its number."""
    if ticket.confidential:
        return f"report:{blind_index(ticket.number, 'report')[:12]}"
    return f"ticket:{ticket.number}"
