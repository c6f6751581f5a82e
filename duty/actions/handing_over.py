"""From shift to shift: matters that stay open, taking over, and calls that look whether somebody is there (B24, B25)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from centers.models import Center
from config.errors import Conflict, Refusal
from duty.actions.log import shift_for
from duty.models import Assignment, DutyLogEntry, DutyMatter, Handover, Shift, SpotCheck
from duty.permissions import may_check, may_write_log
from regions.wording import moment

EARLY = timedelta(hours=1)
LONGEST_TEXT = 200


def take_over(*, shift: Shift, by: User, at: datetime, seen: Collection[int]) -> Handover:
    """Whoever stands the shift has read what is open, and takes it over.

    `seen` are the keys of the open matters on the page that was read: when one came or went
    meanwhile it has to be read again. Once per shift, by one person of it; never changed afterwards.
    """
    with transaction.atomic():
        _lock_center(shift.center)
        shift = Shift.objects.select_related("center__unit__region").get(pk=shift.pk)
        _check_taking(shift, by, at)
        open_ = DutyMatter.objects.open().filter(center=shift.center).order_by("pk")
        if {matter.pk for matter in open_} != set(seen):
            raise Conflict(_("没完的事刚才变了，请再看一遍，再点接班"))
        handover = Handover.objects.create(shift=shift, taken_by=by, taken_at=at)
        handover.matters.set(open_)
    return handover


def _check_taking(shift: Shift, by: User, at: datetime) -> None:
    on_shift = Assignment.objects.active().filter(shift=shift, user=by, end__gt=at)
    if not on_shift.exists():
        raise Refusal(_("您不在这一班，接不了。这一班的人来点"))
    if Handover.objects.filter(shift=shift).exists():
        raise Conflict(_("这一班已经有人接过了"))
    if at < shift.start - EARLY:
        raise Refusal(_("还早，%(when)s以后再接") % {"when": moment(shift.start - EARLY)})
    if at >= shift.end:
        raise Refusal(_("这一班已经过了，接不了"))


@transaction.atomic
def open_matter(
    *, center: Center, text: str, by: User, at: datetime, entry: DutyLogEntry | None = None
) -> DutyMatter:
    """Something for the next shift; of a log entry at most once."""
    if not may_write_log(by, center):
        raise Refusal(_("您不在这个中心值班，不能记值班"))
    text = text.strip()
    if not text:
        raise Refusal(_("还没写什么事，写几个字就行"), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refusal(_("最多写%(most)d个字") % {"most": LONGEST_TEXT}, field="text")
    _lock_center(center)
    if entry is not None:
        known = DutyMatter.objects.filter(entry=entry).first()
        if known is not None:
            return known
    shift = shift_for(center, by, at)
    return DutyMatter.objects.create(
        center=center, text=text, entry=entry, opened_in=shift, opened_by=by, opened_at=at
    )


@transaction.atomic
def close_matter(*, matter: DutyMatter, result: str, by: User, at: datetime) -> DutyMatter:
    """Done; from now on no shift reads it any more."""
    _lock_center(matter.center)
    matter = DutyMatter.objects.select_related("center__unit__region").get(pk=matter.pk)
    if not may_write_log(by, matter.center):
        raise Refusal(_("您不在这个中心值班，不能记值班"))
    if not matter.is_open:
        raise Conflict(_("这件事刚才已经有人了结了"))
    if len(result.strip()) > LONGEST_TEXT:
        raise Refusal(_("最多写%(most)d个字") % {"most": LONGEST_TEXT}, field="result")
    matter.closed_in, matter.closed_by = shift_for(matter.center, by, at), by
    matter.closed_at, matter.result = max(at, matter.opened_at), result.strip()
    matter.save(update_fields=["closed_in", "closed_by", "closed_at", "result"])
    return matter


@transaction.atomic
def record_spot_check(
    *, center: Center, means: str, result: str, note: str, by: User, at: datetime
) -> SpotCheck:
    """The level above looked whether somebody is there; it stands on the centre's duty record (B25)."""
    if not may_check(by, center):
        raise Refusal(_("抽查由上一级来记"))
    if len(note.strip()) > LONGEST_TEXT:
        raise Refusal(_("最多写%(most)d个字") % {"most": LONGEST_TEXT}, field="note")
    shift = Shift.objects.running(at).filter(center=center).order_by("-start").first()
    check = SpotCheck.objects.create(
        center=center, shift=shift, means=means, result=result, note=note.strip(), by=by, at=at
    )
    data = {"means": means, "result": result}
    record_audit(verb="spot_check", actor=by, at=at, subject=f"center:{center.pk}", data=data)
    return check


def _lock_center(center: Center) -> None:
    Center.objects.select_for_update(no_key=True, of=("self",)).get(pk=center.pk)
