"""Notices to villagers: written, approved, withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from centers import permissions
from centers.actions.record import allow, record
from centers.models import VillageNotice
from config.errors import Conflict, Refusal
from regions.models import Region


@transaction.atomic
def publish_notice(
    *,
    region: Region,
    kind: str,
    title: str,
    text: str,
    shows_from: datetime,
    shows_until: datetime,
    by: User,
    at: datetime,
    groups: str = "",
) -> VillageNotice:
    """Write a notice for a village, or for all villages below a region (B61).

    Consequences: whoever may approve it has approved it by writing it, and it shows from its
    first instant to its last; written by anybody else it waits for the station head.
    """
    allow(permissions.may_write_notice(by, region))
    if shows_until <= shows_from:
        raise Refusal(_("结束要晚于开始"), "shows_until")
    if shows_until <= at:
        raise Refusal(_("这个时间已经过去了，通知不会有人看到"), "shows_until")
    notice = VillageNotice(
        region=region,
        kind=kind,
        title=title,
        text=text,
        groups=groups,
        shows_from=shows_from,
        shows_until=shows_until,
        written_by=by,
    )
    if permissions.may_approve_notice(by, notice):
        notice.approved_by, notice.approved_at = by, at
    notice.save()
    record("publish_notice", notice, by, at, approved=notice.approved_at is not None)
    return notice


@transaction.atomic
def approve_notice(*, notice: VillageNotice, by: User, at: datetime) -> VillageNotice:
    """Consequences: the notice shows from its first instant on. Approving twice changes nothing."""
    allow(permissions.may_approve_notice(by, notice))
    notice = VillageNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.approved_at and not notice.withdrawn_at:
        return notice
    if not notice.is_waiting(at):
        raise Conflict(_("这条通知已经撤下或者过期了"))
    notice.approved_by, notice.approved_at = by, at
    notice.save(update_fields=["approved_by", "approved_at"])
    record("approve_notice", notice, by, at)
    return notice


@transaction.atomic
def withdraw_notice(*, notice: VillageNotice, by: User, at: datetime) -> VillageNotice:
    """Consequences: the notice is gone from every page at once and stays in the list as withdrawn."""
    notice = VillageNotice.objects.select_for_update().get(pk=notice.pk)
    allow(permissions.may_withdraw_notice(by, notice))
    if notice.withdrawn_at is None:
        notice.withdrawn_at = at
        notice.save(update_fields=["withdrawn_at"])
        record("withdraw_notice", notice, by, at)
    return notice


@transaction.atomic
def follow(*, region: Region, successor: Region, at: datetime) -> int:
    """A region was merged: its notices that still show, or wait to be approved, are the successor's.

    Past and withdrawn ones stay where they were. Answers how many moved.
    """
    standing = VillageNotice.objects.filter(region=region, withdrawn_at=None, shows_until__gt=at)
    return standing.update(region=successor)
