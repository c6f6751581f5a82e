"""Forms of activities: what, when, where; the rest may stay empty."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.actions import When
from activities.models import MonthTheme, Series
from centers.forms import CLOCK, DATE, PlainErrors
from centers.models import Center
from centers.querysets import CenterQuerySet


class SessionForm(PlainErrors, forms.Form):
    """One session: a day, from when to when, where."""

    date = forms.DateField(label=_("哪天"), widget=DATE)
    starts_at = forms.TimeField(label=_("几点开始"), widget=CLOCK)
    ends_at = forms.TimeField(label=_("几点结束"), widget=CLOCK)
    place = forms.CharField(label=_("在哪儿"), max_length=40, required=False)

    # Where the errors of the actions belong.
    FIELDS = {"start": "starts_at", "end": "ends_at"}

    def when(self) -> When:
        day: date = self.cleaned_data["date"]
        return When(
            _instant(day, self.cleaned_data["starts_at"]),
            _instant(day, self.cleaned_data["ends_at"]),
            self.cleaned_data["place"],
        )


class ActivityForm(SessionForm):
    center = forms.ModelChoiceField(
        label=_("哪个中心"), queryset=Center.objects.none(), empty_label=None
    )
    title = forms.CharField(label=_("活动名称"), max_length=40)
    series = forms.ChoiceField(label=_("系列"), choices=Series.choices, initial=Series.OTHER)
    text = forms.CharField(
        label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    leading_branch = forms.CharField(label=_("哪个支部领办"), max_length=40, required=False)
    operator = forms.CharField(
        label=_("谁来操办"),
        max_length=40,
        required=False,
        help_text=_("例如：老年协会、志愿服务队"),
    )

    field_order = (
        "center",
        "title",
        "series",
        "date",
        "starts_at",
        "ends_at",
        "place",
        "text",
        "leading_branch",
        "operator",
    )

    def __init__(self, *args: Any, centers: CenterQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, centers)

    def about(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name]
            for name in ("center", "title", "series", "text", "leading_branch", "operator")
        }


class ThemeForm(PlainErrors, forms.Form):
    center = forms.ModelChoiceField(
        label=_("哪个中心"), queryset=Center.objects.none(), empty_label=None
    )
    month = forms.DateField(
        label=_("哪个月"),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )
    title = forms.CharField(
        label=_("这个月的主题"),
        max_length=MonthTheme.title.field.max_length,
        help_text=_("例如：孝老敬亲"),
    )

    def __init__(self, *args: Any, centers: CenterQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, centers)


def _offer(form: forms.Form, centers: CenterQuerySet) -> None:
    """The centres to choose from; a single one is not asked for."""
    field = cast("forms.ModelChoiceField", form.fields["center"])
    field.queryset = centers
    field.error_messages["invalid_choice"] = _("请选您管的中心")
    if len(centers) == 1:
        field.widget, form.initial["center"] = forms.HiddenInput(), centers[0]


def _instant(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
