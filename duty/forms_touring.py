from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.models import Weekday


class _Hours(forms.Form):
    starts_at = forms.TimeField(
        label=_("几点开始"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends_at = forms.TimeField(
        label=_("几点结束"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    service = forms.CharField(
        label=_("办什么"), max_length=60, error_messages={"required": _("请写明办什么")}
    )


class StopForm(_Hours):
    date = forms.DateField(
        label=_("哪天来"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("date", "starts_at", "ends_at", "service")


class CounterDayForm(_Hours):
    weekday = forms.TypedChoiceField(
        label=_("每周哪天"), choices=Weekday.choices, coerce=int, initial=Weekday.WEDNESDAY
    )
    field_order = ("weekday", "starts_at", "ends_at", "service")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "day_%s"  # stands beside the other form
        super().__init__(*args, **kwargs)
