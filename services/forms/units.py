"""Choosing a unit: those nearby first, in groups, from one question to the database."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit, UnitKind, User
from accounts.querysets import UnitQuerySet
from accounts.scope import active_posts
from regions.models import Level

TOWNSHIP_KINDS = frozenset({UnitKind.TOWNSHIP_CENTER, UnitKind.TOWNSHIP_DESK})
Groups = dict[str, list[tuple[int, str]]]


class UnitChoice(forms.ModelChoiceField):
    """Call `offer` with whom it is for; without, nothing can be chosen."""

    def __init__(self, **said: Any) -> None:
        missing = {"required": gettext_lazy("请选一个单位")}
        super().__init__(
            queryset=Unit.objects.none(),
            empty_label=gettext_lazy("选一个单位"),
            **{"error_messages": missing, **said},
        )

    def offer(self, units: UnitQuerySet, user: User) -> None:
        self.queryset = units
        # asked only when the page is drawn
        self.choices = partial(_choices, units, user, str(self.empty_label))


def _choices(units: UnitQuerySet, user: User, empty: str) -> list[tuple[Any, Any]]:
    return [("", empty), *grouped_units(units, user).items()]


def grouped_units(units: UnitQuerySet, user: User) -> Groups:
    """One's own superior and township first, then other townships, own villages, departments.

    Whoever looks after a whole county has its villages last, by township.
    """
    posts = active_posts(user)
    above = {post.unit.superior_id for post in posts}
    whole_county = any(post.unit.region.level == Level.COUNTY for post in posts)
    homes = {post.unit.region_id for post in posts if post.unit.kind in TOWNSHIP_KINDS}
    homes |= {
        post.unit.superior.region_id
        for post in posts
        if post.unit.kind == UnitKind.VILLAGE_STATION and post.unit.superior
    }
    rows = list(units.select_related("region__parent"))
    near = [
        unit
        for unit in rows
        if unit.pk in above or (unit.kind in TOWNSHIP_KINDS and unit.region_id in homes)
    ]
    found: Groups = {}
    near.sort(key=lambda unit: unit.pk not in above)
    _add(found, _("上一级和本镇") if homes else _("上一级"), near)
    beyond = [unit for unit in rows if unit not in near]
    villages = [unit for unit in beyond if unit.kind == UnitKind.VILLAGE_STATION]
    _add(found, _("乡镇"), [unit for unit in beyond if unit.kind in TOWNSHIP_KINDS])
    if not whole_county:
        _add(found, _("村（社区）"), villages)
    others = [unit for unit in beyond if unit.kind not in TOWNSHIP_KINDS and unit not in villages]
    _add(found, _("县直单位"), others)
    if whole_county:
        for unit in villages:
            township = unit.region.parent.short_name if unit.region.parent else ""
            _add(found, _("%(township)s的村") % {"township": township}, [unit])
    return found


def _add(found: Groups, label: str, units: list[Unit]) -> None:
    if units:
        found.setdefault(label, []).extend((unit.pk, unit.name) for unit in units)
