"""The two questions that suggest how a matter is done: who decides it, must the person be there (B15)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from services.catalogue.modes import mode_for
from services.choices import Level, Mode, PresenceNeeded

DECIDES = [("", _("不好说")), *((level, _("%s里定") % name) for level, name in Level.choices)]
PRESENCE = [("", _("不好说")), *PresenceNeeded.choices]


def decides_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("谁定得了"), choices=DECIDES, required=False)


def presence_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("要不要本人到场、签字"), choices=PRESENCE, required=False)


def answered_mode(data: dict[str, Any]) -> str:
    """The mode that the two questions suggest; empty unless both were answered."""
    level, presence = data.get("decides"), data.get("presence")
    return mode_for(level, presence) if level and presence else ""


def refuse_agent_in_person(form: forms.Form, data: dict[str, Any]) -> None:
    if data.get("presence") == PresenceNeeded.IN_PERSON and data.get("mode") == Mode.AGENT:
        form.add_error("mode", _("这件事要本人到场，不能代办，可以领着去"))
