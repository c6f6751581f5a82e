"""Standards from a CSV file: checked whole, then written as one version each (B3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import MEASURED, CenterKind, Function, Measure, Standard, StandardItem
from regions.csvfile import BrokenFile, Problem, Row, read_rows

OF_STANDARD = ("name", "source", "valid_from")
VERSION = itemgetter("standard", "version")
OF_ITEM = (
    "order", "name", "measure", "least", "most", "options", "soft", "asks_day", "nearby_counts",
    "kinds",
)  # fmt: skip


@dataclass(frozen=True)
class Imported:
    standards: int
    changed: int


def import_standards(path: Path) -> Imported:
    """Consequences: a new version is added with its items; an equal one stays as it is; a
    version that nobody has assessed yet is rewritten; one that has been assessed is refused,
    because old assessments must keep their meaning. Nothing is written when a row is wrong.
    A `function` beside an item (its column may be missing) says which rooms meet it; that may
    change at any time, an unknown one is added under the item's name. `most` and `asks_day` may
    be missing too: no maximum, no day of checking.
    """
    rows = read_rows(path, tuple(READERS))
    parsed, problems = _parsed(rows)
    problems += _contradictions(rows)
    if problems or not rows:
        raise BrokenFile(problems or [Problem(1, "", _("没有一行数据"))])
    with transaction.atomic():
        changed = [
            _write(code, version, list(group))
            for (code, version), group in groupby(sorted(parsed, key=VERSION), key=VERSION)
        ]
    return Imported(len(changed), sum(changed))


def _parsed(rows: Iterable[Row]) -> tuple[list[dict[str, Any]], list[Problem]]:
    parsed, problems = [], []
    for row in rows:
        values: dict[str, Any] = {}
        for column, read in (READERS | OPTIONAL).items():
            try:
                values[column] = read(row.cells.get(column, ""))
            except (ValueError, InvalidOperation) as error:
                problems.append(
                    row.problem(column, str(error) if type(error) is ValueError else _("应是数字"))
                )
        if values.get("measure") in MEASURED and values.get("least") is None:
            problems.append(row.problem("least", _("按数量或面积算的条目要写最少多少")))
        problems += _bounds(row, values)
        parsed.append(values)
    return parsed, problems


def _bounds(row: Row, values: dict[str, Any]) -> list[Problem]:
    """A most stands beside a least that is not above it; only then may the least be 0 (C9)."""
    least, most = values.get("least"), values.get("most")
    if most is None:
        return [row.problem("least", _("应是正数，最多一位小数"))] if least == 0 else []
    if values.get("measure") in MEASURED and least is not None and most >= least:
        return []
    return [row.problem("most", _("最多只写在按数量或面积算的条目上，不能比最少还小"))]


def _contradictions(rows: list[Row]) -> list[Problem]:
    """Two names for one standard, or one item twice."""
    problems: list[Problem] = []
    seen_standard: dict[tuple[str, str], Row] = {}
    seen_item: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        key = (row.cells["standard"], row.cells["version"])
        first = seen_standard.setdefault(key, row)
        problems += [
            row.problem(column, _("和第%s行不一样") % first.line)
            for column in OF_STANDARD
            if row.cells[column] != first.cells[column]
        ]
        earlier = seen_item.setdefault((*key, row.cells["code"]), row)
        if earlier is not row:
            problems.append(row.problem("code", _("和第%s行重复") % earlier.line))
    return problems


def _write(code: str, version: int, rows: list[dict[str, Any]]) -> bool:
    wanted = {
        row["code"]: {field: row["item" if field == "name" else field] for field in OF_ITEM}
        for row in rows
    }
    head = {field: rows[0][field] for field in OF_STANDARD}
    standard = Standard.objects.select_for_update().filter(code=code, version=version).first()
    if standard and _is_equal(standard, head, wanted):
        return _name_functions(standard, rows)
    if standard and standard.items.filter(assessments__isnull=False).exists():
        problem = _("%(name)s第%(version)s版已有中心填过，不能改，请用新的版本号") % {
            "name": standard.name,
            "version": version,
        }
        raise BrokenFile([Problem(2, "version", problem)])
    standard, _created = Standard.objects.update_or_create(
        code=code, version=version, defaults=head
    )
    standard.items.all().delete()
    StandardItem.objects.bulk_create(
        StandardItem(standard=standard, code=item, **fields) for item, fields in wanted.items()
    )
    _name_functions(standard, rows)
    return True


def _name_functions(standard: Standard, rows: list[dict[str, Any]]) -> bool:
    """Whether an item's function has changed; a file without the column leaves them alone."""
    items = {item.code: item for item in standard.items.select_related("function")}
    changed = []
    for row in rows:
        item, code = items[row["code"]], row["function"]
        if code and (item.function is None or item.function.code != code):
            item.function, _new = Function.objects.get_or_create(
                code=code, defaults={"name": row["item"], "order": row["order"]}
            )
            changed.append(item)
    StandardItem.objects.bulk_update(changed, ["function"])
    return bool(changed)


def _is_equal(standard: Standard, head: dict[str, Any], wanted: dict[str, dict[str, Any]]) -> bool:
    stored = {
        item.code: {field: getattr(item, field) for field in OF_ITEM}
        for item in standard.items.all()
    }
    return stored == wanted and all(
        getattr(standard, field) == value for field, value in head.items()
    )


def _text(longest: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not cell:
            raise ValueError(_("不能空着"))
        if len(cell) > longest:
            raise ValueError(_("最多%s个字") % longest)
        return cell

    return read


def _number(cell: str) -> int:
    if not cell.isdecimal() or not 0 < int(cell) <= 32767:
        raise ValueError(_("应是正整数"))
    return int(cell)


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(_("日期应写成 2026-01-01 的样子")) from error


def _least(cell: str) -> Decimal | None:
    number = Decimal(cell) if cell else None
    if number is not None and not (
        number.is_finite() and 0 <= number < 10_000_000 and number == round(number, 1)
    ):
        raise ValueError(_("应是正数，最多一位小数"))
    return number


def _yes(cell: str) -> bool:
    if cell not in ("0", "1"):
        raise ValueError(_("应是 0 或 1"))
    return cell == "1"


def _choice(choices: list[str]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if cell not in choices:
            raise ValueError(_("应是 %s 之一") % "、".join(choices))
        return cell

    return read


def _several(read: Callable[[str], str]) -> Callable[[str], list[str]]:
    return lambda cell: [read(part.strip()) for part in cell.split(";")] if cell else []


READERS: dict[str, Callable[[str], Any]] = {
    "standard": _text(30),
    "version": _number,
    "name": _text(40),
    "source": lambda cell: _text(200)(cell) if cell else "",
    "valid_from": _day,
    "order": _number,
    "code": _text(30),
    "item": _text(40),
    "measure": _choice(Measure.values),
    "least": _least,
    "options": _several(_text(20)),
    "soft": _yes,
    "nearby_counts": _yes,
    "kinds": _several(_choice(CenterKind.values)),
}
OPTIONAL: dict[str, Callable[[str], Any]] = {
    "function": lambda cell: _text(30)(cell) if cell else "",
    "most": _least,
    "asks_day": lambda cell: _yes(cell or "0"),
}
