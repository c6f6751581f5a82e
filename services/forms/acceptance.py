"""Forms: take on, say what is missing, decline, give to a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from services.catalogue.notice import details_of
from services.choices import DeclineReason, Mode
from services.forms.asking_mode import (
    answered_mode,
    decides_field,
    presence_field,
    refuse_agent_in_person,
)
from services.forms.base import ActForm, PersonChoice, people_of, words
from services.models import Material, SupplementItem


def material_words(material: Material) -> str:
    """户口本（原件，1份）, as the list of what is missing says it."""
    details = details_of(material)
    return (f"{material.text}（{details}）" if details else material.text)[:120]


class AcceptForm(ActForm):
    title, submit = _("接收"), _("接收")
    decides = decides_field()
    presence = presence_field()
    mode = forms.ChoiceField(
        label=_("怎么办"),
        choices=[("", _("照上面两条，没答就照事项的办法")), *Mode.choices],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_agent_in_person(self, data)
        return data

    def values(self) -> dict[str, Any]:
        return {"mode": self.cleaned_data["mode"] or answered_mode(self.cleaned_data)}


class FinishForm(ActForm):
    title, submit = _("当场办好了"), _("当场办好了")
    result = words(_("结果"))


class DeclineForm(ActForm):
    title, submit = _("办不了"), _("告诉群众这里办不了")
    reason = forms.ChoiceField(
        label=_("原因（不归本单位管的，用“转”）"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
    )
    where_to = forms.CharField(
        label=_("该去找谁"), required=False, help_text=_("写单位和电话，群众会看到")
    )


class MaterialsForm(ActForm):
    title, submit = _("缺材料"), _("一次告诉群众")
    named = forms.MultipleChoiceField(
        label=_("缺哪几样"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = words(_("别的材料"), required=False, hint=_("一行写一样，写清原件还是复印件"))
    reason = words(_("为什么又要（第二次才要写）"), rows=2, required=False)
    ALSO = {"items": "others"}

    def fill(self) -> None:
        item = self.ticket.item
        listed = [material_words(one) for one in item.materials.all()] if item else []
        field: Any = self.fields["named"]
        field.choices = [(text, text) for text in listed]
        if not listed:
            del self.fields["named"]
        if not self.ticket.supplements_asked:
            del self.fields["reason"]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "items": [*data.get("named", []), *data["others"].splitlines()],
            "reason": data.get("reason", ""),
        }


class SupplyForm(ActForm):
    title, submit = _("收到材料"), _("收到了")
    items = forms.TypedMultipleChoiceField(
        label=_("收到哪几样"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def fill(self) -> None:
        missing = SupplementItem.objects.filter(supplement__ticket=self.ticket, supplied_at=None)
        field: Any = self.fields["items"]
        field.choices = [(item.pk, item.text) for item in missing]


class AssignForm(ActForm):
    title, submit = _("交给谁办"), _("交给他")
    user = PersonChoice(label=_("交给"), queryset=User.objects.none(), empty_label=_("选一个人"))

    def fill(self) -> None:
        self.fields["user"].queryset = people_of(self.ticket.unit)  # type: ignore[attr-defined]  # a choice of people
