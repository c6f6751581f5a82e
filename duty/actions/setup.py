"""What a county sets up once: its shifts, and who stands duty where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import Post, User
from accounts.roles import TOWNSHIP_ROLES, Role
from centers.models import Center, CenterKind
from duty.models import DutyCategory, DutyMember, ShiftRequirement, ShiftTemplate
from duty.shift_styles import STYLES, Pattern

# The weightier first: somebody with two posts in a centre stands duty in one category only (B22).
CATEGORY_OF: dict[str, DutyCategory] = {
    Role.STATION_HEAD: DutyCategory.VILLAGE,
    Role.MEMBER: DutyCategory.VILLAGE,
    Role.AGENT: DutyCategory.OTHER,
    Role.REPRESENTATIVE: DutyCategory.OTHER,
    Role.CIRCLE_MEMBER: DutyCategory.OTHER,
    Role.VILLAGE_LINK: DutyCategory.TOWNSHIP,
    **dict.fromkeys(sorted(TOWNSHIP_ROLES), DutyCategory.TOWNSHIP),
}
MAY_LEAD = frozenset({Role.STATION_HEAD, Role.TOWNSHIP_LEAD})


@transaction.atomic
def load_shift_templates(
    *, style: str = "onsite", since: date = date(2020, 1, 1)
) -> list[ShiftTemplate]:
    """The county's default shifts in one of the styles; a shift of that name that is there stays as the county made it."""
    known = set(ShiftTemplate.objects.filter(center=None).values_list("name", flat=True))
    return [
        _create_template(pattern, since) for pattern in STYLES[style] if pattern.name not in known
    ]


@transaction.atomic
def enrol_members(*, centers: Iterable[Center], since: date) -> list[DutyMember]:
    """Everybody with a post that stands duty becomes a member of that centre, once: who was taken off stays off.

    A village's people come from its unit, its township person from the post that names the
    village; a township's centre takes the township's own posts and no village link.
    """
    centers = list(centers)
    known = set(DutyMember.objects.filter(center__in=centers).values_list("center", "user"))
    found: dict[tuple[int, int], DutyMember] = {}
    for center, post in _standing_posts(centers, since):
        key = (center.pk, post.user_id)
        member = found.setdefault(
            key,
            DutyMember(
                center=center,
                user_id=post.user_id,
                category=CATEGORY_OF[post.role],
                active_from=since,
            ),
        )
        member.can_lead |= post.role in MAY_LEAD
    return DutyMember.objects.bulk_create(
        [member for key, member in found.items() if key not in known]
    )


def _create_template(pattern: Pattern, since: date) -> ShiftTemplate:
    template = ShiftTemplate.objects.create(
        name=pattern.name,
        starts_at=pattern.starts_at,
        ends_at=pattern.ends_at,
        day_kinds=list(pattern.day_kinds),
        months=list(pattern.months),
        center_kinds=list(pattern.center_kinds),
        valid_from=since,
    )
    ShiftRequirement.objects.bulk_create(
        ShiftRequirement(
            template=template,
            category=need.category,
            presence=need.presence,
            counter=need.counter,
            lead=need.lead,
        )
        for need in pattern.needs
    )
    return template


def _standing_posts(centers: list[Center], day: date) -> list[tuple[Center, Post]]:
    """Each centre beside the posts that stand duty there, the weightiest first."""
    by_unit = {center.unit_id: center for center in centers}
    by_region = {center.unit.region_id: center for center in centers}
    order = list(CATEGORY_OF)
    posts = (
        Post.objects.active_on(day)
        .filter(role__in=order, user__in=User.objects.filter(is_active=True))
        .select_related("unit")
    )
    placed = []
    for post in sorted(posts, key=lambda post: (order.index(post.role), post.pk)):
        center = _center_of(post, by_unit, by_region)
        if center is not None:
            placed.append((center, post))
    return placed


def _center_of(
    post: Post, by_unit: dict[int, Center], by_region: dict[int, Center]
) -> Center | None:
    if post.role == Role.VILLAGE_LINK:
        return by_region.get(post.region_id) if post.region_id else None
    if post.role in TOWNSHIP_ROLES:  # also of the township's desks
        center = by_region.get(post.unit.region_id)
        return center if center is not None and center.kind == CenterKind.TOWNSHIP else None
    return by_unit.get(post.unit_id)
