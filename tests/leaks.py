"""Whether an answer shows what lies outside a person's scope: region codes and numbers of matters."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from accounts.scope import active_posts, region_of
from regions.models import Region

CODE = re.compile(r"(?<!\d)\d{12}(?!\d)")
NUMBER = re.compile(r"(?<!\d)\d{4} ?\d{4}(?!\d)")


def allowed_codes(person: User) -> set[str]:
    """Codes of the person's regions, of what lies below and of what they are part of."""
    regions = [region_of(post) for post in active_posts(person)]
    below = {
        code
        for region in regions
        for code in Region.objects.below(region).values_list("codes__code", flat=True)
    }
    above = {key for region in regions for key in region.ancestor_ids}
    return below | set(Region.objects.filter(pk__in=above).values_list("codes__code", flat=True))


def foreign_numbers(person: User) -> set[str]:
    """Numbers of matters that exist and that the person must not see."""
    try:
        tickets = apps.get_model("services", "Ticket").objects
    except LookupError:
        return set()
    return set(tickets.values_list("number", flat=True)) - set(
        tickets.visible_to(person).values_list("number", flat=True)
    )


def leaks_in(response: HttpResponse, person: User | None) -> list[str]:
    """What the answer shows that it must not; villagers' pages, which anybody may read, are not asked."""
    if response.streaming or "text/css" in response.get("Content-Type", ""):
        return []
    user = User.objects.get(pk=person.pk) if person else AnonymousUser()
    text = response.content.decode(errors="replace")
    known = set(Region.objects.values_list("codes__code", flat=True))
    codes = set(CODE.findall(text)) & known - allowed_codes(user)
    numbers = {number.replace(" ", "") for number in NUMBER.findall(text)} & foreign_numbers(user)
    return sorted(codes | numbers)


class WatchedClient(Client):
    """A client that fails the test when an answer shows what lies outside the person's scope."""

    person: User | None = None

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        assert not leaks_in(response, self.person), request.get("PATH_INFO")
        return response
