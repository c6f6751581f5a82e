"""The only writers of the catalogue: a table at once, a confirmation, the record of an edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from regions.csvfile import BrokenFile, Problem
from services.catalogue.itemfile import CategoryRow, ItemRow, Paper
from services.models import Category, Material, ServiceItem

EDITED = "edited"
COUNTY = "county"


@dataclass
class CatalogueImport:
    """What one import did; `kept` are the county's own items, which the file may not change."""

    categories: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return _(
            "事项：新增 %(added)s，改动 %(changed)s，不变 %(unchanged)s；新增类别 %(categories)s"
        ) % vars(self)


@transaction.atomic
def add_categories(*, rows: Iterable[CategoryRow]) -> int:
    """Add the categories that are not there yet; those that are stay as the county named them."""
    known = set(Category.objects.values_list("name", flat=True))
    new = [Category(**vars(row)) for row in rows if row.name not in known]
    Category.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def import_items(*, rows: list[ItemRow]) -> CatalogueImport:
    """Write a checked table of items.

    New items are added unconfirmed; items that nobody of the county has confirmed or edited
    follow the file, with a higher version when they change; the county's own are kept and
    reported. Items that the file leaves out stay. A second time changes nothing.
    """
    result = CatalogueImport()
    categories = {category.name: category for category in Category.objects.all()}
    items = ServiceItem.objects.select_for_update(of=("self",)).prefetch_related("materials")
    stored = {item.code: item for item in items}
    _refuse_names_of_others(rows, stored.values(), categories)
    for row in rows:
        wanted = row.fields | {"category": categories[row.category]}
        item = stored.get(row.code)
        if item is None:
            _write_papers(ServiceItem.objects.create(code=row.code, **wanted), row.papers)
            result.added += 1
        elif _is_equal(item, wanted, row.papers):
            result.unchanged += 1
        elif is_countys_own(item):
            result.kept.append(_("%(code)s %(name)s") % {"code": item.code, "name": item.name})
        else:
            _rewrite(item, wanted, row.papers)
            result.changed += 1
    return result


def is_countys_own(item: ServiceItem) -> bool:
    return item.confirmed or EDITED in item.provenance


@transaction.atomic
def confirm_items(
    *, items: Iterable[ServiceItem], actor: User, at: datetime, address: str = ""
) -> int:
    """The county vouches for the items: they are public everywhere, unmarked, and no import changes them.

    One audit entry for each; those that are confirmed already are left alone.
    """
    keys = [item.pk for item in items]
    found = list(
        ServiceItem.objects.select_for_update().filter(pk__in=keys, confirmed=False).order_by("pk")
    )
    for item in found:
        item.confirmed = True
        item.save(update_fields=["confirmed"])
        _audit("confirm_item", item, actor, at, address)
    return len(found)


@transaction.atomic
def take_back_confirmation(
    *, items: Iterable[ServiceItem], actor: User, at: datetime, address: str = ""
) -> int:
    """The county no longer vouches for the items: outside a demonstration they leave the public pages."""
    keys = [item.pk for item in items]
    found = list(
        ServiceItem.objects.select_for_update().filter(pk__in=keys, confirmed=True).order_by("pk")
    )
    for item in found:
        item.confirmed = False
        item.provenance = item.provenance | {EDITED: COUNTY}
        item.save(update_fields=["confirmed", "provenance"])
        _audit("unconfirm_item", item, actor, at, address)
    return len(found)


@transaction.atomic
def record_edit(
    *,
    item: ServiceItem,
    changed: list[str],
    new: bool = False,
    actor: User,
    at: datetime,
    address: str = "",
) -> None:
    """After an edit by hand: the version rises, no import overwrites the item, the audit names the fields."""
    item.version += 0 if new else 1
    item.provenance = item.provenance | {EDITED: COUNTY}
    item.save(update_fields=["version", "provenance"])
    _audit("add_item" if new else "change_item", item, actor, at, address, fields=changed)


def _audit(
    verb: str, item: ServiceItem, actor: User, at: datetime, address: str, **data: Any
) -> None:
    data |= {"code": item.code, "version": item.version}
    record_audit(
        verb=verb, actor=actor, at=at, subject=f"item:{item.pk}", data=data, address=address or None
    )


def _refuse_names_of_others(
    rows: list[ItemRow], stored: Iterable[ServiceItem], categories: dict[str, Category]
) -> None:
    """A name stands once in a category, whatever code the file gives it."""
    taken = {(item.category_id, item.name): item.code for item in stored}
    problems = []
    for row in rows:
        code = taken.get((categories[row.category].pk, row.fields["name"]), row.code)
        if code != row.code:
            problems.append(Problem(row.line, "item", _("库里编码 %s 的事项已经叫这个名字") % code))
    if problems:
        raise BrokenFile(problems)


def _is_equal(item: ServiceItem, wanted: dict[str, Any], papers: tuple[Paper, ...]) -> bool:
    stored = tuple(Paper(material.text, material.form) for material in item.materials.all())
    return stored == papers and all(getattr(item, name) == value for name, value in wanted.items())


def _rewrite(item: ServiceItem, wanted: dict[str, Any], papers: tuple[Paper, ...]) -> None:
    for name, value in wanted.items():
        setattr(item, name, value)
    item.version += 1
    item.save()
    item.materials.all().delete()
    _write_papers(item, papers)


def _write_papers(item: ServiceItem, papers: tuple[Paper, ...]) -> None:
    Material.objects.bulk_create(
        Material(item=item, order=order, text=paper.text, form=paper.form)
        for order, paper in enumerate(papers, start=1)
    )
