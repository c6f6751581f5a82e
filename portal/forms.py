"""What a villager fills in: at most four fields, or one number to be called (screens.md 1.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.uploads.fields import PhotosField
from centers.forms import PhoneField

# The actions check lengths and phones and say so in their own words; these only keep absurd sizes out.
ENDLESS = 20_000


def own_phone() -> forms.TextInput:
    """Unlike the widget of PhoneField, the browser may keep it: whoever comes back finds their number."""
    return forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})


class KeyedForm(forms.Form):
    """Carries a key made when the page was drawn, so that sending it twice takes the matter in once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def fingerprint(self) -> list[Any]:
        return [
            self.cleaned_data.get(name)
            for name in sorted(self.fields)
            if name not in {"key", "photos"}
        ]


class AskForm(KeyedForm):
    text = forms.CharField(
        label=_("什么事？"),
        help_text=_("像说话一样写。不会打字，点键盘上的话筒说"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=ENDLESS,
        required=False,
    )
    place = forms.CharField(
        label=_("在哪儿？"),
        help_text=_("几组、谁家附近。不好说就空着"),
        max_length=ENDLESS,
        required=False,
    )
    requester_name = forms.CharField(
        label=_("您叫什么？"),
        help_text=_("替爹娘、邻居说的，写您的名字，事里写清是谁"),
        max_length=ENDLESS,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    requester_phone = PhoneField(
        label=_("您的电话"),
        help_text=_("没有电话，写能找到您的人的电话"),
        max_length=ENDLESS,
        required=False,
        widget=own_phone(),
    )
    urgent = forms.BooleanField(label=_("很急，今天就得有人来"), required=False)
    photos = PhotosField(label=_("照片（可以不传）"))


class CallMeForm(KeyedForm):
    requester_phone = PhoneField(
        label=_("您的电话"), max_length=ENDLESS, required=False, widget=own_phone()
    )
    requester_name = forms.CharField(
        label=_("您叫什么（可以不写）"), max_length=ENDLESS, required=False
    )


class ReportForm(KeyedForm):
    text = forms.CharField(
        label=_("什么事"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=ENDLESS,
        required=False,
    )
    place = forms.CharField(label=_("哪个村、啥时候"), max_length=ENDLESS, required=False)
    requester_name = forms.CharField(
        label=_("您叫什么（可以不写）"), max_length=ENDLESS, required=False
    )
    requester_phone = PhoneField(label=_("电话（可以不写）"), max_length=ENDLESS, required=False)


class OpenForm(forms.Form):
    """编号 or the phone number somebody left, with the code."""

    number = forms.CharField(
        label=_("编号，或者您的手机号"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        return digits(self.cleaned_data["number"])

    def clean_code(self) -> str:
        return digits(self.cleaned_data["code"])


class WordsForm(forms.Form):
    text = forms.CharField(
        label=_("想说的话"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=ENDLESS,
        required=False,
    )
    photos = PhotosField(label=_("照片（可以不传）"))


GRADES = [
    ("5", _("很满意")),
    ("4", _("满意")),
    ("3", _("还行")),
    ("2", _("不满意")),
    ("1", _("很不满意")),
]


class RateForm(forms.Form):
    solved = forms.ChoiceField(
        label=_("解决了吗？"),
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请点一下：解决了，还是没解决")},
    )
    rating = forms.ChoiceField(
        label=_("满意不满意？"), choices=GRADES, widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=_("想说的话（可以不写）"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=ENDLESS,
        required=False,
    )


def digits(typed: str) -> str:
    """Only the digits, full-width ones too: people copy numbers with spaces and words around them."""
    return "".join(str(int(char)) for char in typed if char.isdecimal())
