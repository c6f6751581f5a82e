"""A region's life: created, renamed, recoded, moved, merged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from config.errors import Refusal
from regions.divisions import LEVELS
from regions.models import FormerName, Kind, Level, Region, RegionCode
from regions.names import kind_of, names_of

# Sources of codes do not say since when a code has been in force.
ALWAYS = date(1949, 10, 1)


@transaction.atomic
def create_region(
    *, parent: Region | None, level: str, code: str, name: str, since: date = ALWAYS
) -> Region:
    """Add a region with its code in force; names, kind, path follow from name, code and parent."""
    check_code_is_free(code)
    kind = kind_of_region(level, code)
    region = Region(parent=parent, level=level, kind=kind, code=code, name=name)
    set_names(region)
    region.save()
    RegionCode.objects.create(region=region, code=code, valid_from=since)
    region.refresh_from_db(fields=["path"])
    return region


@transaction.atomic
def rename_region(*, region: Region, name: str, on: date, at: datetime) -> Region:
    """Give a region another official name from a day on.

    1. The old name is kept, and the region is still found by it.
    2. Short name, pinyin and initials follow the new name.
    """
    region = locked(region)
    check_day_has_come(on, at)
    check_current(region)
    if not name.strip():
        raise Refusal(_("请填新名称"), "name")
    keep_name(region, on)
    region.name = name.strip()
    set_names(region)
    region.save()
    return region


@transaction.atomic
def recode_region(*, region: Region, code: str, on: date, at: datetime) -> Region:
    """Give a region another code from a day on (村改居, 撤乡设街道).

    1. The old code is closed and leads to the region for ever.
    2. The new code is in force; going back to an earlier code of its own reopens that one.
    3. Kind and short name follow the new code: 001-199 is a community, 200-399 a village.
    """
    region = locked(region)
    check_day_has_come(on, at)
    check_current(region)
    if region.code == code:
        return region
    check_code_is_free(code, owner=region)
    region.kind = kind_of_region(region.level, code)
    close_code(region, on)
    RegionCode.objects.update_or_create(
        region=region, code=code, defaults={"valid_until": None}, create_defaults={"valid_from": on}
    )
    region.code = code
    set_names(region)
    region.save()
    return region


@transaction.atomic
def move_region(*, region: Region, parent: Region) -> Region:
    """Put a region below another parent; the database rewrites its path and those below it."""
    region = locked(region)
    check_current(region)
    check_lies_above(parent, region)
    region.parent = parent
    region.save()
    region.refresh_from_db(fields=["path"])
    return region


@transaction.atomic
def merge_regions(*, regions: Iterable[Region], into: Region, on: date, at: datetime) -> Region:
    """Retire regions in favour of a successor on their own level.

    1. Their codes are closed; links with them lead to the successor.
    2. What lay below them lies below the successor.
    3. They keep their rows, so that what happened in them keeps its place.
    """
    check_day_has_come(on, at)
    named = {region.pk for region in regions}
    rows = locked_by_key(named | {into.pk})
    check_current(rows[into.pk])
    for region in [rows[key] for key in sorted(named)]:
        check_current(region)
        check_can_succeed(into, region)
        close_code(region, on)
        region.successor, region.retired_on = into, on
        region.save()
        for child in region.children.all():
            child.parent = into
            child.save()
    into.refresh_from_db()
    return into


def locked(region: Region) -> Region:
    return Region.objects.select_for_update(of=("self",)).get(pk=region.pk)


def locked_by_key(keys: set[int]) -> dict[int, Region]:
    """Several at once, the successor among them: two mergers into each other cannot cross."""
    rows = Region.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {region.pk: region for region in rows}


def set_names(region: Region) -> None:
    region.short_name, region.sort_key, region.initials = names_of(
        region.name, region.level, region.kind
    )


def keep_name(region: Region, until: date) -> None:
    FormerName.objects.create(
        region=region, name=region.name, short_name=region.short_name, until=until
    )


def close_code(region: Region, on: date) -> None:
    open_code = region.codes.get(valid_until=None)
    if on <= open_code.valid_from:
        raise Refusal(_("日期要晚于现代码启用的%s") % open_code.valid_from.isoformat(), "on")
    open_code.valid_until = on
    open_code.save()


def kind_of_region(level: str, code: str) -> str:
    if level != Level.VILLAGE:
        return Kind.NONE
    kind = kind_of(code)
    if kind is None:
        raise Refusal(_("村和社区代码的末三位应在001到599之间"), "code")
    return kind


def check_day_has_come(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise Refusal(_("日期还没到，请到那一天再改"), "on")


def check_current(region: Region) -> None:
    if region.retired_on is not None:
        raise Refusal(_("%s已经撤销，不能再改") % region.short_name)


def check_code_is_free(code: str, owner: Region | None = None) -> None:
    if not (len(code) == 12 and code.isascii() and code.isdecimal()):
        raise Refusal(_("区划代码应是12位数字"), "code")
    other = (
        RegionCode.objects.filter(code=code).exclude(region=owner).select_related("region").first()
    )
    if other is not None:
        raise Refusal(
            _("代码 %(code)s 是%(region)s用过的") % {"code": code, "region": other.region}, "code"
        )


def check_can_succeed(successor: Region, region: Region) -> None:
    if successor.pk == region.pk:
        raise Refusal(_("不能并入自己"))
    if successor.level != region.level:
        raise Refusal(_("只能并入同一级的区划"))


def check_lies_above(parent: Region, region: Region) -> None:
    check_current(parent)
    if LEVELS.index(parent.level) >= LEVELS.index(region.level):
        raise Refusal(_("上级的层级要比它高"))
