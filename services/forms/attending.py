"""Forms: talk, write down, urge, change who was asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from services.forms.base import ActForm, PersonChoice, ReasonForm, people_of, words


class ContactForm(ActForm):
    title, submit = _("联系群众"), _("记下来")
    reached = forms.TypedChoiceField(
        label=_("联系上没有"),
        choices=[("yes", _("联系上了")), ("no", _("没联系上"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("怎么联系的"),
        choices=[("phone", _("打电话")), ("visit", _("上门")), ("in_person", _("当面"))],
        required=False,
    )
    note = words(_("说了啥（可以不写）"), required=False)

    def values(self) -> dict[str, Any]:
        return super().values() | {"channel": self.cleaned_data["channel"] or "phone"}


class NoteForm(ActForm):
    title, submit = _("记一笔"), _("记下来")
    text = words(_("写几个字"))
    public = forms.BooleanField(label=_("让群众也看到"), required=False)


class UrgencyForm(ReasonForm):
    title, submit = _("急不急"), _("定下来")
    urgent = forms.TypedChoiceField(
        label=_("这件事"),
        choices=[("yes", _("是急事，马上得有人去")), ("no", _("不算急事"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ("urgent", "reason")


class UrgeForm(ActForm):
    title, submit = _("催一下"), _("催")
    text = words(_("想说的话（可以不写）"), rows=2, required=False)


class FirstContactForm(ReasonForm):
    title, submit = _("换首问人"), _("换成他")
    user = PersonChoice(label=_("换成"), queryset=User.objects.none(), empty_label=_("选一个人"))
    field_order = ("user", "reason")

    def fill(self) -> None:
        station = Unit.objects.station_of(self.ticket.region) or self.ticket.unit
        people = people_of(self.ticket.unit) | people_of(station)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a choice of people


class NewCodeForm(ReasonForm):
    title, submit = _("换查询码"), _("换一个新的")

    def fill(self) -> None:
        self.fields["reason"].label = _("为什么换（老的查询码马上作废）")


class UpholdForm(ReasonForm):
    title, submit = _("维持原来的答复"), _("维持")

    def fill(self) -> None:
        self.fields["reason"].label = _("为什么维持（群众会看到）")


class ConfidentialForm(ReasonForm):
    title, submit = _("只让县里看"), _("改成只让县里看")

    def fill(self) -> None:
        field = self.fields["reason"]
        field.label = _("为什么（只有县里接这类反映的人看得到）")
        field.help_text = _("交出去以后，村里、镇里和您自己都看不到这件事了")


class IdNumberForm(ActForm):
    title, submit = _("记身份证号"), _("记下来")
    id_number = forms.CharField(
        label=_("身份证号"),
        help_text=_("办这件事非要不可才记；加了密存，别人看到的是遮住的。空着就是删掉"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么要看姓名和电话（会记下来）"),
        max_length=200,
        error_messages={"required": _("请写原因，几个字就行")},
    )
