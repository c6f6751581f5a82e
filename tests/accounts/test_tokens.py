"""The tokens of a person against the plain rule: who sees a matter of a village, and one of a unit."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Post, Unit, User
from accounts.roles import Role
from accounts.scope import tokens
from regions.models import Region

pytestmark = pytest.mark.django_db

ALWAYS = (date(2025, 1, 1), None)
ENDED = (date(2025, 1, 1), date(2026, 11, 23))
LAST_DAY = (date(2025, 1, 1), date(2026, 11, 24))
TOMORROW = (date(2026, 11, 24), None)

# posts (unit, role, linked village, from-to) -> the villages and units whose matters are seen
CASES = [
    ([("village", Role.STATION_HEAD, None, ALWAYS)], {"village"}, set()),
    (
        [("village", Role.AGENT, None, ALWAYS), ("village", Role.MEMBER, None, ALWAYS)],
        {"village"},
        set(),
    ),
    ([("village", Role.REPRESENTATIVE, None, ALWAYS)], {"village"}, set()),
    ([("village", Role.STATION_HEAD, None, ENDED)], set(), set()),
    ([("village", Role.STATION_HEAD, None, LAST_DAY)], {"village"}, set()),
    ([("village", Role.STATION_HEAD, None, TOMORROW)], set(), set()),
    (
        [("village", Role.AGENT, None, ENDED), ("neighbour", Role.AGENT, None, ALWAYS)],
        {"neighbour"},
        set(),
    ),
    ([("township", Role.VILLAGE_LINK, "neighbour", ALWAYS)], {"neighbour"}, set()),
    ([("township", Role.TOWNSHIP_CLERK, None, ALWAYS)], {"village", "neighbour"}, set()),
    ([("township_desk", Role.TOWNSHIP_OVERSIGHT, None, ALWAYS)], {"village", "neighbour"}, set()),
    ([("other_township", Role.TOWNSHIP_LEAD, None, ALWAYS)], {"other"}, set()),
    ([("department", Role.LIAISON, None, ALWAYS)], set(), {"department"}),
    ([("department", Role.LIAISON, None, ENDED)], set(), set()),
    ([("county_desk", Role.COUNTY_DESK, None, ALWAYS)], {"village", "neighbour", "other"}, set()),
    ([("confidential_desk", Role.COUNTY_CONFIDENTIAL, None, ALWAYS)], set(), {"confidential_desk"}),
    ([("inspectorate", Role.COUNTY_INSPECTOR, None, ALWAYS)], set(), set()),
    ([("county_desk", Role.SYSTEM_ADMIN, None, ALWAYS)], set(), set()),
    ([("county_desk", Role.SECURITY_ADMIN, None, ALWAYS)], set(), set()),
    ([("county_desk", Role.AUDITOR, None, ALWAYS)], set(), set()),
    (
        [("village", Role.AGENT, None, ALWAYS), ("department", Role.LIAISON, None, ALWAYS)],
        {"village"},
        {"department"},
    ),
]


def audience_of(village: Region, holder: Unit | None = None) -> set[str]:
    """What a matter of that village carries, as services writes it."""
    return {f"r:{key}" for key in village.ancestor_ids} | ({f"u:{holder.pk}"} if holder else set())


@pytest.mark.parametrize(("posts", "villages", "held_by"), CASES)
def test_tokens_say_what_the_plain_rule_says(at, units, posts, villages, held_by):
    user = User.objects.create_user("somebody", "某人")
    for unit, role, linked, (starts, ends) in posts:
        region = getattr(units, linked).region if linked else None
        Post.objects.create(
            user=user, unit=getattr(units, unit), role=role, region=region, starts=starts, ends=ends
        )
    mine = set(tokens(user))
    for name in ("village", "neighbour", "other"):
        assert bool(mine & audience_of(getattr(units, name).region)) is (name in villages), name
    for name in ("department", "confidential_desk", "inspectorate"):
        confidential = {f"u:{getattr(units, name).pk}"}  # a matter that only its holder may see
        assert bool(mine & confidential) is (name in held_by), name
    in_post = any(span in {ALWAYS, LAST_DAY} for *_post, span in posts)
    assert (f"p:{user.pk}" in mine) is in_post


def test_somebody_switched_off_has_no_tokens(at, cadre):
    cadre.is_active = False
    assert tokens(cadre) == []


def test_a_visitor_has_no_tokens(at):
    assert tokens(AnonymousUser()) == []
