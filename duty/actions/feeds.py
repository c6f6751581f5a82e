"""Addresses of calendar feeds: made, shown once, revoked."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.feeds import token_hash
from duty.models import FeedToken


@transaction.atomic
def open_feed(*, owner: User, center: Center | None, at: datetime) -> str:
    """A new address for one's own shifts or a centre's; answers its secret end, which is not kept.

    An earlier address of the same kind ends with it.
    """
    if center is not None and not Center.objects.visible_to(owner).filter(pk=center.pk).exists():
        raise Refusal(_("这个中心不归您管，不能订阅"))
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    close_feed(owner=owner, center=center, at=at)
    token = secrets.token_urlsafe(24)
    FeedToken.objects.create(
        owner=owner, center=center, token_hash=token_hash(token), created_at=at
    )
    return token


def close_feed(*, owner: User, center: Center | None, at: datetime) -> int:
    """From now on the address answers 404."""
    return FeedToken.objects.live().filter(owner=owner, center=center).update(revoked_at=at)
