"""The units' own words of 办完了."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import Unit, User
from config.errors import Refusal
from services.models import ReplyTemplate
from services.replies import MOST, unknown_blanks

LONGEST = 60


@transaction.atomic
def set_replies(*, unit: Unit, replies: Sequence[str], by: User, at: datetime) -> None:
    """Offer exactly these, in this order; none brings back those of the level above, or the fixed ones."""
    wanted = list(dict.fromkeys(filter(None, (reply.strip() for reply in replies))))
    if len(wanted) > MOST:
        raise Refusal(_("最多8条，一屏放得下"), "replies")
    for reply in wanted:
        if len(reply) > LONGEST:
            raise Refusal(
                _("“%(start)s…”太长了，一条最多60个字") % {"start": reply[:10]}, "replies"
            )
        if unknown_blanks(reply):
            raise Refusal(
                _("“%(reply)s”里的空填不上。能填的只有：{事项} {村} {单位}") % {"reply": reply},
                "replies",
            )
    Unit.objects.select_for_update().get(pk=unit.pk)
    ReplyTemplate.objects.filter(unit=unit).delete()
    ReplyTemplate.objects.bulk_create(
        ReplyTemplate(unit=unit, text=reply, order=order) for order, reply in enumerate(wanted)
    )
    record_audit(
        verb="set_replies", at=at, actor=by, subject=f"unit:{unit.pk}", data={"count": len(wanted)}
    )
