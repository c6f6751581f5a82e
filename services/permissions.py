"""Who may do what with a matter: relations with names, one table of acts, asked by view, page and action alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from accounts.models import Post, User
from accounts.roles import TOWNSHIP_ROLES, VILLAGE_ROLES, Role
from accounts.scope import active_posts, house_of
from notify.models import PhoneTask
from services import workflow

if TYPE_CHECKING:
    from services.models import Ticket

HEAD_ROLES = frozenset(
    {
        Role.STATION_HEAD,
        Role.TOWNSHIP_CLERK,
        Role.TOWNSHIP_LEAD,
        Role.LIAISON,
        Role.COUNTY_DESK,
        Role.COUNTY_CONFIDENTIAL,
    }
)
WORKING_ROLES = (
    VILLAGE_ROLES | TOWNSHIP_ROLES | {Role.LIAISON, Role.COUNTY_DESK, Role.COUNTY_CONFIDENTIAL}
)
DESK_ROLES = VILLAGE_ROLES | TOWNSHIP_ROLES | {Role.VILLAGE_LINK, Role.COUNTY_DESK}

Relation = Callable[["Ticket", Post], bool]


def works_in(post: Post, unit_id: int | None) -> bool:
    """Whether the post works in the unit; a township's centre and its desks work for each other."""
    return unit_id is not None and post.role in WORKING_ROLES and unit_id in house_of(post)


def own(ticket: Ticket, post: Post) -> bool:
    """Works in the unit that has the matter."""
    return works_in(post, ticket.unit_id)


def head(ticket: Ticket, post: Post) -> bool:
    return own(ticket, post) and post.role in HEAD_ROLES


def above(ticket: Ticket, post: Post) -> bool:
    """One level over the unit that has it, and the county desk over everything."""
    return works_in(post, ticket.unit.superior_id) or (
        post.role == Role.COUNTY_DESK and not ticket.confidential
    )


def link(ticket: Ticket, post: Post) -> bool:
    return (
        post.role == Role.VILLAGE_LINK
        and _comes_from(ticket, post.region_id)
        and not ticket.avoided
    )


def offered(ticket: Ticket, post: Post) -> bool:
    """Works in a unit to which it is offered and not yet taken."""
    return any(
        holding.is_offered and works_in(post, holding.unit_id) for holding in ticket.holdings.all()
    )


def called_in(ticket: Ticket, post: Post) -> bool:
    """Works in a unit that still owes its part of somebody else's matter."""
    return any(
        holding.is_called_in and works_in(post, holding.unit_id)
        for holding in ticket.holdings.all()
    )


def above_called_in(ticket: Ticket, post: Post) -> bool:
    """One level over a unit that still owes its part."""
    return any(
        holding.is_called_in and works_in(post, holding.unit.superior_id)
        for holding in ticket.holdings.all()
    )


def without_holder(ticket: Ticket, post: Post) -> bool:
    """Being worked on, but by nobody: who may accept may take it on."""
    return (
        ticket.status == workflow.IN_PROGRESS
        and ticket.holder_id is None
        and (own(ticket, post) or above(ticket, post) or link(ticket, post))
    )


def village_head(ticket: Ticket, post: Post) -> bool:
    """Station head of the village that the matter comes from."""
    return (
        post.role == Role.STATION_HEAD
        and _comes_from(ticket, post.unit.region_id)
        and not ticket.avoided
    )


def _comes_from(ticket: Ticket, region_id: int | None) -> bool:
    """From the village itself or from one that was merged into it."""
    return any(place.pk == region_id for place in ticket.region.lineage)


def handled_and_closed(ticket: Ticket, post: Post) -> bool:
    return any(
        rectification.finished_at is None and works_in(post, rectification.unit_id)
        for rectification in ticket.rectifications.all()
    )


def keeps_papers(ticket: Ticket, post: Post) -> bool:
    """Works in a unit in which papers of the matter still lie."""
    return any(
        paper.returned_at is None and works_in(post, paper.unit_id) for paper in ticket.papers.all()
    )


def awaits_papers(ticket: Ticket, post: Post) -> bool:
    """Works in a unit to which papers of the matter are on their way."""
    return any(works_in(post, paper.handed_to_id) for paper in ticket.papers.all())


# Acts -> relations of which one is enough. The first contact is no post, see FIRST_CONTACT_MAY.
MAY: dict[str, tuple[Relation, ...]] = {
    "accept": (own, above, link),
    "assign": (head, above),
    "decline": (own, above),
    "ask_for_materials": (own, above),
    "supply": (own, above),
    "transfer": (own, above),
    "take": (offered, without_holder),
    "return": (offered, called_in),
    "call_in": (own, above),
    "answer": (called_in,),
    "release": (own, above),
    "escalate": (own,),
    "pause": (own,),
    "resume": (own, above),
    "extend": (own,),
    "decide_extension": (above,),
    "contact": (own, above, link, offered, called_in),
    "note": (own, above, link, offered, called_in, village_head),
    "set_urgency": (own, above, link),
    "resolve": (own,),
    "feed_back": (own, above),
    "call_back": (above,),
    "urge": (above, village_head, above_called_in),
    "withdraw": (own, above),
    "merge": (own, above),
    "reopen": (own, above),
    "change_first_contact": (village_head, head, above),
    "reissue_code": (own, above),
    "make_confidential": (own, above, link),
    "set_id_number": (own, link),
    "uphold": (above,),
    "rectify": (handled_and_closed,),
    "change_mode": (own, above, link),
    "record_consent": (own, above, link),
    "receive_papers": (own, above, link),
    "return_papers": (own, above, link, keeps_papers),
    "hand_on_papers": (keeps_papers,),
    "take_papers": (awaits_papers,),
    "appoint": (own, above, link),
    "change_appointment": (own, above, link),
    "cancel_appointment": (own, above, link),
    "keep_appointment": (own, above, link),
    "add_photos": (own, above, link, offered),
}
FIRST_CONTACT_MAY = frozenset(
    {
        "accept",
        "contact",
        "note",
        "set_urgency",
        "feed_back",
        "supply",
        "urge",
        "withdraw",
        "reissue_code",
        "make_confidential",
        "set_id_number",
        "ask_for_materials",
        "change_mode",
        "record_consent",
        "receive_papers",
        "return_papers",
        "appoint",
        "change_appointment",
        "cancel_appointment",
        "keep_appointment",
        "add_photos",
    }
)


def acting_post(user: User, ticket: Ticket, act: str) -> tuple[bool, Post | None]:
    """Whether the person may, and with which post they do it.

    A call-back is never done by who handled the matter or was its first contact (B19).
    """
    if act == "call_back" and user.pk in {ticket.holder_id, ticket.first_contact_id}:
        return False, None
    posts = active_posts(user)
    for relation in MAY.get(act, ()):
        for post in posts:
            if relation(ticket, post):
                return True, post
    if act in FIRST_CONTACT_MAY and user.pk == ticket.first_contact_id:
        return not (act == "accept" and _went_elsewhere(ticket)), posts[0] if posts else None
    return False, None


def _went_elsewhere(ticket: Ticket) -> bool:
    """Handed on at least once: whoever was asked first follows it, and others accept it."""
    return any(row.lead and row.unit_id != ticket.unit_id for row in ticket.holdings.all())


def may(user: User, ticket: Ticket, act: str) -> bool:
    return bool(workflow.moves(ticket.status, act)) and acting_post(user, ticket, act)[0]


def acts_for(user: User, ticket: Ticket) -> list[str]:
    """What the page offers this person now."""
    return [
        act
        for act in dict.fromkeys(workflow.acts_from(ticket.status))
        if act in MAY and acting_post(user, ticket, act)[0]
    ]


def may_enter(posts: Iterable[Post]) -> bool:
    """Who may record a matter that somebody brought."""
    return any(post.role in DESK_ROLES or post.role == Role.COUNTY_CONFIDENTIAL for post in posts)


def sees_person(user: User, ticket: Ticket) -> bool:
    """Who sees the requester's name and has the call button: holder, co-holders, first contact, whoever is at it now.

    Of a merged matter only the unit on whose screen the call to its requester stands.
    """
    if ticket.status == workflow.MERGED:
        about = f"ticket:{ticket.number}"
        return PhoneTask.objects.open().visible_to(user).filter(about=about).exists()
    if not ticket.is_open and ticket.status != workflow.ANSWERED:
        return False
    if user.pk in {ticket.holder_id, ticket.first_contact_id}:
        return True
    return any(
        works_in(post, ticket.unit_id) or link(ticket, post) or called_in(ticket, post)
        for post in active_posts(user)
    ) or may(user, ticket, "call_back")
