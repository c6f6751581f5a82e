"""In which group of the work list a matter stands for a person, in plain words (screens.md 1.4, B52)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services import workflow
from services.reader import Reader

# The groups in their order, the most pressing first.
GROUPS = {
    "urgent": _("急事"),
    "overdue": _("超时"),
    "today": _("今天到期"),
    "accept": _("等接收"),
    "take": _("等我签收"),
    "called_in": _("等我写结果"),
    "tell": _("要回话"),
    "call_back": _("要回访"),
    "extensions": _("等我定延期"),
    "disputes": _("群众不同意"),
    "rectify": _("差评要整改"),
    "materials": _("等材料"),
    "paused": _("暂停"),
    "working": _("我在办的"),
    "colleagues": _("本单位别人在办的"),
    "following": _("我只要跟着看的"),
}
# What units below ask of the level above.
FROM_BELOW = {"extension": "extensions", "call_back": "call_back", "dispute": "disputes"}
LATEST_LAST = datetime(9999, 1, 1, tzinfo=UTC)


class Fact(NamedTuple):
    """What grouping needs of one matter, and why it is here."""

    pk: int
    status: str
    unit: int
    holder: int | None
    first_contact: int
    region: int
    urgent: bool
    overdue_at: datetime | None
    next_due_at: datetime | None
    submitted_at: datetime
    paused: bool
    offered: bool
    why: frozenset[str]

    def is_overdue(self, at: datetime) -> bool:
        """As `Ticket.is_overdue`."""
        return self.overdue_at is not None and self.overdue_at <= at


def group_of(fact: Fact, reader: Reader, at: datetime) -> str:
    """In which group a matter stands for a person; empty where it is not theirs."""
    elsewhere = fact.unit not in reader.units
    if "offered_here" in fact.why or ("offered" in fact.why and elsewhere):
        return "take"
    if "part_here" in fact.why or ("part" in fact.why and elsewhere):
        return "overdue" if "part_late" in fact.why else "called_in"
    for reason, group in FROM_BELOW.items():
        if reason in fact.why:
            return group
    if fact.status in workflow.OPEN:
        return _open_group(fact, reader, at)
    return "rectify" if "rectification" in fact.why else ""


def _open_group(fact: Fact, reader: Reader, at: datetime) -> str:
    ours = fact.unit in reader.units
    mine = fact.holder == reader.user or (
        ours and (fact.holder is None or fact.unit in reader.headed)
    )
    untaken = fact.holder is None and fact.status != workflow.RESOLVED
    concerned = (
        mine
        or "above" in fact.why
        or fact.region in reader.linked
        # The station head sees where the village's matters are stuck; a red light is never the
        # first contact's once somebody has taken it.
        or ("village" in fact.why and not _asked(fact, reader))
    )
    if fact.urgent and (mine or (untaken and (ours or concerned or _asked(fact, reader)))):
        return "urgent"
    if (fact.is_overdue(at) and concerned) or "part_below" in fact.why:
        return "overdue"
    if fact.offered and (ours or _asked(fact, reader)):
        return "following"
    if fact.status == workflow.SUBMITTED and (
        ours or fact.region in reader.linked or _asked(fact, reader)
    ):
        return "accept"
    if fact.status == workflow.RESOLVED and (ours or _asked(fact, reader)):
        return "tell"
    if fact.status == workflow.AWAITING_MATERIALS and (ours or _asked(fact, reader)):
        return "materials"
    if mine:
        return _my_group(fact, reader, at)
    if _asked(fact, reader):
        return "following"
    return "colleagues" if ours else ""


def _my_group(fact: Fact, reader: Reader, at: datetime) -> str:
    if fact.paused:
        return "paused"
    if fact.next_due_at and timezone.localdate(fact.next_due_at) <= timezone.localdate(at):
        return "today"
    return "working" if fact.holder in {reader.user, None} else "colleagues"


def _asked(fact: Fact, reader: Reader) -> bool:
    return fact.first_contact == reader.user


def grouped(facts: Iterable[Fact], reader: Reader, at: datetime) -> dict[str, list[int]]:
    """Keys of matters by group, each group in the order of what is due first."""
    found: dict[str, list[Fact]] = {group: [] for group in GROUPS}
    for fact in facts:
        group = group_of(fact, reader, at)
        if group:
            found[group].append(fact)
    return {
        group: [fact.pk for fact in sorted(rows, key=_pressing)]
        for group, rows in found.items()
        if rows
    }


def _pressing(fact: Fact) -> tuple[datetime, datetime]:
    return (
        fact.overdue_at or fact.next_due_at or LATEST_LAST,
        fact.submitted_at,
    )
