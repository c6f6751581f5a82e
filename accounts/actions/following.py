"""Units and posts when regions are merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Post, Unit, UnitKind
from accounts.querysets import UnitQuerySet
from config.errors import Refusal
from regions.models import Region


@dataclass(frozen=True)
class Followed:
    """The unit that answers now, and whose posts at the closed units ended or still stand."""

    heir: Unit | None
    ended: list[Post] = field(default_factory=list)
    standing: list[Post] = field(default_factory=list)


@transaction.atomic
def follow(*, region: Region, on: date, end_posts: bool = False) -> Followed:
    """A region was merged: who answers for it from now on.

    1. The successor's station serves the old village, and whatever the old station served.
    2. Units below its centre stand below the successor's; its own desks close with it.
    3. The closed units keep their rows for history. Their open posts, and the links to the
       village, end on that day only when asked: people need posts at the successor first.
    """
    closed = Unit.objects.regional(region)
    heir = Unit.objects.answering_for(region)
    if heir is None:
        if closed.exists():
            raise Refusal(_("%(name)s还没有受理单位，请先设好") % {"name": region.lineage[-1]})
        return Followed(None)
    if heir.kind == UnitKind.VILLAGE_STATION:
        heir.serves.add(region, *Region.objects.filter(served_by__in=closed))
    below = Unit.objects.filter(superior__in=closed).exclude(pk__in=closed)
    below.exclude(pk=heir.pk).update(superior=heir)
    posts = _posts_of(region, closed, on)
    if not end_posts:
        return Followed(heir, standing=posts)
    for post in posts:
        if post.starts >= on:
            raise Refusal(_("%(post)s到那天还没开始，请先改它的日期") % {"post": post})
        post.ends = on
        post.save(update_fields=["ends"])
    return Followed(heir, ended=posts)


def _posts_of(region: Region, closed: UnitQuerySet, on: date) -> list[Post]:
    """The posts at the closed units and the links to the village that go beyond the day."""
    there = Q(unit__in=closed) | Q(region=region)
    beyond = Q(ends=None) | Q(ends__gt=on)
    posts = Post.objects.filter(there, beyond).select_related("user", "unit")
    return list(posts.select_for_update(of=("self",)).order_by("pk"))
