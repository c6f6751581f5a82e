"""A centre's history of changes: who, when, what it was and what it became, read from the audit (B2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry
from centers.models import (
    Building,
    BuildMode,
    Center,
    CenterPhoto,
    Equipment,
    GateState,
    Heritage,
    MoneySource,
    NearbyPlace,
    Project,
    Room,
    Showcase,
    Wall,
    WallMoment,
    WallState,
)

WORDS = {
    "open_center": gettext_lazy("建了档"),
    "change_center": gettext_lazy("改了中心的情况"),
    "set_hours": gettext_lazy("改了开门时间"),
    "close_for_a_day": gettext_lazy("定了一天不开门"),
    "open_again": gettext_lazy("那天照常开门"),
    "put_building": gettext_lazy("填了房屋"),
    "remove_building": gettext_lazy("去掉了房屋"),
    "put_room": gettext_lazy("填了房间"),
    "remove_room": gettext_lazy("去掉了房间"),
    "put_nearby_place": gettext_lazy("填了附近的地方"),
    "remove_nearby_place": gettext_lazy("去掉了附近的地方"),
    "put_equipment": gettext_lazy("填了设备"),
    "remove_equipment": gettext_lazy("去掉了设备"),
    "survey_wall": gettext_lazy("填了围墙和大门"),
    "bring_survey": gettext_lazy("从摸底表里填的"),
    "add_photo": gettext_lazy("加了照片"),
    "change_photo": gettext_lazy("改了照片的说明"),
    "remove_photo": gettext_lazy("去掉了照片"),
    "put_heritage": gettext_lazy("填了老物件和故事"),
    "remove_heritage": gettext_lazy("去掉了老物件和故事"),
    "name_showcase": gettext_lazy("定为示范点"),
    "end_showcase": gettext_lazy("不再是示范点"),
    "enter_batch": gettext_lazy("进了改造批次"),
    "leave_batch": gettext_lazy("退出了改造批次"),
    "finish_project": gettext_lazy("改造完成"),
    "change_project": gettext_lazy("改了改造项目"),
    "put_milestone": gettext_lazy("填了改造节点"),
    "set_quantity": gettext_lazy("填了改造数量"),
    "add_contribution": gettext_lazy("记了一笔资金"),
    "remove_contribution": gettext_lazy("去掉了一笔资金"),
    "ask_opinions": gettext_lazy("问大家意见"),
    "answer_opinions": gettext_lazy("写了意见怎么采纳的"),
}
MODELS: dict[str, type[Model]] = {
    "change_center": Center,
    "enter_batch": Project,
    "change_project": Project,
    "put_building": Building,
    "remove_building": Building,
    "put_room": Room,
    "remove_room": Room,
    "put_nearby_place": NearbyPlace,
    "remove_nearby_place": NearbyPlace,
    "put_equipment": Equipment,
    "remove_equipment": Equipment,
    "survey_wall": Wall,
    "add_photo": CenterPhoto,
    "change_photo": CenterPhoto,
    "remove_photo": CenterPhoto,
    "put_heritage": Heritage,
    "remove_heritage": Heritage,
    "name_showcase": Showcase,
    "end_showcase": Showcase,
}
CHOICES = {
    "mode": dict(BuildMode.choices),
    "paid_by": dict(MoneySource.choices),
    "state": dict(WallState.choices),
    "gate": dict(GateState.choices),
    "wall": dict(WallMoment.choices),
}
LABELS = {"rooms": gettext_lazy("房间"), "equipment": gettext_lazy("设备")}
NAMING = ("name", "title", "caption")


@dataclass(frozen=True)
class Change:
    """One field: 面积 from `old` to `new`, both in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Step:
    at: datetime
    who: str
    what: str
    changes: list[Change]


def entries_of(center: Center) -> QuerySet[AuditEntry]:
    """Newest first; `subject` is indexed with the audit."""
    found = AuditEntry.objects.filter(subject=f"center:{center.pk}").select_related("actor")
    return found.order_by("-pk")


def steps(entries: Iterable[AuditEntry]) -> list[Step]:
    return [_step(entry) for entry in entries]


def _step(entry: AuditEntry) -> Step:
    data = entry.data if isinstance(entry.data, dict) else {}
    before, after = data.get("before") or {}, data.get("after") or {}
    what = str(WORDS.get(entry.verb, entry.verb))
    if isinstance(before, list) or isinstance(after, list):
        changes = [Change("", _said("", before), _said("", after))]
    else:
        if name := _name({**before, **after}):
            what = _("%(what)s：%(name)s") % {"what": what, "name": name}
        changes = _changes(MODELS.get(entry.verb), before, after)
    who = entry.actor.name if entry.actor else _("导入")
    return Step(entry.at, who, what, changes)


def _name(said: dict[str, Any]) -> str:
    return next((str(said[key]) for key in NAMING if said.get(key)), "")


def _changes(
    model: type[Model] | None, before: dict[str, Any], after: dict[str, Any]
) -> list[Change]:
    return [
        Change(
            _label(model, field), _said(field, before.get(field)), _said(field, after.get(field))
        )
        for field in {**before, **after}
        if _said(field, before.get(field)) != _said(field, after.get(field)) and field not in NAMING
    ]


def _label(model: type[Model] | None, field: str) -> str:
    if model is None or not any(one.name == field for one in model._meta.get_fields()):
        return str(LABELS.get(field, ""))
    return str(getattr(model._meta.get_field(field), "verbose_name", field))


def _said(field: str, value: Any) -> str:
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("不是")
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return str(CHOICES.get(field, {}).get(str(value), value))
