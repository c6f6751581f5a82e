"""Who may what in /admin/, and small predicates over a person's active posts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from accounts.roles import VILLAGE_ROLES, Role
from accounts.scope import active_posts, region_of

if TYPE_CHECKING:
    from accounts.models import Post, User

VIEW = ("view",)
EDIT = ("view", "add", "change")
FULL = ("view", "add", "change", "delete")

# Three separate admin roles (B53): set-up, people and posts, reading logs. Nobody may edit what only actions write.
ADMIN_MAY: dict[str, dict[str, Iterable[str]]] = {
    Role.SYSTEM_ADMIN: {
        "regions.calendarday": FULL,
        "regions.region": VIEW,
        "accounts.siteidentity": EDIT,
        "accounts.retentionterm": FULL,
        "accounts.privacynotice": ("view", "add"),
        "accounts.unit": VIEW,
        "centers.center": EDIT,
        "centers.openingspan": FULL,
        "centers.standard": EDIT,
        "centers.standarditem": EDIT,
        "centers.function": EDIT,
        "centers.quantitykind": EDIT,
        "services.category": EDIT,
        "services.serviceitem": EDIT,
        "services.material": FULL,
        "services.offer": FULL,
        "services.clockrule": EDIT,
        "services.callbackshare": EDIT,
        "notify.webhook": FULL,
        "notify.messagetemplate": EDIT,
        "duty.shifttemplate": EDIT,
        "duty.shiftrequirement": FULL,
    },
    Role.SECURITY_ADMIN: {
        "regions.region": VIEW,
        "accounts.user": EDIT,
        "accounts.unit": EDIT,
        "accounts.post": EDIT,
    },
    Role.AUDITOR: {
        "accounts.auditentry": VIEW,
        "services.ledgeranchor": VIEW,
        "axes.accessattempt": VIEW,
        "accounts.user": VIEW,
    },
    Role.COUNTY_DESK: {
        "regions.calendarday": FULL,
        "regions.region": VIEW,
        "accounts.unit": VIEW,
        "centers.center": EDIT,
        "centers.standard": VIEW,
        "centers.standarditem": VIEW,
        "centers.assessment": VIEW,
        "centers.room": VIEW,
        "centers.wall": VIEW,
        "centers.batch": VIEW,
        "centers.project": VIEW,
        "centers.function": VIEW,
        "centers.quantitykind": EDIT,
        "centers.villagenotice": VIEW,
        "services.ticket": VIEW,
        "services.serviceitem": EDIT,
        "services.material": FULL,
        "services.category": VIEW,
        "duty.shift": VIEW,
        "duty.assignment": VIEW,
        "duty.roster": VIEW,
        "duty.dutymember": VIEW,
        "notify.messagetemplate": EDIT,
        "notify.message": VIEW,
    },
}


class AdminPermissions:
    """What Django's admin asks of a user, answered from the active posts and the table above."""

    is_active: bool
    pk: Any

    @property
    def is_staff(self) -> bool:
        return bool(self._admin_tables())

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        app, _, codename = perm.partition(".")
        act, _, model = codename.partition("_")
        return any(act in table.get(f"{app}.{model}", ()) for table in self._admin_tables())

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return any(
            name.startswith(f"{app_label}.") for table in self._admin_tables() for name in table
        )

    def _admin_tables(self) -> list[dict[str, Iterable[str]]]:
        return [ADMIN_MAY[post.role] for post in active_posts(self) if post.role in ADMIN_MAY]


def holds(posts: Iterable[Post], *roles: str) -> bool:
    """Whether one of the posts has one of the roles."""
    return any(post.role in roles for post in posts)


def may_manage_people(user: User) -> bool:
    """Who has the page of people: the township for its villages, the security administrator for the county."""
    return holds(active_posts(user), Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD, Role.SECURITY_ADMIN)


def may_reset_password(actor: User, person: User) -> bool:
    """Whether `actor` may hand `person` a password slip (B53).

    The security administrator for everybody else in the county; the township for people
    whose posts are all in its own villages, so that no slip opens a higher post.
    """
    if actor == person or not person.is_active:
        return False
    theirs = active_posts(person)
    return any(_covers(post, theirs) for post in active_posts(actor))


def _covers(post: Post, theirs: list[Post]) -> bool:
    if post.role == Role.SECURITY_ADMIN:
        return all(other.unit.region.is_below(region_of(post)) for other in theirs)
    if post.role in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD):
        return bool(theirs) and all(
            other.role in VILLAGE_ROLES and other.unit.region.is_below(region_of(post))
            for other in theirs
        )
    return False
