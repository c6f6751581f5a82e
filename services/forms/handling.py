"""Forms: hand over, stand still, more time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from services.forms.base import ActForm, ReasonForm, words


class TransferForm(ActForm):
    title, submit = _("转给别的单位"), _("转过去")
    unit = forms.ModelChoiceField(
        label=_("转给"), queryset=Unit.objects.none(), empty_label=_("选一个单位")
    )
    reason = words(_("为什么转"), hint=_("对方签收以前，还算您单位的"))

    def fill(self) -> None:
        near = Unit.objects.visible_to(self.person).exclude(pk=self.ticket.unit_id)
        field: Any = self.fields["unit"]
        field.queryset = near.exclude(kind="confidential_desk")


class ReturnForm(ReasonForm):
    title, submit = _("退回"), _("退回去")


class EscalateForm(ActForm):
    title, submit = _("上报"), _("报上去")
    reason = forms.ChoiceField(
        label=_("为什么上报"),
        choices=[("beyond_authority", _("权限以外")), ("unable", _("无力解决"))],
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


class ExtendForm(ReasonForm):
    title, submit = _("申请延长"), _("报上一级定")
    amount = forms.DecimalField(label=_("延长几天"), max_digits=4, decimal_places=0, min_value=1)
    field_order = ("amount", "reason")


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
