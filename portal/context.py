"""What the bases of the pages need to know: letters, browser, and the menu of who is logged in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit, UnitKind
from accounts.permissions import holds
from accounts.roles import SCOPED_BY_REGION, SCOPED_BY_UNIT, TOWNSHIP_ROLES, Role
from accounts.scope import active_posts
from notify.models import Message
from portal.elder import wants_big_letters


class Entry(NamedTuple):
    """One entry of the staff menu: who sees it, by the posts of today; `also`: pages of it at other addresses."""

    label: Any
    route: str
    may: Callable[[list[Post]], bool]
    also: tuple[str, ...] = ()


def works_tickets(posts: list[Post]) -> bool:
    return holds(posts, *SCOPED_BY_REGION, *SCOPED_BY_UNIT)


def sees_villages(posts: list[Post]) -> bool:
    return holds(posts, *SCOPED_BY_REGION)


def supervises(posts: list[Post]) -> bool:
    return holds(posts, *TOWNSHIP_ROLES, Role.COUNTY_DESK, Role.COUNTY_INSPECTOR)


def keeps_people(posts: list[Post]) -> bool:
    return holds(posts, Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD, Role.SECURITY_ADMIN)


def keeps_personal_data(posts: list[Post]) -> bool:
    return holds(posts, Role.COUNTY_DESK, Role.SECURITY_ADMIN, Role.COUNTY_CONFIDENTIAL)


OF_CENTERS = ("renovation", "center-gaps", "walls", "center-survey", "standards")

MENU = (
    Entry(_("我的活"), "desk", works_tickets),
    Entry(_("督导"), "supervision", supervises),
    Entry(_("值班"), "duty", sees_villages),
    Entry(_("通知"), "notices", sees_villages),
    Entry(_("活动"), "activities", sees_villages),
    Entry(_("中心"), "centers", sees_villages, OF_CENTERS),
    Entry(_("消息"), "messages", lambda posts: True, ("outbox",)),
    Entry(_("人员"), "people", keeps_people),
    Entry(_("本人信息"), "person", keeps_personal_data),
    Entry(_("管理"), "admin:index", lambda posts: bool(posts) and posts[0].user.is_staff),
)


def look(request: HttpRequest) -> dict[str, Any]:
    """Lazy throughout: a public page asks the database nothing for it, a staff page twice."""
    return {
        "elder": wants_big_letters(request),
        "in_wechat": "MicroMessenger" in request.headers.get("User-Agent", ""),
        "county_phone": SimpleLazyObject(county_phone),
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "nav": SimpleLazyObject(lambda: menu(request)),
        "post_titles": SimpleLazyObject(lambda: post_titles(request)),
    }


def county_phone() -> str:
    """The county desk's number, for pages that know no place where no contact is set."""
    desk = Unit.objects.filter(kind=UnitKind.COUNTY_DESK).order_by("pk").first()
    return desk.phone if desk else ""


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The links that this person may follow, with the number of unread messages."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    posts = active_posts(user)
    links = []
    for entry in MENU:
        href = address(entry.route)
        if not href or not entry.may(posts):
            continue
        count = unread(user) if entry.route == "messages" else 0
        links.append(
            {
                "label": entry.label,
                "href": href,
                "here": longest_start(request.path, href, *map(address, entry.also)),
                "count": count,
            }
        )
    return only_longest_here(links)


def unread(user: Any) -> int:
    """As the page has counted already, else counted now."""
    known: int | None = getattr(user, "unread", None)
    return Message.objects.inbox(user).unread().count() if known is None else known


def longest_start(path: str, *starts: str) -> int:
    """How much of the path the longest of these addresses covers; 0 where it lies below none."""
    return max((len(start) for start in starts if start and path.startswith(start)), default=0)


def only_longest_here(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """/desk/messages/ is below /desk/ too: the page belongs to the longest address."""
    deepest = max((link["here"] for link in links), default=0)
    for link in links:
        link["here"] = link["here"] == deepest > 0
    return links


def address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def post_titles(request: HttpRequest) -> list[str]:
    """One line per unit: 柳泉村党群服务中心（站长、代办员）."""
    by_unit: dict[str, list[str]] = {}
    for post in active_posts(getattr(request, "user", None)):
        by_unit.setdefault(post.unit.name, []).append(str(post.get_role_display()))
    return [f"{unit}（{'、'.join(roles)}）" for unit, roles in by_unit.items()]
