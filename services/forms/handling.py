"""Forms: hand over, stand still, more time."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from config.clock import LOCAL
from regions.wording import moment
from services.choices import Basis, ClockKind, EscalationReason
from services.forms.base import ActForm, ReasonForm, words
from services.forms.units import UnitChoice
from services.models import Extension
from services.wording import length_words

# A day that somebody names ends with the working day.
CLOSING_TIME = time(17, 30)
# More time is asked for in what the clock counts.
LONGER_BY = {
    Basis.WORKING_DAY: _("延长几个工作日"),
    Basis.CALENDAR_DAY: _("延长几天"),
    Basis.HOUR: _("延长几小时"),
}


class TransferForm(ActForm):
    title, submit = _("转给别的单位"), _("转过去")
    unit = UnitChoice(label=_("转给"))
    reason = words(_("为什么转"), hint=_("对方签收以前，还算您单位的"))

    def fill(self) -> None:
        near = Unit.objects.visible_to(self.person).exclude(pk=self.ticket.unit_id)
        field: Any = self.fields["unit"]
        field.offer(near.exclude(kind="confidential_desk"), self.person)


class TakeForm(ActForm):
    title, submit = _("签收"), _("签收")
    until = forms.DateField(
        label=_("哪天前办好（可以不写）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def values(self) -> dict[str, Any]:
        until = self.cleaned_data["until"]
        return {"until": datetime.combine(until, CLOSING_TIME, LOCAL) if until else None}


class CallInForm(TransferForm):
    title, submit = _("请别的单位一起办"), _("请它一起办")

    def fill(self) -> None:
        super().fill()
        self.fields["unit"].label = _("请哪个单位")
        self.fields["reason"].label = _("请它办哪一份")
        self.fields["reason"].help_text = _("这件事还是您单位主办，等它写了结果才能办结")


class AnswerForm(ActForm):
    title, submit = _("写结果"), _("写好了")
    result = words(_("您单位这一份办得怎么样"), hint=_("主办单位会看到"))


class ReleaseForm(ReasonForm):
    title, submit = _("不用一起办了"), _("不用它办了")
    unit = forms.ModelChoiceField(
        label=_("哪个单位"), queryset=Unit.objects.none(), empty_label=None
    )
    field_order = ("unit", "reason")

    def fill(self) -> None:
        parts = self.ticket.holdings.filter(lead=False, ended_at=None)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=parts.values("unit"))


class ReturnForm(ReasonForm):
    title, submit = _("退回"), _("退回去")


class EscalateForm(ActForm):
    title, submit = _("上报"), _("报上去")
    reason = forms.ChoiceField(
        label=_("为什么上报"),
        choices=EscalationReason.choices,
        widget=forms.RadioSelect,
    )
    note = words(_("说明"), required=False)


class PauseForm(ReasonForm):
    title, submit = _("暂停计时"), _("暂停")
    until = forms.DateField(
        label=_("到哪天（可以不写）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def fill(self) -> None:
        self.fields["reason"].label = _("为什么要等（群众会看到）")


class ResumeForm(ActForm):
    title, submit = _("接着办"), _("接着算时间")


class ExtendForm(ReasonForm):
    title, submit = _("申请延长"), _("报上一级定")
    amount = forms.DecimalField(label=_("延长几天"), max_digits=4, decimal_places=0, min_value=1)
    field_order = ("amount", "reason")

    def fill(self) -> None:
        handle = self.ticket.clocks.running().filter(kind=ClockKind.HANDLE).first()
        if handle is not None:
            self.fields["amount"].label = LONGER_BY[Basis(handle.basis)]
            self.facts = [(_("现在的期限"), moment(handle.due_at))]


class DecideForm(ReasonForm):
    title, submit = _("定延期"), _("就这样定")
    approve = forms.TypedChoiceField(
        label=_("同意不同意"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ("approve", "reason")

    def fill(self) -> None:
        self.fields["reason"].label = _("不同意要写原因")
        asked = (
            Extension.objects.filter(
                clock__ticket=self.ticket, clock__stopped_at=None, decided_at=None
            )
            .select_related("clock", "asked_by")
            .first()
        )
        if asked is not None:
            self.facts = [
                (_("要延长"), length_words(asked.amount, asked.clock.basis)),
                (_("原因"), asked.reason),
                (_("谁申请的"), f"{asked.asked_by.name}，{moment(asked.asked_at)}"),
                (_("现在的期限"), moment(asked.clock.due_at)),
            ]
