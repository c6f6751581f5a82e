"""The type of a request that has passed the log-in."""

from django.http import HttpRequest

from accounts.models import User


class StaffRequest(HttpRequest):
    """LoginRequiredMiddleware has let it through, so its user is one of the county's people."""

    user: User


def person_of(request: StaffRequest) -> User:
    """The user without the proxy of the log-in, for pages that ask them hundreds of things."""
    found: User = getattr(request.user, "_wrapped", request.user)
    return found
