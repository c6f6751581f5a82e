"""What a centre lacks of a standard, and how many centres of a region have what (B3, B4).

The predicate is `StandardItem.is_met_by`, the query beside it `Assessment.objects.meeting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from centers.models import Assessment, Center, CenterKind, Standard, StandardItem
from regions.models import Region

SEVEN_ONES = "qi_ge_yi"


class Line(NamedTuple):
    """One item of a standard beside what the centre says of it."""

    item: StandardItem
    assessment: Assessment | None

    @property
    def is_met(self) -> bool:
        return self.assessment is not None and self.assessment.is_met

    @property
    def is_gap(self) -> bool:
        return not self.is_met and not self.item.soft

    @property
    def is_warning(self) -> bool:
        """Not met, and only 原则上: shown, never counted."""
        return not self.is_met and self.item.soft and self.assessment is not None


def checklist(center: Center, standard: Standard) -> list[Line]:
    """Every item that applies to the centre, in order; one query."""
    items = standard.items_for(center.kind)
    current = {
        row.item_id: row
        for row in center.assessments.current().filter(item__in=items).select_related("by")
    }
    for item in items:
        if row := current.get(item.pk):
            row.item = item
    return [Line(item, current.get(item.pk)) for item in items]


def gaps(center: Center, standard: Standard) -> list[Line]:
    """What is missing, or has never been looked at; as a query: `Center.objects.complete`."""
    return [line for line in checklist(center, standard) if line.is_gap]


def public_sentence(center: Center, on: date) -> str:
    """七个一：有6样，还缺广播器材，明年6月底前补上. Empty before anybody has looked."""
    standard = Standard.objects.in_force(SEVEN_ONES, on)
    lines = checklist(center, standard) if standard else []
    if standard is None or not any(line.assessment for line in lines):
        return ""
    return f"{standard.name}：{_in_words(lines, on)}"


def _in_words(lines: list[Line], on: date) -> str:
    needed = [line for line in lines if not line.item.soft]
    lacking = [line for line in needed if not line.is_met]
    if not lacking:
        return _("%(count)s样都有") % {"count": len(needed)}
    words = _("有%(count)s样，还缺%(items)s") % {
        "count": len(needed) - len(lacking),
        "items": "、".join(line.item.name for line in lacking),
    }
    promises = [
        line.assessment.promised_on
        for line in lacking
        if line.assessment and line.assessment.promised_on
    ]
    if len(promises) == len(lacking):
        return _("%(words)s，%(when)s前补上") % {
            "words": words,
            "when": promise_in_words(max(promises), on),
        }
    return words


def promise_in_words(day: date, on: date) -> str:
    """明年6月底 for the last days of a month, 今年6月15日 for any other."""
    year = {on.year: _("今年"), on.year + 1: _("明年")}.get(
        day.year, _("%(year)s年") % {"year": day.year}
    )
    end = _("底") if day.day >= 28 else _("%(day)s日") % {"day": day.day}
    return _("%(year)s%(month)s月%(end)s") % {"year": year, "month": day.month, "end": end}


@dataclass
class Coverage:
    """How many of some centres have each item, how many have them all, and how many gaps are left."""

    centers: int = 0
    complete: int = 0
    gaps: int = 0
    met: Counter[str] = field(default_factory=Counter)

    def add(self, needed: Iterable[StandardItem], met: set[int]) -> None:
        codes = [item.code for item in needed]
        has = [item.code for item in needed if item.pk in met]
        self.centers += 1
        self.complete += len(has) == len(codes)
        self.gaps += len(codes) - len(has)
        self.met.update(has)


def coverage(standard: Standard, region: Region) -> Coverage:
    """All centres at or below a region to which the standard applies. One query."""
    return _counted(standard, region, by_township=False).get(0, Coverage())


def coverage_by_township(standard: Standard, region: Region) -> Mapping[int, Coverage]:
    """The same for every township, by its key; one query for the whole county."""
    return _counted(standard, region, by_township=True)


def _counted(standard: Standard, region: Region, *, by_township: bool) -> dict[int, Coverage]:
    needed = {kind: standard.needed(kind) for kind in CenterKind.values}
    found: dict[int, Coverage] = {}
    for kind, township, met in Center.objects.below(region).with_met_items(standard):
        if needed[kind]:
            found.setdefault(township if by_township else 0, Coverage()).add(needed[kind], set(met))
    return found
