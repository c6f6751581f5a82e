"""One small form for a centre's wall and gate, filled in on a phone while standing before it (B5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.forms import DATE, PlainErrors
from centers.models import Center, GateState, Wall, WallState


class WallForm(PlainErrors, forms.Form):
    state = forms.ChoiceField(
        label=_("围墙"),
        choices=WallState.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("请点一样")},
    )
    removed_on = forms.DateField(label=_("围墙哪天拆的"), required=False, widget=DATE)
    reason = forms.CharField(
        label=_("为啥不拆"),
        required=False,
        max_length=200,
        help_text=_("不具备条件、改文化墙的要写，例如：院外临崖，拆了不安全"),
    )
    gate = forms.ChoiceField(
        label=_("大门"),
        choices=GateState.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("请点一样")},
    )
    gate_removed_on = forms.DateField(label=_("大门哪天拆的"), required=False, widget=DATE)

    @classmethod
    def of(cls, center: Center) -> dict[str, Any]:
        """What was said last time, as initial values."""
        wall: Wall | None = getattr(center, "wall", None)
        return {name: getattr(wall, name) for name in cls.base_fields} if wall else {}
