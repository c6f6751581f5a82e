from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from duty.actions.log import LONGEST_TEXT
from duty.models import Assignment, DutyLogEntry, DutyMember


class LogForm(forms.Form):
    """One entry; 零记录 is a button of its own. What is too long or empty, `write_log` says."""

    kind = forms.ChoiceField(
        label=_("什么事"),
        choices=[
            choice for choice in DutyLogEntry.Kind.choices if choice[0] != DutyLogEntry.Kind.NOTHING
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个类型"), "invalid_choice": _("请选一个类型")},
    )
    text = forms.CharField(
        label=_("写几个字"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-most": LONGEST_TEXT}),
        strip=True,
    )


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PlaceForm(forms.Form):
    """Who stands instead, and why."""

    user = PersonChoice(
        label=_("换成谁"),
        queryset=User.objects.none(),
        error_messages={"required": _("请选一个人")},
    )
    reason = forms.CharField(
        label=_("为什么换"), max_length=200, error_messages={"required": _("请写明为什么换人")}
    )

    def __init__(self, *args: Any, place: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = DutyMember.objects.standing(place.shift.duty_date).filter(
            center=place.shift.center
        )
        if place.category:
            members = members.filter(category=place.category)
        people = User.objects.filter(pk__in=members.values("user")).exclude(pk=place.user_id)
        self.fields["user"].queryset = people.order_by("pk")  # type: ignore[attr-defined]
