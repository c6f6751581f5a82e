"""Forms of a standard's draft: its head and its lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.forms import WordsField
from centers.forms_file import Asked
from centers.models import CenterKind, Standard, StandardItem

NOT_A_NUMBER = _("请填数，从0往上，最多一位小数；不用就空着")


def bound(label: Any, **more: Any) -> forms.DecimalField:
    wrong = ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=1,
        error_messages=dict.fromkeys(wrong, NOT_A_NUMBER),
        **more,
    )


class StandardForm(Asked):
    class Meta:
        model = Standard
        fields = ["name", "source"]


class ItemForm(Asked):
    order = forms.IntegerField(
        label=_("第几条"),
        min_value=1,
        max_value=999,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("请填整数，从1往上")),
    )
    least = bound(_("最少（个数或平方米）"), help_text=_("按数量或面积算的才填；只有上限的写0"))
    most = bound(_("最多"), help_text=_("没有上限就空着"))
    options = WordsField(
        label=_("可选的几样"),
        required=False,
        longest_word=20,
        help_text=_("用空格分开，例如：橘黄色 灰白色"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("适用（都不勾就是都适用）"),
        choices=CenterKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("请重新勾")},
    )

    class Meta:
        model = StandardItem
        fields = [
            "order",
            "name",
            "measure",
            "least",
            "most",
            "options",
            "function",
            "soft",
            "asks_day",
            "nearby_counts",
            "kinds",
        ]
