from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duty.actions import Hours
from duty.models import DutyCategory, DutyPresence, ShiftTemplate

MOST = 9
KINDS = [*DutyCategory.choices, ("", _("不限类别"))]


class ShiftForm(forms.Form):
    """Hours and people of one shift from a day on; one number per category and presence."""

    since = forms.DateField(
        label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts_at = forms.TimeField(
        label=_("几点开始"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends_at = forms.TimeField(
        label=_("几点结束"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    next_day = forms.BooleanField(label=_("到第二天"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for presence, said in DutyPresence.choices:
            for category, kind in KINDS:
                self.fields[f"{presence}-{category}"] = forms.IntegerField(
                    label=_("%(kind)s%(presence)s几人") % {"kind": kind, "presence": said},
                    min_value=0,
                    max_value=MOST,
                    required=False,
                    initial=0,
                )

    @staticmethod
    def initial_of(template: ShiftTemplate, at: datetime) -> dict[str, Any]:
        found: dict[str, Any] = {
            "since": timezone.localdate(at) + timedelta(days=1),
            "starts_at": template.starts_at,
            "ends_at": template.ends_at,
            "next_day": template.overnight,
        }
        for need in template.requirements.all():
            key = f"{need.presence}-{need.category}"
            found[key] = found.get(key, 0) + need.least
        return found

    def facts(self) -> dict[str, Any]:
        """What `change_shift` takes."""
        data = self.cleaned_data
        return {
            "since": data["since"],
            "hours": Hours(data["starts_at"], data["ends_at"], data["next_day"]),
            "needs": {
                (category, presence): data[f"{presence}-{category}"] or 0
                for presence in DutyPresence.values
                for category, _kind in KINDS
            },
        }
