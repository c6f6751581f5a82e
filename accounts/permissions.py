"""Who may what in /admin/, and small predicates over a person's active posts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import Post

VIEW = ("view",)
EDIT = ("view", "add", "change")
FULL = ("view", "add", "change", "delete")

# Three separate admin roles (B53): set-up, people and posts, reading logs. Nobody may edit what only actions write.
ADMIN_MAY: dict[str, dict[str, Iterable[str]]] = {
    Role.SYSTEM_ADMIN: {
        "regions.calendarday": FULL,
        "regions.region": VIEW,
        "accounts.siteidentity": EDIT,
        "accounts.unit": VIEW,
        "centers.center": EDIT,
        "centers.openingspan": FULL,
        "centers.standard": EDIT,
        "centers.standarditem": EDIT,
        "services.category": EDIT,
        "services.serviceitem": EDIT,
        "services.material": FULL,
        "services.offer": FULL,
        "services.clockrule": EDIT,
        "notify.webhook": FULL,
        "notify.messagetemplate": EDIT,
        "duty.shifttemplate": EDIT,
        "duty.shiftrequirement": FULL,
    },
    Role.SECURITY_ADMIN: {"accounts.user": EDIT, "accounts.unit": EDIT, "accounts.post": EDIT},
    Role.AUDITOR: {"accounts.auditentry": VIEW, "axes.accessattempt": VIEW, "axes.accesslog": VIEW, "accounts.user": VIEW},
    Role.COUNTY_DESK: {
        "regions.calendarday": FULL,
        "regions.region": VIEW,
        "accounts.unit": VIEW,
        "centers.center": EDIT,
        "centers.standard": VIEW,
        "centers.standarditem": VIEW,
        "centers.assessment": VIEW,
        "centers.villagenotice": VIEW,
        "services.ticket": VIEW,
        "services.serviceitem": EDIT,
        "services.material": FULL,
        "services.category": VIEW,
        "duty.shift": VIEW,
        "duty.assignment": VIEW,
        "duty.roster": VIEW,
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
        if not self.is_active:
            return False
        app, _, codename = perm.partition(".")
        act, _, model = codename.partition("_")
        return any(act in table.get(f"{app}.{model}", ()) for table in self._admin_tables())

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return any(name.startswith(f"{app_label}.") for table in self._admin_tables() for name in table)

    def _admin_tables(self) -> list[dict[str, Iterable[str]]]:
        from accounts.scope import active_posts

        return [ADMIN_MAY[post.role] for post in active_posts(self) if post.role in ADMIN_MAY]


def holds(posts: Iterable[Post], *roles: str) -> bool:
    """Whether one of the posts has one of the roles."""
    return any(post.role in roles for post in posts)
