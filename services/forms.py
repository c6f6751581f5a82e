"""One form for each act on a matter; its fields are named as the action names its arguments.

What is too long, missing or against a rule the action says itself, beside the field.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from services.catalogue.notice import details_of
from services.choices import Channel, DeclineReason, Mode, Outcome
from services.models import Material, SupplementItem, Ticket
from services.wording import GRADES

YES_NO = (("yes", _("解决了")), ("no", _("没解决")))
STALE = _("这一页放得太久了，刷新以后再点一次")


def words(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "") -> forms.CharField:
    """A field for a few sentences; whether they are there and how long, the action says."""
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.Textarea(
            attrs={"rows": rows, **({"aria-required": "true"} if required else {})}
        ),
    )


class ActForm(forms.Form):
    """Carries the last step that the page showed, so that nobody acts on an old picture."""

    title: Any = ""
    submit: Any = _("好了")
    # What is seldom needed stands folded under these words.
    fold: Any = ""
    FOLDED: tuple[str, ...] = ()
    # Names under which an action refuses -> the field of the page.
    ALSO = {"rating": "grade", "service_item": "item"}

    seq = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE}
    )
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, ticket: Ticket, user: User, **kwargs: Any) -> None:
        self.ticket, self.person = ticket, user
        super().__init__(*args, **kwargs)
        self.fill()

    def fill(self) -> None:
        """Choices that hang on the matter or the person."""

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"seq", "back"}
        }

    def refuse(self, message: str, field: str | None) -> None:
        name = self.ALSO.get(field or "", field)
        self.add_error(name if name in self.fields else None, message)

    def seen(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.FOLDED]

    def folded(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name in self.FOLDED]

    def folded_open(self) -> bool:
        """What was filled in or refused there must be seen."""
        return any(
            name in self.errors or self.data.get(name) not in {None, "", self.fields[name].initial}
            for name in self.FOLDED
        )

    def typed(self) -> list[tuple[Any, str]]:
        """What somebody wrote, to be read again when it did not count."""
        return [
            (bound.label, str(bound.data))
            for bound in self.visible_fields()
            if bound.data and isinstance(bound.field.widget, (forms.Textarea, forms.TextInput))
        ]


class PlainForm(ActForm):
    """One tap: nothing to fill in."""


class ReasonForm(ActForm):
    reason = words(_("原因"))


def material_words(material: Material) -> str:
    """户口本（原件，1份）, as the list of what is missing says it."""
    details = details_of(material)
    return (f"{material.text}（{details}）" if details else material.text)[:120]


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def people_of(unit: Unit) -> Any:
    """Everybody with a post in the unit or one of its desks."""
    posts = User.objects.filter(posts__unit=unit) | User.objects.filter(
        posts__unit__superior=unit, posts__unit__kind="township_desk"
    )
    return posts.filter(is_active=True).distinct().order_by("name")


class AcceptForm(ActForm):
    title, submit = _("接收"), _("接收")
    mode = forms.ChoiceField(
        label=_("怎么办"), choices=[("", _("照事项的办法")), *Mode.choices], required=False
    )


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
        self.fields["user"].queryset = people_of(self.ticket.unit)  # type: ignore[attr-defined]


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
    note = words(_("群众说了啥（可以不写）"), rows=2, required=False)


class UrgeForm(ActForm):
    title, submit = _("催一下"), _("催")
    text = words(_("想说的话（可以不写）"), rows=2, required=False)


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


class FirstContactForm(ReasonForm):
    title, submit = _("换首问人"), _("换成他")
    user = PersonChoice(label=_("换成"), queryset=User.objects.none(), empty_label=_("选一个人"))
    field_order = ("user", "reason")

    def fill(self) -> None:
        station = Unit.objects.station_of(self.ticket.region) or self.ticket.unit
        people = people_of(self.ticket.unit) | people_of(station)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class NewCodeForm(ReasonForm):
    title, submit = _("换查询码"), _("换一个新的")

    def fill(self) -> None:
        self.fields["reason"].label = _("为什么换（老的查询码马上作废）")


class RectifyForm(ActForm):
    title, submit = _("写整改"), _("整改好了")
    result = words(_("哪儿做得不好，怎么改的"))


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么要看姓名和电话（会记下来）"),
        max_length=200,
        error_messages={"required": _("请写原因，几个字就行")},
    )
