"""The duty log: written, never rewritten (B24)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center
from config.errors import Refusal
from duty.models import DutyLogEntry, Shift
from duty.permissions import may_write_log

LONGEST_TEXT = 500


@transaction.atomic
def write_log(
    *,
    center: Center,
    kind: str,
    text: str,
    by: User,
    at: datetime,
    corrects: DutyLogEntry | None = None,
) -> DutyLogEntry:
    """An entry in the shift that runs at the centre; 零记录 needs no words.

    A second 零记录 in the same shift is the first one again; one after a real entry is refused.
    """
    if not may_write_log(by, center):
        raise Refusal(_("您不在这个中心值班，不能记值班"))
    text = text.strip()
    if kind not in DutyLogEntry.Kind:
        raise Refusal(_("请选一个类型"), field="kind")
    if kind != DutyLogEntry.Kind.NOTHING and not text:
        raise Refusal(_("还没写什么事，写几个字就行"), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refusal(_("最多写%(most)d个字") % {"most": LONGEST_TEXT}, field="text")
    Center.objects.select_for_update(no_key=True, of=("self",)).get(pk=center.pk)
    shift = shift_for(center, by, at)
    if kind == DutyLogEntry.Kind.NOTHING and shift is not None:
        written = DutyLogEntry.objects.filter(shift=shift).order_by("id").first()
        if written is not None and written.kind == kind:
            return written
        if written is not None:
            raise Refusal(_("这一班已经有记录了，不用记零记录"))
    return DutyLogEntry.objects.create(
        center=center, shift=shift, kind=kind, text=text, at=at, by=by, corrects=corrects
    )


def shift_for(center: Center, by: User, at: datetime) -> Shift | None:
    """The running shift that the writer stands, else the one that began last."""
    running = Shift.objects.running(at).filter(center=center).order_by("-start", "-pk")
    return (
        running.filter(assignments__user=by, assignments__status="active").first()
        or running.first()
    )
