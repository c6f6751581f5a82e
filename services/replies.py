"""What 办完了 offers at one tap: the words of the own unit, else of the level above, else the fixed ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Post, Unit, UnitKind, User
from accounts.roles import Role
from accounts.scope import active_posts
from services.models import ReplyTemplate, Ticket

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What is nearly always said, so that nobody types it.
FIXED = (
    gettext_lazy("已修好"),
    gettext_lazy("已换好"),
    gettext_lazy("已送到"),
    gettext_lazy("已说明"),
    gettext_lazy("已办好"),
)
MOST = 8
BLANK = re.compile(r"\{([^{}]*)\}")
# What a blank in a reply is filled with; never anything of the person's.
BLANKS: dict[str, Callable[[Ticket], str]] = {
    "事项": lambda ticket: ticket.item.name if ticket.item else _("这件事"),
    "村": lambda ticket: ticket.region.short_name,
    "单位": lambda ticket: ticket.unit.name,
}


def replies_for(user: User) -> SimpleLazyObject:
    """Read only where a row with 办完了 is drawn."""
    return SimpleLazyObject(lambda: _nearest(user))


def _nearest(user: User) -> list[str]:
    return nearest(user, list(known_to(user).values_list("unit_id", "text")))


def known_to(user: User) -> QuerySet[ReplyTemplate]:
    """Of the own units, of those above them, of the county desk."""
    own, above = _units(user)
    desk = ReplyTemplate.objects.filter(unit__kind=UnitKind.COUNTY_DESK)
    return ReplyTemplate.objects.filter(unit__in=own | above) | desk


def nearest(user: User, known: list[tuple[int, str]]) -> list[str]:
    """The words of whichever is nearest and has any."""
    own, above = _units(user)
    found: dict[int, list[str]] = {}
    for unit, text in known:
        near = 0 if unit in own else 1 if unit in above else 2
        found.setdefault(near, []).append(text)
    return found[min(found)] if found else [str(reply) for reply in FIXED]


def _units(user: User) -> tuple[set[int], set[int]]:
    units = [post.unit for post in active_posts(user)]
    return {unit.pk for unit in units}, {unit.superior_id for unit in units if unit.superior_id}


def filled(reply: str, ticket: Ticket) -> str:
    """The reply with its blanks filled: 已经把{事项}办好了."""
    return BLANK.sub(lambda found: str(BLANKS[found[1]](ticket)), reply) if "{" in reply else reply


def unknown_blanks(reply: str) -> list[str]:
    """Braces that nothing can fill."""
    rest = BLANK.sub("", reply)
    return [name for name in BLANK.findall(reply) if name not in BLANKS] + [
        mark for mark in "{}" if mark in rest
    ]


def unit_worded_by(user: User) -> Unit | None:
    """The unit whose replies a person writes: a township's people their centre's, the county desk the county's."""
    for post in active_posts(user):
        if post.role == Role.COUNTY_DESK:
            return post.unit
        if post.role in {Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD}:
            return _center_of(post)
    return None


def _center_of(post: Post) -> Unit:
    above = post.unit.superior
    is_desk = post.unit.kind == UnitKind.TOWNSHIP_DESK and above is not None
    return above if is_desk and above is not None else post.unit


def templates_of(unit: Unit) -> QuerySet[ReplyTemplate]:
    return ReplyTemplate.objects.filter(unit=unit)
