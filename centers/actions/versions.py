"""Versions of a standard: copied from the one in force, edited, put in force (B3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers import permissions
from centers.actions.record import allow, record
from centers.models import MEASURED, Assessment, Measure, Standard, StandardItem
from config.errors import Conflict, Refusal

# An answer stays true while these are the same; a changed least or most only judges it anew.
SAME_QUESTION = ("code", "name", "measure", "options", "asks_day")
COPIED = (
    "order", "code", "name", "measure", "least", "most", "options", "function_id",
    "soft", "asks_day", "nearby_counts", "kinds",
)  # fmt: skip
ANSWER = (
    "center_id", "presence", "amount", "evidence", "checked_on", "promised_on", "at", "by_id",
    "from_rooms",
)  # fmt: skip


@transaction.atomic
def draft_version(*, standard: Standard, by: User, at: datetime) -> Standard:
    """Copy the standard with its items as its next version; nothing changes for any centre yet.

    There is one draft at a time: asked again, the one that lies there is given back.
    """
    allow(permissions.may_set_standards(by))
    versions = Standard.objects.select_for_update().filter(code=standard.code)
    newest = max(versions, key=lambda one: one.version)
    if newest.draft:
        return newest
    items = list(standard.items.all())
    draft = Standard.objects.create(
        code=standard.code,
        version=newest.version + 1,
        name=standard.name,
        source=standard.source,
        valid_from=timezone.localdate(at),
        draft=True,
    )
    StandardItem.objects.bulk_create(
        StandardItem(standard=draft, **{field: getattr(item, field) for field in COPIED})
        for item in items
    )
    record("draft_version", draft, by, at, code=draft.code, version=draft.version)
    return draft


@transaction.atomic
def change_draft(*, standard: Standard, name: str, source: str, by: User, at: datetime) -> Standard:
    standard = _draft(standard, by)
    standard.name, standard.source = name, source
    standard.save(update_fields=["name", "source"])
    record("change_draft", standard, by, at, name=name, source=source)
    return standard


@transaction.atomic
def put_item(
    *,
    standard: Standard,
    by: User,
    at: datetime,
    about: Mapping[str, Any],
    item: StandardItem | None = None,
) -> StandardItem:
    """Add or change a line of a draft. Refuses a line without its least, and a most below it."""
    standard = _draft(standard, by)
    about = dict(about)
    if about["measure"] in MEASURED:
        if about.get("least") is None:
            raise Refusal(_("按数量或面积算的，要写最少多少；只有上限的，最少写0"), "least")
        if about.get("most") is not None and about["most"] < about["least"]:
            raise Refusal(_("最多不能比最少还小"), "most")
    else:
        about["least"] = about["most"] = None
    if about["measure"] == Measure.ONE_OF and not about.get("options"):
        raise Refusal(_("请写有哪几样可选"), "options")
    item = item or StandardItem(standard=standard, code=_next_code(standard))
    for field, value in about.items():
        setattr(item, field, value)
    item.save()
    record("put_item", standard, by, at, item=item.name, **about)
    return item


@transaction.atomic
def remove_item(*, item: StandardItem, by: User, at: datetime) -> None:
    standard = _draft(item.standard, by)
    record("remove_item", standard, by, at, item=item.name)
    item.delete()


@transaction.atomic
def put_in_force(*, standard: Standard, by: User, at: datetime) -> int:
    """From today every centre is held against this version; how many answers were carried over.

    Consequences: an answer given to an unchanged question stands for the new version too, with
    its writer and its day; where the least or the most changed, it is judged by the new one. The
    old version keeps its own answers. A standard without items is refused, also by the database.
    """
    standard = _draft(standard, by)
    items = list(standard.items.all())
    if not items:
        raise Refusal(_("这一版一条也没有，不能启用"))
    before = Standard.objects.in_force(standard.code, timezone.localdate(at))
    standard.draft, standard.valid_from = False, timezone.localdate(at)
    try:
        with transaction.atomic():
            standard.save(update_fields=["draft", "valid_from"])
    except IntegrityError:
        raise Conflict(_("别人刚改过，请再看一遍")) from None
    carried = _carry_over(list(before.items.all()) if before else [], items)
    record("put_in_force", standard, by, at, version=standard.version, carried=carried)
    return carried


@transaction.atomic
def drop_draft(*, standard: Standard, by: User, at: datetime) -> None:
    """Throw the draft away; the version in force was never touched."""
    standard = _draft(standard, by)
    record("drop_draft", standard, by, at, code=standard.code, version=standard.version)
    standard.delete()


def _draft(standard: Standard, by: User) -> Standard:
    allow(permissions.may_set_standards(by))
    standard = Standard.objects.select_for_update().get(pk=standard.pk)
    if not standard.draft:
        raise Conflict(_("这一版已经启用，不能再改；要改请先做新的一版"))
    return standard


def _carry_over(old: list[StandardItem], new: list[StandardItem]) -> int:
    heirs = {_question(item): item for item in new}
    pairs = {item.pk: heirs[_question(item)] for item in old if _question(item) in heirs}
    rows = [
        Assessment(item=pairs[row.item_id], **{field: getattr(row, field) for field in ANSWER})
        for row in Assessment.objects.current().filter(item__in=pairs).iterator()
    ]
    return len(Assessment.objects.bulk_create(rows, batch_size=2000))


def _question(item: StandardItem) -> tuple[Any, ...]:
    said = (getattr(item, field) for field in SAME_QUESTION)
    return tuple(tuple(value) if isinstance(value, list) else value for value in said)


def _next_code(standard: Standard) -> str:
    taken = set(
        StandardItem.objects.filter(standard__code=standard.code).values_list("code", flat=True)
    )
    return next(code for number in range(1, 1000) if (code := f"own_{number}") not in taken)
