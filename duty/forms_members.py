from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config import clock
from duty.actions import Terms
from duty.forms import PersonChoice
from duty.models import DutyCategory, DutyMember

SHARES = [("1.00", _("跟别人一样")), ("0.50", _("少一半")), ("0.00", _("不排"))]
TOO_LONG = {"max_length": _("最多写200个字")}


class Day(forms.DateField):
    """The browser's own field for a day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        words = {
            "required": _("请选一个日期"),
            "invalid": _("日期要写全，比如 2026-12-01"),
        }
        super().__init__(widget=widget, error_messages=words, **kwargs)


class Amount(forms.DecimalField):
    """Nothing written is nothing changed."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"invalid": _("请写数字，比如 1 或 -0.5")}
        super().__init__(
            required=False, max_digits=4, decimal_places=2, error_messages=words, **kwargs
        )

    def clean(self, value: Any) -> Decimal:
        found: Decimal | None = super().clean(value)
        return found or Decimal(0)


class MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.name)


class MemberCenterChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.center.name)


class MemberForm(forms.Form):
    """What binds somebody here."""

    category = forms.ChoiceField(
        label=_("算哪一类"),
        choices=DutyCategory.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个"), "invalid_choice": _("请选一个")},
    )
    can_lead = forms.BooleanField(label=_("可以带班"), required=False)
    weight = forms.ChoiceField(
        label=_("排多少"),
        choices=SHARES,
        widget=forms.RadioSelect,
        initial="1.00",
        error_messages={"required": _("请选一个"), "invalid_choice": _("请选一个")},
    )
    note = forms.CharField(
        label=_("为什么少排或不排"), max_length=200, required=False, error_messages=TOO_LONG
    )
    no_night_until = Day(label=_("到哪天不排夜班（不含那天，没有就空着）"), required=False)
    max_per_7_days = forms.IntegerField(
        label=_("7天里最多几班（在岗）"), min_value=1, max_value=7, initial=5
    )
    min_rest_hours = forms.IntegerField(
        label=_("两班之间至少歇几小时（在岗）"), min_value=0, max_value=48, initial=11
    )
    max_nights_in_row = forms.IntegerField(
        label=_("最多连着几个夜班（在岗）"), min_value=1, max_value=7, initial=2
    )

    def __init__(self, *args: Any, member: DutyMember | None = None, **kwargs: Any) -> None:
        if member is not None:
            kwargs["initial"] = {name: getattr(member, name) for name in self.base_fields}
            kwargs["initial"]["weight"] = str(member.weight)
        super().__init__(*args, **kwargs)
        share = str(member.weight) if member is not None else "1.00"
        if share not in dict(SHARES):  # set in /admin/, stays as it is unless changed
            field: Any = self.fields["weight"]
            field.choices = [(share, share), *SHARES]

    def terms(self) -> Terms:
        facts = {name: self.cleaned_data[name] for name in MemberForm.base_fields}
        return Terms(**facts | {"weight": Decimal(facts["weight"])})


class NewMemberForm(MemberForm):
    user = PersonChoice(
        label=_("谁"),
        queryset=User.objects.none(),
        error_messages={"required": _("请选一个人"), "invalid_choice": _("请从名单里选")},
    )
    since = Day(label=_("从哪天起"))
    field_order = ("user", "since")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = people
        self.fields["since"].initial = timezone.localdate(clock.now()) + timedelta(days=1)


class AdjustForm(forms.Form):
    """What is to be added to somebody's account, or with a minus taken away."""

    member = MemberChoice(
        label=_("谁"),
        queryset=DutyMember.objects.none(),
        error_messages={"required": _("请选一个人"), "invalid_choice": _("请从名单里选")},
    )
    points = Amount(label=_("分量（减就写负数）"))
    nights = Amount(label=_("夜班"))
    rest_days = Amount(label=_("休息日班"))
    statutory_days = Amount(label=_("节假日班"))
    note = forms.CharField(
        label=_("为什么调整"),
        max_length=200,
        error_messages={"required": _("请写明为什么调整"), **TOO_LONG},
    )

    def __init__(self, *args: Any, members: QuerySet[DutyMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = members


class WishForm(forms.Form):
    """A day, at one of the centres where the person stands duty."""

    member = MemberCenterChoice(
        label=_("哪个中心"),
        queryset=DutyMember.objects.none(),
        empty_label=None,
        error_messages={"required": _("请选一个中心"), "invalid_choice": _("请从名单里选")},
    )
    date = Day(label=_("哪天不想值"))

    def __init__(self, *args: Any, members: QuerySet[DutyMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = members


class EndForm(forms.Form):
    until = Day(label=_("从哪天起不值班"))
    reason = forms.CharField(
        label=_("为什么"),
        max_length=200,
        error_messages={"required": _("请写明为什么不再值班"), **TOO_LONG},
    )
