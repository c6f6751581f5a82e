"""Forms: the result, telling it, asking how it was, and the other ways out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from services.choices import CallBackTag, Channel, Outcome
from services.forms.base import ActForm, ReasonForm, words
from services.models import Ticket
from services.timeline import Names, step_sentence
from services.villager_messages import written_ways
from services.wording import GRADES

YES_NO = (("yes", _("解决了")), ("no", _("没解决")))


class ResolveForm(ActForm):
    title, submit = _("办完了"), _("办完了")
    fold, FOLDED = _("办不了的、以后办的、归别人管的"), ("outcome", "until", "basis", "referred_to")
    result = words(_("结果"), hint=_("用大白话写，群众会看到"))
    outcome = forms.ChoiceField(label=_("算哪一种"), choices=Outcome.choices, initial=Outcome.DONE)
    until = forms.DateField(
        label=_("列入计划的，哪天前再答复"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    basis = forms.CharField(label=_("办不了的，按哪条规定、不同意去哪儿说"), required=False)
    referred_to = forms.CharField(label=_("转告的，归谁管、电话多少"), required=False)


class FeedBackForm(ActForm):
    title, submit = _("告诉群众"), _("已告诉")
    channel = forms.ChoiceField(
        label=_("怎么告诉的"),
        choices=[
            ("phone", _("打电话")),
            ("visit", _("上门")),
            ("in_person", _("当面")),
            ("sms", _("发短信")),
        ],
        initial="phone",
        widget=forms.RadioSelect,
    )
    note = words(_("群众说了啥（可以不写）"), rows=2, required=False)

    def fill(self) -> None:
        """E-mail where there is an address; whoever wrote a letter is answered by one unless staff choose otherwise."""
        if "email" not in written_ways(self.ticket):
            return
        field = self.fields["channel"]
        field.choices = [*field.choices, ("email", _("发邮件（把结果写给他）"))]  # type: ignore[attr-defined]  # a choice
        if self.ticket.channel == Channel.EMAIL:
            field.initial = "email"


class CallBackForm(ActForm):
    title, submit = _("回访"), _("记下来")
    reached = forms.TypedChoiceField(
        label=_("打通没有"),
        choices=[("yes", _("打通了")), ("no", _("没打通"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    solved = forms.TypedChoiceField(
        label=_("解决了没有"),
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    grade = forms.TypedChoiceField(
        label=_("满意不满意（可以不问）"),
        choices=[("", _("没说")), *GRADES.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    tags = forms.MultipleChoiceField(
        label=_("哪儿不满意（可以不问）"),
        choices=CallBackTag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = words(_("群众说了啥（可以不写）"), rows=2, required=False)


class RectifyForm(ActForm):
    title, submit = _("写整改"), _("整改好了")
    result = words(_("哪儿做得不好，怎么改的"))

    def fill(self) -> None:
        judged = self.ticket.events.filter(verb__in=["call_back", "rate"]).select_related("words")
        last = judged.order_by("-seq").first()
        if last is not None:
            said = step_sentence(
                last, ticket=self.ticket, names=Names.of([last]), for_villager=False
            )
            self.facts = [(_("群众怎么说的"), said)]


class WithdrawForm(ReasonForm):
    title, submit = _("群众说不用办了"), _("撤回")
    channel = forms.ChoiceField(
        label=_("群众怎么说的"), choices=Channel.choices, initial=Channel.HOTLINE
    )
    field_order = ("channel", "reason")


class MergeForm(ReasonForm):
    title, submit = _("并到另一件"), _("并过去")
    into = forms.CharField(label=_("另一件的编号"), max_length=20)
    field_order = ("into", "reason")

    def clean_into(self) -> Ticket:
        digits = "".join(self.cleaned_data["into"].split())
        found = Ticket.objects.visible_to(self.person).filter(number=digits).first()
        if found is None:
            raise forms.ValidationError(_("没有找到这个编号，或者不在您的范围内"))
        return found


class ReopenForm(ReasonForm):
    title, submit = _("重新办"), _("重新办")
