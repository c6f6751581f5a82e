"""请打电话叫人: somebody is phoned by hand, because no channel could reach them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from config.errors import Conflict
from notify.models import PhoneTask
from regions.models import Region


def ask_for_phone_call(
    *,
    unit: Unit,
    callee: User | None,
    text: str,
    cause: str,
    at: datetime,
    about: str = "",
    url: str = "",
) -> None:
    """Put a call on a unit's screen; the same cause a second time writes nothing.

    It goes away when somebody of the unit has phoned, or when the callee reads the message.
    """
    task = PhoneTask(
        unit=unit, callee=callee, text=text[:500], cause=cause, about=about, url=url, created_at=at
    )
    PhoneTask.objects.bulk_create([task], ignore_conflicts=True)


@transaction.atomic
def finish_phone_task(*, task: PhoneTask, by: User, at: datetime) -> PhoneTask:
    """Note who phoned, and when."""
    row = PhoneTask.objects.select_for_update().get(pk=task.pk)
    if row.done_at:
        raise Conflict(_("这个电话已经有人打过了"))
    row.done_at, row.done_by = at, by
    row.save(update_fields=["done_at", "done_by"])
    return row


def follow(*, region: Region) -> int:
    """A region was merged: the calls on its units' screens stand on the successor's. Answers how many."""
    heir = Unit.objects.answering_for(region)
    if heir is None:
        return 0
    waiting = PhoneTask.objects.open().filter(unit__in=Unit.objects.regional(region))
    return waiting.update(unit=heir)


def call_off(*, about: str, at: datetime) -> int:
    """Take the calls about a matter off the screens: somebody has it now. Answers how many."""
    return PhoneTask.objects.open().filter(about=about).update(done_at=at)
