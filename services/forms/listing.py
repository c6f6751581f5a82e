"""What may be asked of the list of all matters, and what several of them are transferred with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.scope import active_posts, region_of, regions_of, regions_visible_to
from regions.models import Level, Region
from services.choices import Channel, ClockKind, Status, TicketClass
from services.forms.base import words
from services.forms.units import UnitChoice
from services.listing import ORDERS
from services.models import Category

ANY = ("", _("不限"))


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期写成2026-11-22这样")},
    )


def _thinkable(day: date | None) -> date | None:
    if day is not None and not 2000 <= day.year <= 2100:
        raise forms.ValidationError(_("年份不对"))
    return day


class ListForm(forms.Form):
    """Every field may stay empty; a wrong one narrows nothing and says what is wrong."""

    q = forms.CharField(label=_("找什么"), required=False, max_length=40)
    sort = forms.ChoiceField(label=_("怎么排"), choices=list(ORDERS.items()), required=False)
    status = forms.ChoiceField(
        label=_("状态"),
        choices=[ANY, ("open", _("没办完的")), *Status.choices],
        required=False,
    )
    overdue = forms.BooleanField(label=_("只看超时的"), required=False)
    clock = forms.ChoiceField(
        label=_("哪个时限在走"), choices=[ANY, *ClockKind.choices], required=False
    )
    region = forms.ModelChoiceField(
        label=_("哪个地方"),
        queryset=Region.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=ANY[1],
    )
    unit = forms.ModelChoiceField(
        label=_("在哪个单位"), queryset=Unit.objects.none(), required=False, empty_label=ANY[1]
    )
    category = forms.ModelChoiceField(
        label=_("类别"), queryset=Category.objects.all(), required=False, empty_label=ANY[1]
    )
    channel = forms.ChoiceField(
        label=_("怎么来的"), choices=[ANY, *Channel.choices], required=False
    )
    ticket_class = forms.ChoiceField(
        label=_("急不急"), choices=[ANY, *TicketClass.choices], required=False
    )
    since = day(_("从哪天"))
    until = day(_("到哪天"))

    SEEN = ("q", "sort")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        places = regions_visible_to(user).filter(retired_on=None)
        whole_county = any(region_of(post).level == Level.COUNTY for post in active_posts(user))
        if not any(region.level != Level.VILLAGE for region in regions_of(user)):
            del fields["region"]
        else:
            level = Level.TOWNSHIP if whole_county else Level.VILLAGE
            fields["region"].queryset = places.filter(level=level).order_by("sort_key", "code")
        units = Unit.objects.visible_to(user)
        # the whole county's stations are found by their township
        fields["unit"].queryset = (
            units.exclude(kind="village_station") if whole_county else units
        ).order_by("kind", "name")

    def clean_since(self) -> date | None:
        return _thinkable(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        return _thinkable(self.cleaned_data["until"])

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"]).replace("\0", "").strip()

    def wanted(self) -> dict[str, Any]:
        """What was asked and is right."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self) -> list[str]:
        """The names of what is asked beside words and order."""
        return [name for name in self.wanted() if name not in self.SEEN]

    def seen(self) -> list[forms.BoundField]:
        return [self[name] for name in self.SEEN]

    def folded(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.SEEN]


class TransferManyForm(forms.Form):
    unit = UnitChoice(label=_("都转给"))
    reason = words(_("为什么转"), hint=_("每一件都记这一条。对方签收以前，还算您单位的"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.offer(Unit.objects.visible_to(user).exclude(kind="confidential_desk"), user)
