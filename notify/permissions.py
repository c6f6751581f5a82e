"""Who may look after the outbox."""

from accounts.models import User
from accounts.permissions import holds
from accounts.roles import Role
from accounts.scope import active_posts


def may_see_outbox(user: User) -> bool:
    """What leaves the portal is the business of the county's desk and of set-up."""
    return holds(active_posts(user), Role.COUNTY_DESK, Role.SYSTEM_ADMIN)
