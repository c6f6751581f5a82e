"""Forms: how it is done, consent, papers in and out, appointments, pictures (B15)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.scope import active_posts, units_of
from accounts.uploads.fields import PhotosField
from config.clock import LOCAL
from services.actions.appointments import Plan
from services.actions.papers import TEXT_LIMIT, Agreed, Received
from services.choices import (
    AppointmentKind,
    ConsentHow,
    Mode,
    PaperForm,
)
from services.forms.asking_mode import (
    answered_mode,
    decides_field,
    presence_field,
    refuse_agent_in_person,
)
from services.forms.base import ActForm, PersonChoice, ReasonForm, people_of, words
from services.models import Material, Paper, SupplementItem
from services.papers import consent_missing, units_for_papers

COPIES = re.compile(r"[，, ×x]*(\d{1,2})\s*份?$")


class ModeForm(ActForm):
    title, submit = _("换个办法"), _("就这样办")
    decides = decides_field()
    presence = presence_field()
    mode = forms.ChoiceField(
        label=_("怎么办"), choices=[("", _("照上面两条")), *Mode.choices], required=False
    )
    reason = words(_("为什么换（可以不写）"), rows=2, required=False)

    def fill(self) -> None:
        item = self.ticket.item
        if item is not None:
            self.fields["decides"].initial = item.level
            self.fields["presence"].initial = item.presence

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_agent_in_person(self, data)
        if not data.get("mode") and not answered_mode(data):
            self.add_error("mode", _("请答上面两条，或者直接选一种办法"))
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"mode": data["mode"] or answered_mode(data), "reason": data["reason"]}


class AgreedFields(forms.Form):
    """How the villager agreed."""

    how = forms.ChoiceField(
        label=_("本人怎么同意的"),
        choices=ConsentHow.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    who = forms.CharField(label=_("谁同意的（不写就是本人）"), required=False)
    witness = forms.CharField(
        label=_("谁见证"), required=False, help_text=_("电话里说的才要写，例如：邻居赵桂英")
    )

    def agreed(self) -> Agreed:
        return Agreed(
            **{name: self.cleaned_data.get(name, "") for name in AgreedFields.base_fields}
        )


class ConsentForm(ActForm, AgreedFields):
    title, submit = _("记代办授权"), _("记下来")

    def values(self) -> dict[str, Any]:
        return {"agreed": self.agreed()}


class ReceiveForm(ActForm, AgreedFields):
    """What the item asks for and what was missing, at one tick each; the rest in words."""

    title, submit = _("收材料"), _("收下了")
    named = forms.MultipleChoiceField(
        label=_("收了哪几样"), required=False, widget=forms.CheckboxSelectMultiple
    )
    originals = words(
        _("别的原件（要还的）"), rows=2, required=False, hint=_("一行写一样，例如：残疾证")
    )
    copies = words(
        _("别的复印件（不用还）"), rows=2, required=False, hint=_("一行写一样，例如：身份证 2份")
    )
    ALSO = {"papers": "originals"}
    field_order = ("named", "originals", "copies", "how", "who", "witness")

    def fill(self) -> None:
        choices = [(_coded(one), one_words(one)) for one in self._offered()]
        field: Any = self.fields["named"]
        field.choices = choices
        if not choices:
            del self.fields["named"]
            self.fields["originals"].label = _("原件（要还的）")
            self.fields["copies"].label = _("复印件（不用还）")
        if not consent_missing(self.ticket):
            for name in AgreedFields.base_fields:
                del self.fields[name]

    def _offered(self) -> list[Received]:
        item = self.ticket.item
        found = (
            [one for material in item.materials.all() for one in as_received(material)]
            if item
            else []
        )
        known = {one.text for one in found}
        asked = SupplementItem.objects.filter(supplement__ticket=self.ticket).order_by("pk")
        for text in (line.text for line in asked):
            bare = re.sub(r"（.*）$", "", text)[:TEXT_LIMIT]
            if bare not in known:
                form = PaperForm.COPY if "复印件" in text else PaperForm.ORIGINAL
                found.append(Received(bare, form))
                known.add(bare)
        return found

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        named = [_decoded(code) for code in data.get("named", [])]
        lines = [
            _typed(line, form)
            for name, form in (("originals", PaperForm.ORIGINAL), ("copies", PaperForm.COPY))
            for line in data[name].splitlines()
            if line.strip()
        ]
        agreed = self.agreed() if data.get("how") else None
        return {"papers": [*named, *lines], "agreed": agreed}


def as_received(material: Material) -> list[Received]:
    """原件和复印件 are two papers; what is not stated is treated as an original, which comes back."""
    text, copies = material.text[:TEXT_LIMIT], material.copies or 1
    if material.form == Material.Form.BOTH:
        return [Received(text), Received(text, PaperForm.COPY, copies)]
    form = PaperForm.COPY if material.form == Material.Form.COPY else PaperForm.ORIGINAL
    return [Received(text, form, copies)]


def one_words(one: Received) -> str:
    copies = _("，%(count)s份") % {"count": one.copies} if one.copies > 1 else ""
    return f"{one.text}（{PaperForm(one.form).label}{copies}）"


def _coded(one: Received) -> str:
    return f"{one.form}|{one.copies}|{one.text}"


def _decoded(code: str) -> Received:
    form, copies, text = code.split("|", 2)
    return Received(text, form, int(copies))


def _typed(line: str, form: str) -> Received:
    """残疾证 2份: the number at the end of the line says how many."""
    found = COPIES.search(line.strip())
    text = line.strip()[: found.start()].strip() if found else line.strip()
    return Received(text, form, int(found[1])) if found and text else Received(line.strip(), form)


class GiveBackForm(ActForm):
    title, submit = _("还材料"), _("还了")
    papers = forms.TypedMultipleChoiceField(
        label=_("还了哪几样"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    to = forms.CharField(label=_("还给谁（不写就是本人）"), required=False)

    def fill(self) -> None:
        field: Any = self.fields["papers"]
        field.choices = [(paper.pk, paper.words) for paper in self.ticket.papers.out()]


class PapersForm(ActForm):
    """Papers that are out, one tick each; those that this act may concern are ticked."""

    papers = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def concerns(self, paper: Paper) -> bool:
        raise NotImplementedError

    def fill(self) -> None:
        units = {unit for post in active_posts(self.person) for unit in units_of(post)}
        self.units = units
        field: Any = self.fields["papers"]
        field.choices = [
            (paper.pk, paper.words) for paper in self.ticket.papers.out() if self.concerns(paper)
        ]
        field.initial = [key for key, _words in field.choices]


class HandOnForm(PapersForm):
    title, submit = _("把材料交给别的单位"), _("交出去了")
    unit = forms.ModelChoiceField(
        label=_("交给"), queryset=Unit.objects.none(), empty_label=_("选一个单位")
    )

    def concerns(self, paper: Paper) -> bool:
        return paper.unit_id in self.units

    def fill(self) -> None:
        super().fill()
        self.fields["papers"].label = _("交哪几样")
        field: Any = self.fields["unit"]
        field.help_text = _("对方点收以前，还算在您这儿")
        field.queryset = units_for_papers(self.ticket).exclude(pk__in=self.units)


class TakePapersForm(PapersForm):
    title, submit = _("点收材料"), _("点收了")

    def concerns(self, paper: Paper) -> bool:
        return paper.handed_to_id in self.units

    def fill(self) -> None:
        super().fill()
        self.fields["papers"].label = _("收到哪几样")


class AppointForm(ActForm):
    title, submit = _("约时间"), _("约好了")
    kind = forms.ChoiceField(
        label=_("去哪儿"), choices=AppointmentKind.choices, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("哪天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请写哪天"), "invalid": _("日子没写对，例如 2026-11-25")},
    )
    time = forms.TimeField(
        label=_("几点"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("请写几点"), "invalid": _("时间没写对，例如 09:00")},
    )
    place = forms.CharField(
        label=_("到哪儿"),
        required=False,
        help_text=_("哪个单位、几号窗口；到家里的可以空着"),
    )
    companion = PersonChoice(label=_("谁去"), queryset=User.objects.none(), empty_label=None)
    ALSO = {"when": "day"}

    def fill(self) -> None:
        station = Unit.objects.station_of(self.ticket.region) or self.ticket.unit
        known = User.objects.filter(pk=self.person.pk).order_by("name")
        field: Any = self.fields["companion"]
        field.queryset = (
            people_of(self.ticket.unit) | people_of(station) | known.distinct()
        ).distinct()
        field.initial = self.person.pk
        in_person = self.ticket.mode == Mode.ACCOMPANY
        self.fields["kind"].initial = AppointmentKind.COUNTER if in_person else AppointmentKind.HOME
        item = self.ticket.item
        self.fields["place"].initial = item.place if item and in_person else ""

    def plan(self) -> Plan:
        data, item = self.cleaned_data, self.ticket.item
        # the counter's place stands in the field until somebody clears it
        left_standing = (
            data["kind"] == AppointmentKind.HOME and item and data["place"] == item.place
        )
        return Plan(
            when=datetime.combine(data["day"], data["time"], LOCAL),
            kind=data["kind"],
            companion=data["companion"],
            place="" if left_standing else data["place"],
        )

    def values(self) -> dict[str, Any]:
        return {"plan": self.plan()}


class ChangeAppointmentForm(AppointForm, ReasonForm):
    title, submit = _("改时间"), _("改成这样")
    field_order = ("kind", "day", "time", "place", "companion", "reason")

    def fill(self) -> None:
        super().fill()
        self.fields["reason"].label = _("为什么改（群众会看到）")
        standing = self.ticket.appointments.filter(ended_at=None).first()
        if standing is not None:
            when = timezone.localtime(standing.at)
            for name, value in (
                ("kind", standing.kind),
                ("day", when.date()),
                ("time", when.time()),
                ("place", standing.place),
                ("companion", standing.companion_id),
            ):
                self.fields[name].initial = value

    def values(self) -> dict[str, Any]:
        return {"plan": self.plan(), "reason": self.cleaned_data["reason"]}


class CancelAppointmentForm(ReasonForm):
    title, submit = _("不去了"), _("不去了")

    def fill(self) -> None:
        self.fields["reason"].label = _("为什么不去了（群众会看到）")


class KeepAppointmentForm(ActForm):
    title, submit = _("去过了"), _("记下来")
    note = words(_("说了啥、办到哪一步（可以不写）"), rows=2, required=False)


class PhotosForm(ActForm):
    title, submit = _("传照片"), _("传上去")
    photos = PhotosField(label=_("照片或者PDF（一次最多3个，不传也行）"), with_pdf=True)
    public = forms.BooleanField(label=_("让群众也看到"), required=False, initial=True)
