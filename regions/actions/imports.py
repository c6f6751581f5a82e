"""Whole tables at once: division codes and holidays. One transaction each; a second time changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db import connection, transaction
from django.utils.translation import gettext as _

from config.celery import send
from regions.actions.regions import ALWAYS
from regions.divisions import Division
from regions.holidays import Holiday
from regions.models import CalendarDay, FormerName, Region, RegionCode
from regions.names import names_of

BATCH = 2000
# By name: the apps that keep the clocks and the rosters stand above this one.
FOLLOWED_BY = ("services.tasks.recompute_clocks", "duty.tasks.follow_calendar")
CHECKED = ["name", "short_name", "sort_key", "initials", "level", "kind", "parent_id"]


@dataclass
class Counts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return _("新增 %(added)s，改动 %(changed)s，不变 %(unchanged)s") % vars(self)


@dataclass
class DivisionsImport:
    """One run over a table: what the database has, and what is to be written level by level."""

    on: date
    counts: Counts = field(default_factory=Counts)
    kept: list[str] = field(default_factory=list)
    regions: dict[int, Region] = field(default_factory=dict)
    region_of_code: dict[str, int] = field(default_factory=dict)
    former: set[tuple[int, str]] = field(default_factory=set)

    def read_database(self) -> None:
        self.regions = Region.objects.in_bulk()
        self.region_of_code = dict(RegionCode.objects.values_list("code", "region_id"))
        self.former = set(FormerName.objects.values_list("region_id", "name"))

    def write_level(self, divisions: list[Division]) -> None:
        new, changed, renamed = [], [], []
        for division in divisions:
            known = self.regions.get(self.region_of_code.get(division.code, 0))
            if known is None:
                new.append(self.region_from(division))
                continue
            wanted = self.region_from(division)
            if self.is_kept(known, wanted):
                self.counts.unchanged += 1
                continue
            if known.name != wanted.name:
                renamed.append(
                    FormerName(
                        region=known, name=known.name, short_name=known.short_name, until=self.on
                    )
                )
            for name in CHECKED:
                setattr(known, name, getattr(wanted, name))
            changed.append(known)
        self.add(new)
        Region.objects.bulk_update(changed, CHECKED, batch_size=BATCH)
        FormerName.objects.bulk_create(renamed, batch_size=BATCH)
        self.counts.changed += len(changed)

    def add(self, new: list[Region]) -> None:
        Region.objects.bulk_create(new, batch_size=BATCH)
        RegionCode.objects.bulk_create(
            [RegionCode(region=region, code=region.code, valid_from=ALWAYS) for region in new],
            batch_size=BATCH,
        )
        for region in new:
            region.path = f"{region.parent.path if region.parent else '/'}{region.pk}/"  # as the database wrote it
        self.regions.update((region.pk, region) for region in new)
        self.region_of_code.update((region.code, region.pk) for region in new)
        self.counts.added += len(new)

    def region_from(self, division: Division) -> Region:
        names = names_of(division.name, division.level, division.kind)
        return Region(
            parent=self.successor(self.region_of_code[division.parent_code])
            if division.parent_code
            else None,
            level=division.level,
            kind=division.kind,
            code=division.code,
            name=division.name,
            **names._asdict(),
        )

    def is_kept(self, known: Region, wanted: Region) -> bool:
        """Whether the row stays: nothing differs, or the portal knows better than an older table."""
        if known.retired_on is not None:
            self.kept.append(
                _("%(code)s %(name)s 已撤销") % {"code": wanted.code, "name": wanted.name}
            )
            return True
        if known.code != wanted.code:
            self.kept.append(
                _("%(old)s %(name)s 已改用代码 %(code)s")
                % {"old": wanted.code, "name": known, "code": known.code}
            )
            return True
        if (known.pk, wanted.name) in self.former:
            self.kept.append(
                _("%(code)s %(old)s 已改名为%(name)s")
                % {"code": known.code, "old": wanted.name, "name": known.name}
            )
            return True
        if (
            known.parent_id is not None
            and wanted.parent is not None
            and known.is_below(wanted.parent)
        ):
            wanted.parent = self.regions[
                known.parent_id
            ]  # a service area between township and village is the county's own
        return all(getattr(known, name) == getattr(wanted, name) for name in CHECKED)

    def successor(self, key: int) -> Region:
        region = self.regions[key]
        while region.successor_id is not None:
            region = self.regions[region.successor_id]
        return region


@transaction.atomic
def import_divisions(*, divisions: list[Division], on: date) -> DivisionsImport:
    """Bring the regions in line with a checked table of division codes.

    1. New codes become regions, from the province down.
    2. A changed name is kept as a former name until `on`.
    3. What was recoded, renamed or retired here stays as it is; the result lists it.
    4. Regions that the table lacks are left alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE regions_region IN SHARE ROW EXCLUSIVE MODE")
    run = DivisionsImport(on)
    run.read_database()
    for _level, of_level in groupby(divisions, key=lambda division: division.level):
        run.write_level(list(of_level))
    return run


@transaction.atomic
def import_calendar(*, holidays: Iterable[Holiday], county: Region | None = None) -> Counts:
    """Bring the calendar in line with a checked table of holidays, for everybody or for one county.

    1. Announced days are confirmed; of what is not announced only the statutory days count.
    2. An announced day is never replaced by one that is not.
    3. Days that the table lacks are left alone.
    4. When a day changed, open dates and rosters follow it as soon as a worker is free.
    """
    known = {day.date: day for day in CalendarDay.objects.select_for_update().filter(county=county)}
    counts = Counts()
    for holiday in holidays:
        day = known.get(holiday.date) or CalendarDay(date=holiday.date, county=county)
        if not holiday.counts or (day.confirmed and not holiday.announced):
            counts.unchanged += 1
        elif day.pk is None:
            write_day(day, holiday)
            counts.added += 1
        elif written(day) != fields_of(holiday):
            write_day(day, holiday)
            counts.changed += 1
        else:
            counts.unchanged += 1
    if counts.added or counts.changed:
        calendar_changed()
    return counts


def calendar_changed() -> None:
    """Tell the apps above that days may count otherwise now (docs/decisions/0009)."""
    for task in FOLLOWED_BY:
        send(task)


def fields_of(holiday: Holiday) -> dict[str, object]:
    source = _("%s年放假安排") if holiday.announced else _("%s年法定节假日，放假安排未公布")
    return {
        "kind": holiday.kind.value,
        "makeup": holiday.makeup,
        "name": holiday.name,
        "source": source % holiday.date.year,
        "confirmed": holiday.announced,
    }


def written(day: CalendarDay) -> dict[str, object]:
    return {name: getattr(day, name) for name in ("kind", "makeup", "name", "source", "confirmed")}


def write_day(day: CalendarDay, holiday: Holiday) -> None:
    for name, value in fields_of(holiday).items():
        setattr(day, name, value)
    day.save()
