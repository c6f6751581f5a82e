"""Forms of the centre and of notices: few fields, errors in plain sentences."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import phone_number
from accounts.scope import active_posts, region_of
from centers.actions import Hours
from centers.models import Center, Closure, Presence, StandardItem, VillageNotice
from centers.permissions import WRITERS
from regions.models import Region
from regions.querysets import RegionQuerySet

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
INSTANT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PlainErrors(forms.BaseForm):
    """Says what to do about a field instead of what the computer missed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("请填%s") % field.label
            if isinstance(field, forms.CharField) and field.max_length:
                field.validators = [
                    v for v in field.validators if getattr(v, "code", "") != "max_length"
                ]
                field.validators.append(AtMost(field.max_length))
            if isinstance(field, forms.DateField | forms.DateTimeField | forms.TimeField):
                field.error_messages["invalid"] = _("%s看不懂，请重选一次") % field.label

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with a hidden field is said above the form."""
        hidden = field in self.fields and self.fields[field].widget.is_hidden
        super().add_error(None if hidden else field, error)


class AtMost:
    code = "max_length"

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, words: str) -> None:
        if len(words) > self.longest:
            sentence = _("太长了，最多%(most)s个字，现在%(now)s个")
            raise forms.ValidationError(
                sentence % {"most": self.longest, "now": len(words)}, self.code
            )


class PhoneField(forms.CharField):
    """Typed as people write it; kept as digits only."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\s\-－—()（）]", "", super().to_python(value) or "")


class WordsField(forms.CharField):
    """Several short words in one line, kept as a list."""

    def __init__(self, *, longest_word: int, **kwargs: Any) -> None:
        self.longest_word = longest_word
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        words = list(dict.fromkeys(re.split(r"[\s,，、;；]+", super().clean(value).strip())))
        if long := next((word for word in words if len(word) > self.longest_word), ""):
            raise forms.ValidationError(
                _("“%(word)s”太长，每样最多%(most)s个字")
                % {"word": long, "most": self.longest_word}
            )
        return [word for word in words if word]


class CenterForm(PlainErrors, forms.ModelForm):
    duty_phone = PhoneField(
        label=_("值班电话"),
        required=False,
        validators=[phone_number],
        help_text=_("跟着班走的那个号，不写个人的"),
    )
    places = WordsField(
        label=_("这里有啥"),
        required=False,
        longest_word=20,
        help_text=_("用空格分开，例如：图书室 卫生室 戏台"),
    )

    class Meta:
        model = Center
        fields = ["local_name", "duty_phone", "address", "directions", "places"]
        help_texts = {
            "local_name": _("村里人怎么叫，例如：村室、大队部"),
            "directions": _("例如：村小学对面，红旗杆那个院"),
        }


class AssessForm(PlainErrors, forms.Form):
    """One line of a checklist; the three buttons say have, near by or lack."""

    presence = forms.ChoiceField(
        label=_("情况"),
        choices=Presence.choices,
        error_messages={"invalid_choice": _("请点有、附近有或者缺")},
    )
    amount = forms.DecimalField(
        label=_("有多少"), required=False, min_value=0, max_digits=8, decimal_places=1
    )
    checked_on = forms.DateField(label=_("哪天检查的"), required=False, widget=DATE)
    promised_on = forms.DateField(label=_("什么时候补上"), required=False, widget=DATE)
    evidence = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, item: StandardItem, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"item{item.pk}_%s")
        super().__init__(*args, **kwargs)
        self.fields["amount"].error_messages = dict.fromkeys(
            ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            _("请填一个数，最多一位小数"),
        )
        if not item.is_measured:
            del self.fields["amount"]
        if not item.asks_day:
            del self.fields["checked_on"]


class HoursForm(PlainErrors, forms.Form):
    """The working day in one or two spans, and whether somebody opens on days off. Empty: the county's hours."""

    morning_opens = forms.TimeField(label=_("上午开门"), required=False, widget=CLOCK)
    morning_closes = forms.TimeField(label=_("上午关门"), required=False, widget=CLOCK)
    afternoon_opens = forms.TimeField(label=_("下午开门"), required=False, widget=CLOCK)
    afternoon_closes = forms.TimeField(label=_("下午关门"), required=False, widget=CLOCK)
    days_off_too = forms.BooleanField(label=_("休息日、节假日也按这个时间开门"), required=False)

    PAIRS = (("morning_opens", "morning_closes"), ("afternoon_opens", "afternoon_closes"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for opens, closes in self.PAIRS:
            if bool(data.get(opens)) != bool(data.get(closes)):
                self.add_error(
                    closes if data.get(opens) else opens, _("开门和关门要一起填，或者都空着")
                )
        return data

    def spans(self) -> list[Hours]:
        kinds = ("work", "rest", "statutory") if self.cleaned_data["days_off_too"] else ("work",)
        pairs: list[tuple[time, time]] = [
            (self.cleaned_data[opens], self.cleaned_data[closes])
            for opens, closes in self.PAIRS
            if self.cleaned_data[opens]
        ]
        return [Hours(kind, opens, closes) for kind in kinds for opens, closes in pairs]

    @classmethod
    def of(cls, center: Center) -> dict[str, Any]:
        """What the form shows of a centre's own hours, as initial values."""
        rows = list(center.hours.all())
        shown: dict[str, Any] = {"days_off_too": any(row.day_kind != "work" for row in rows)}
        for names, row in zip(
            cls.PAIRS, [row for row in rows if row.day_kind == "work"], strict=False
        ):
            shown.update(zip(names, (row.opens, row.closes), strict=True))
        return shown


class ClosureForm(PlainErrors, forms.ModelForm):
    class Meta:
        model = Closure
        fields = ["date", "reason"]
        widgets = {"date": DATE}
        help_texts = {"reason": _("群众看得到，例如：集体到镇里开会")}


class NoticeForm(PlainErrors, forms.ModelForm):
    region = forms.ModelChoiceField(
        label=_("发给哪里"), queryset=Region.objects.none(), empty_label=None
    )

    class Meta:
        model = VillageNotice
        fields = ["region", "kind", "title", "groups", "text", "shows_from", "shows_until"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "shows_from": INSTANT,
            "shows_until": INSTANT,
        }
        labels = {"shows_from": _("从什么时候起给大家看"), "shows_until": _("到什么时候自己消失")}
        help_texts = {
            "title": _("一句话说完，例如：11月24日（星期二）上午8:00到12:00停电"),
            "groups": _("全村都有就空着，例如：2组、3组"),
        }

    def __init__(self, *args: Any, regions: RegionQuerySet, at: datetime, **kwargs: Any) -> None:
        tomorrow_night = timezone.localtime(at).replace(
            hour=20, minute=0, second=0, microsecond=0
        ) + timedelta(days=1)
        first = regions.first()
        kwargs["initial"] = {
            "region": first,
            "shows_from": at,
            "shows_until": tomorrow_night,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        region = cast("forms.ModelChoiceField", self.fields["region"])
        region.queryset = regions
        region.error_messages["invalid_choice"] = _("请选您管的村或者镇")
        self.fields["kind"].initial = "other"
        if len(regions) == 1:
            region.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("shows_from"), data.get("shows_until")
        if start and end and end <= start:
            self.add_error("shows_until", _("结束要晚于开始"))
        return data

    def _post_clean(self) -> None:
        """The action writes the row and guards it; the model is not asked twice."""


def notice_regions(person: Any) -> RegionQuerySet:
    """Where a person may send a notice: each own region, and what lies directly below it."""
    own = [region_of(post) for post in active_posts(person) if post.role in WRITERS]
    keys = [region.pk for region in own]
    below = Region.objects.filter(parent__in=keys).exclude(kind="enclave")
    return (
        Region.objects.current()
        .filter(pk__in=[*keys, *below.values_list("pk", flat=True)])
        .order_by("code")
    )
