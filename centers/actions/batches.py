"""The county's programmes and their batches with quotas (B6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from centers import permissions
from centers.actions.record import allow, record, save_or_say
from centers.models import Batch, Programme, Project, Quota
from config.errors import Refusal
from regions.models import Region


@transaction.atomic
def put_programme(
    *,
    region: Region,
    name: str,
    aim: str,
    starts: date,
    by: User,
    at: datetime,
    ends: date | None = None,
    programme: Programme | None = None,
) -> Programme:
    """Start a campaign of the county, or change its words and dates."""
    allow(permissions.may_plan_renovation(by, region))
    if ends and ends <= starts:
        raise Refusal(_("结束要晚于开始"), "ends")
    programme = programme or Programme(region=region)
    programme.name, programme.aim, programme.starts, programme.ends = name, aim, starts, ends
    save_or_say(programme, {"programme_name_once": _("已经有叫这个名字的行动")})
    record("put_programme", programme, by, at, name=name, starts=starts, ends=ends)
    return programme


@transaction.atomic
def put_batch(
    *,
    programme: Programme,
    order: int,
    name: str,
    deadline: date,
    by: User,
    at: datetime,
    criteria: str = "",
    quota_min: int = 0,
    quota_max: int | None = None,
    quotas: Mapping[Region, int] | None = None,
    batch: Batch | None = None,
) -> Batch:
    """Add a batch, or change it. `quotas`: townships whose most differs from the batch's.

    Refuses a quota below the number of centres that a township already has in it.
    """
    allow(permissions.may_plan_renovation(by, programme.region))
    if quota_max is not None and quota_max < quota_min:
        raise Refusal(_("每镇最多不能比最少还少"), "quota_max")
    batch = batch or Batch(programme=programme)
    batch.order, batch.name, batch.criteria, batch.deadline = order, name, criteria, deadline
    batch.quota_min, batch.quota_max = quota_min, quota_max
    save_or_say(batch, {"batch_order_once": _("已经有第%s批") % order})
    if quotas is not None:
        batch.quotas.all().delete()
        Quota.objects.bulk_create(
            Quota(batch=batch, township=township, most=most) for township, most in quotas.items()
        )
    _refuse_overfull(batch)
    record("put_batch", batch, by, at, name=name, deadline=deadline, quota_max=quota_max)
    return batch


def _refuse_overfull(batch: Batch) -> None:
    for township, number in Project.objects.in_batch_by_township(batch):
        most = batch.most_of(township)
        if most is not None and number > most:
            raise Refusal(
                _("%(township)s已经有%(number)s个在这一批，名额不能少于它")
                % {"township": Region.objects.get(pk=township).short_name, "number": number},
                "quota_max",
            )
