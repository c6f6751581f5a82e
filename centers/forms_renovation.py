"""Forms of the county's renovation: programmes, batches with quotas, a project and what it brings (B6-B8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, UnitKind
from centers.forms import DATE, PlainErrors
from centers.models import (
    Batch,
    BuildMode,
    Center,
    MoneySource,
    Programme,
    Project,
    QuantityKind,
)
from centers.querysets import CenterQuerySet
from regions.models import Region

NUMBER = _("请填一个整数，不能是负数")
MONEY = _("请填钱数，最多两位小数，不能是负数")
LARGEST = 32767


def _whole(label: Any, **more: Any) -> forms.IntegerField:
    errors = dict.fromkeys(("invalid", "min_value"), NUMBER)
    errors["max_value"] = _("数太大了")
    more = {"max_value": LARGEST} | more
    return forms.IntegerField(label=label, min_value=0, error_messages=errors, **more)


def _money(label: Any, **more: Any) -> forms.DecimalField:
    wrong = ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        error_messages=dict.fromkeys(wrong, MONEY),
        **more,
    )


class ProgrammeForm(PlainErrors, forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：拆墙便民行动"))
    aim = forms.CharField(label=_("要干成啥"), max_length=300, required=False)
    starts = forms.DateField(label=_("从"), widget=DATE)
    ends = forms.DateField(label=_("到"), required=False, widget=DATE, help_text=_("没定就空着"))

    @classmethod
    def of(cls, programme: Programme) -> dict[str, Any]:
        return {name: getattr(programme, name) for name in cls.base_fields}


class BatchForm(PlainErrors, forms.Form):
    """A batch, and below it a number for each township that differs from the batch's own."""

    order = _whole(_("第几批"))
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("例如：先行批"))
    criteria = forms.CharField(
        label=_("啥样的进这一批"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    deadline = forms.DateField(label=_("哪天前完成"), widget=DATE)
    quota_min = _whole(_("每镇最少"), required=False)
    quota_max = _whole(_("每镇最多"), required=False, help_text=_("不限就空着"))

    def __init__(self, *args: Any, townships: Iterable[Region], **kwargs: Any) -> None:
        self.townships = list(townships)
        super().__init__(*args, **kwargs)
        for township in self.townships:
            self.fields[f"most_{township.pk}"] = _whole(township.short_name, required=False)

    @property
    def own_numbers(self) -> list[Any]:
        return [self[f"most_{township.pk}"] for township in self.townships]

    @property
    def about_batch(self) -> list[Any]:
        return [self[name] for name in self.base_fields]

    @property
    def shows_numbers(self) -> bool:
        """Whether the part with the townships is open from the start."""
        return any(bound.errors or bound.value() not in (None, "") for bound in self.own_numbers)

    def said(self) -> dict[str, Any]:
        """As `put_batch` takes it."""
        data = self.cleaned_data
        quotas = {
            township: data[f"most_{township.pk}"]
            for township in self.townships
            if data[f"most_{township.pk}"] is not None
        }
        said = {name: data[name] for name in self.base_fields}
        return said | {"quota_min": said["quota_min"] or 0, "quotas": quotas}

    @classmethod
    def of(cls, batch: Batch) -> dict[str, Any]:
        shown = {name: getattr(batch, name) for name in cls.base_fields}
        return shown | {f"most_{quota.township_id}": quota.most for quota in batch.quotas.all()}


class CenterChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        parent = obj.region.parent
        return f"{parent.short_name if parent else ''} {obj.region.short_name}"


class SitesField(forms.CharField):
    """Places, one in a line, kept as a list."""

    MOST, LONGEST = 12, 60
    widget = forms.Textarea({"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in re.split(r"[\n；;]", super().clean(value))]
        sites = list(dict.fromkeys(line for line in lines if line))
        if len(sites) > self.MOST:
            raise forms.ValidationError(_("最多写%s处") % self.MOST)
        if long := next((site for site in sites if len(site) > self.LONGEST), ""):
            raise forms.ValidationError(
                _("“%(site)s……”太长，一处最多%(most)s个字")
                % {"site": long[:10], "most": self.LONGEST}
            )
        return sites


class PlanForm(PlainErrors, forms.Form):
    """How and where a centre is renovated; staff.css shows of places and host what the mode asks for."""

    mode = forms.ChoiceField(label=_("建法"), choices=BuildMode.choices, widget=forms.RadioSelect)
    sites = SitesField(
        label=_("分布式的，在哪几处"),
        required=False,
        help_text=_("一行一处，房子没盖也能先写，例如：老学校；还没定就空着"),
    )
    host = forms.CharField(
        label=_("嵌入式的，嵌在哪儿"),
        required=False,
        max_length=60,
        help_text=_("例如：村小学一楼"),
    )
    plan = forms.CharField(
        label=_("要添啥、改啥"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("群众看得到，例如：拆围墙，建小游园，添广播器材"),
    )
    budget = _money(_("预算（元）"), required=False)

    @classmethod
    def of(cls, project: Project) -> dict[str, Any]:
        return {name: getattr(project, name) for name in PlanForm.base_fields}


class EnterForm(PlanForm):
    center = CenterChoice(
        label=_("哪个村（社区）"),
        queryset=Center.objects.none(),
        empty_label=_("请选"),
        error_messages={"invalid_choice": _("请选一个您管的、不在别的批次里的中心")},
    )

    field_order = ("center", "mode", "sites", "host", "plan", "budget")

    def __init__(self, *args: Any, centers: CenterQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("CenterChoice", self.fields["center"]).queryset = centers


class StepForm(PlainErrors, forms.Form):
    name = forms.CharField(label=_("哪一步"), max_length=40, help_text=_("例如：拆围墙"))
    due = forms.DateField(label=_("哪天前"), widget=DATE)
    done_on = forms.DateField(
        label=_("哪天办到的"), required=False, widget=DATE, help_text=_("还没办到就空着")
    )


class QuantitiesForm(PlainErrors, forms.Form):
    """One number for each kind that the county counts."""

    def __init__(self, *args: Any, kinds: Iterable[QuantityKind], **kwargs: Any) -> None:
        self.kinds = list(kinds)
        super().__init__(*args, **kwargs)
        for kind in self.kinds:
            label = f"{kind.name}（{kind.unit_word}）"
            self.fields[f"kind_{kind.pk}"] = _whole(label, required=False, max_value=10_000_000)

    def amounts(self) -> list[tuple[QuantityKind, int]]:
        return [(kind, self.cleaned_data[f"kind_{kind.pk}"] or 0) for kind in self.kinds]

    @staticmethod
    def of(project: Project) -> dict[str, Any]:
        return {f"kind_{row.kind_id}": row.amount for row in project.quantities.all()}


class MoneyForm(PlainErrors, forms.Form):
    unit = forms.ModelChoiceField(
        label=_("县直单位"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("不是县直单位给的"),
        error_messages={"invalid_choice": _("请选县直单位")},
    )
    giver = forms.CharField(
        label=_("别的来源"),
        max_length=60,
        required=False,
        help_text=_("不是县直单位给的就写在这儿，例如：村集体"),
    )
    paid_by = forms.ChoiceField(label=_("钱从哪来"), choices=MoneySource.choices)
    amount = _money(_("多少钱（元）"))
    given_on = forms.DateField(label=_("哪天到的"), widget=DATE)

    def __init__(self, *args: Any, county: Region | None, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"given_on": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        departments = Unit.objects.filter(kind=UnitKind.DEPARTMENT).order_by("name")
        unit = cast("forms.ModelChoiceField", self.fields["unit"])
        if county is not None:
            unit.queryset = departments.filter(region__path__startswith=county.path)


class OpinionsForm(PlainErrors, forms.Form):
    since = forms.DateField(label=_("从哪天问起"), widget=DATE)
    until = forms.DateField(label=_("问到哪天"), widget=DATE)


class AnswerForm(PlainErrors, forms.Form):
    answer = forms.CharField(
        label=_("怎么采纳的"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("群众看得到"),
    )


class FinishForm(PlainErrors, forms.Form):
    finished_on = forms.DateField(label=_("哪天完成"), widget=DATE)


class LeaveForm(PlainErrors, forms.Form):
    reason = forms.CharField(
        label=_("为啥退出"), max_length=200, help_text=_("例如：并入邻村，不单独建了")
    )
